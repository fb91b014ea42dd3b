#!/usr/bin/env bash
# Runs one step and says how long it took: tools/timed.sh NAME COMMAND …
set -uo pipefail
name=$1
shift
"$@"
status=$?
[ "$status" = 0 ] && verdict=passed || verdict=FAILED
echo "== $name $verdict after $SECONDS s"
exit "$status"
