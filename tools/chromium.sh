#!/usr/bin/env bash
# Makes sure that there is a Chromium to look at pages with, and letters for it to draw.
set -euo pipefail

if [ -x "${CHROMIUM:-/usr/bin/chromium}" ]; then exit; fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "There is no Chromium here: install it (on Debian the package chromium), or name one in CHROMIUM." >&2
  exit 1
fi
echo "Installing chromium …"
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null
