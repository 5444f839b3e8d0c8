#!/usr/bin/env bash
# Installs the Chromium that the browser tests drive, where that takes no one's leave: Debian's
# package, as root or through a sudo that asks nothing. Elsewhere it says so and succeeds, and the
# tests skip with the reason. DANVAN_CHROMIUM names a browser that is installed already.
set -euo pipefail

for browser in "${DANVAN_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$browser" ] && command -v "$browser" >/dev/null; then
        exit 0
    fi
done

give_up() {
    echo "No Chromium: $1. The browser tests will be skipped; install chromium to run them." >&2
    exit 0
}

command -v apt-get >/dev/null || give_up "this system has no apt-get"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || give_up "installing it needs root"
    as_root=(sudo -n)
fi

echo "Installing Chromium for the browser tests (once) ..."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
if ! { "${as_root[@]}" apt-get update && "${as_root[@]}" apt-get install --yes --no-install-recommends chromium; } >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    give_up "apt-get could not install it"
fi
