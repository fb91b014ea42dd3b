#!/usr/bin/env bash
# Runs a command beside a throw-away PostgreSQL: tools/postgres.sh [--durable] COMMAND …
# The command finds it under COACH_TEST_POSTGRES, as an administrator; when the command ends, so
# does the cluster. Tests need no power cut survived; measurements do, and say --durable.
# Installs Debian's packages where they are missing.
set -euo pipefail

fsync=off
if [ "${1:-}" = --durable ]; then
  fsync=on
  shift
fi

refuse() {
  echo "$1" >&2
  exit 1
}

install_missing() {
  local missing=()
  if ! compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; then missing+=(postgresql); fi
  if [ ! -x /usr/sbin/pgbouncer ]; then missing+=(pgbouncer); fi
  if [ ${#missing[@]} = 0 ]; then return; fi
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    refuse "The tests on PostgreSQL need what is not here: ${missing[*]}. Install it and try again."
  fi
  echo "Installing ${missing[*]} …"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# PostgreSQL refuses to run as root; everybody else runs it as themselves.
as_owner() {
  if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --init-groups "$@"; else "$@"; fi
}

free_port() {
  "${PYTHON:-python3}" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

install_missing
bin=$(dirname "$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -1)")
folder=$(as_owner mktemp -d /tmp/coach-postgres.XXXXXX)
port=$(free_port)
password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')

stop() {
  as_owner "$bin/pg_ctl" stop -D "$folder/data" -m immediate -s || true
  rm -rf "$folder"
}
trap stop EXIT

# Runs a step of starting; shows its log only where it fails.
quietly() {
  as_owner "$@" >"$folder/start.log" 2>&1 || refuse "$(cat "$folder/start.log" "$folder/server.log" 2>/dev/null)"
}

as_owner tee "$folder/password" <<<"$password" >/dev/null
quietly "$bin/initdb" -D "$folder/data" -U coach -A scram-sha-256 --pwfile="$folder/password" -E UTF8 --locale=C.UTF-8
quietly "$bin/pg_ctl" start -w -D "$folder/data" -l "$folder/server.log" \
  -o "-p $port -c listen_addresses=127.0.0.1 -k '$folder' -c fsync=$fsync -c max_connections=200"

COACH_TEST_POSTGRES=postgresql+asyncpg://coach:$password@127.0.0.1:$port/postgres "$@"
