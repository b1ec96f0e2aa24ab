#!/bin/bash
# run-board.sh BUILDDIR: serves the sample data and opens the board on it, both from the build directory.
#
# Without a display (DISPLAY and WAYLAND_DISPLAY empty) the same app runs on one that nobody sees, writes what
# it shows to board.png, and ends. The server ends with the app.
set -euo pipefail

top=$(readlink -f -- "$(dirname -- "$0")/../..")
build=$(readlink -f -- "$1")

case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
  zh*) samples=$top/data/samples/zh ;;
  *) samples=$top/data/samples/en ;;
esac

# Server and app run beside this script, so that it can end both whenever it is told to end.
exec 3< <(exec "$build/src/daemon/wallboard-server" --data "$samples" --http 127.0.0.1:0 --ws 127.0.0.1:0)
running=($!)
# shellcheck disable=SC2317 # the trap calls it
clean_up() {
  kill "${running[@]}" || true
  wait "${running[@]}" || true
} 2>/dev/null
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# It says “ready http://HOST:PORT ws://HOST:PORT” when both ports answer, and what is wrong on stderr if not.
if ! read -r -t 20 ready http ws <&3 || [ "$ready" != ready ]; then
  echo "The server did not start, so there is no board to show." >&2
  exit 1
fi
echo "Serving $samples at $http and $ws"

# What is not installed is found in the build directory; what is may be older.
export GSETTINGS_SCHEMA_DIR=$build/data WALLBOARD_LOCALEDIR=$build/po WALLBOARD_SAMPLES=$top/data/samples
app=("$build/src/app/wallboard" --server "$ws")

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  "${app[@]}" &
else
  picture=$top/board.png
  rm -f "$picture"
  timeout 60 "$top/tests/ui/virtual-display" -- "${app[@]}" --screenshot "$picture" &
fi
running+=($!)
status=0
wait $! || status=$?
if [ "$status" -eq 124 ] && [ -n "${picture:-}" ]; then
  echo "The board did not show its charts within a minute." >&2
elif [ "$status" -eq 0 ] && [ -n "${picture:-}" ]; then
  echo "There is no display here; this is what the board shows: $picture"
fi
exit "$status"
