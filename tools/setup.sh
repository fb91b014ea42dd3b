#!/usr/bin/env bash
# Makes this checkout ready: `tools/setup.sh` to run the coach, `tools/setup.sh dev` to work on it.
# Needs Python 3.11 or newer (PYTHON names another than python3). Does only what is missing, and
# says only what it does, so that it costs next to nothing the second time.
set -euo pipefail
cd "$(dirname "$0")/.."
exec </dev/null # the input belongs to whoever talks to the coach

installed=.venv/installed # the lock files as they were when they were installed

refuse() {
  echo "$1" >&2
  exit 1
}

# The first Python that is new enough.
find_python() {
  for python in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$python"
      return
    fi
  done
  refuse "The coach needs Python 3.11 or newer, and there is none here."
}

# Debian keeps what a virtual environment needs in a package of its own.
ensure_venv_package() {
  if "$1" -c 'import ensurepip, venv' 2>/dev/null; then return; fi
  local package
  package=$("$1" -c 'import sys; print(f"python3.{sys.version_info.minor}-venv")')
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    refuse "Python cannot make a virtual environment here: install the package $package and try again."
  fi
  echo "Installing $package …"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package"
}

make_venv() {
  local python
  python=$(find_python)
  ensure_venv_package "$python"
  echo "Making .venv …"
  "$python" -m venv --clear .venv
  mkdir "$installed"
}

# Exactly what a lock file lists, unless it is there already.
install() {
  local copy
  copy=$installed/$(basename "$1")
  if cmp -s "$1" "$copy"; then return; fi
  echo "Installing $1 …"
  .venv/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes -r "$1"
  cp "$1" "$copy"
}

# The browser chat comes from npm; where there is no Node, a Python package brings one.
fetch_assets() {
  local pin=bot/web/assets.toml copy=$installed/assets.toml
  if [ -f bot/web/static/vendor/webchat.js ] && cmp -s "$pin" "$copy"; then return; fi
  if ! npm --version >/dev/null 2>&1; then install tools/node.txt; fi
  echo "Fetching the browser chat …"
  .venv/bin/python -m bot.web.assets
  cp "$pin" "$copy"
}

# What the matcher learns from the content; it names its folder by that content.
train_matcher() {
  local folder=${COACH_MATCHER_FOLDER:-data/matcher} key
  key=$(.venv/bin/python -c 'from matching.files import content_key; print(content_key())')
  if [ -d "$folder/$key" ]; then return; fi
  echo "Training the matcher, which takes under a minute …"
  .venv/bin/python -m matching.training "$folder"
}

if ! .venv/bin/python -c 'import pip' 2>/dev/null; then make_venv; fi
mkdir -p "$installed"
install requirements.txt
install requirements-setup.txt
if [ "${1:-}" = dev ]; then
  install requirements-dev.txt
  tools/npm.sh tools/checks
fi
fetch_assets
train_matcher
