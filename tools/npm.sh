#!/usr/bin/env bash
# Installs exactly what FOLDER/package-lock.json lists, unless it is there already: tools/npm.sh FOLDER
# The lock file holds a digest for every package, and npm takes nothing that does not match it.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$1
lock=$folder/package-lock.json
copy=$folder/node_modules/installed.json

if cmp -s "$lock" "$copy"; then exit; fi
# Where there is no Node, a Python package brings one into .venv.
export PATH="$PATH:$PWD/.venv/bin"
if ! npm --version >/dev/null 2>&1; then
  echo "Installing tools/node.txt …"
  .venv/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes -r tools/node.txt
  cp tools/node.txt .venv/installed/ # as tools/setup.sh notes it
fi
echo "Installing $lock …"
(cd "$folder" && npm ci --loglevel=error >/dev/null)
cp "$lock" "$copy"
