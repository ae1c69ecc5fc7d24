#!/bin/sh
# Installs the named Debian packages when run as root; otherwise names what is missing in one line.
# Nothing that needs them stops the rest from working.
set -u
missing=""
for package in "$@"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
done
[ -z "$missing" ] && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "Installing Debian packages:$missing"
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -q && apt-get install -y -q --no-install-recommends $missing; } >/dev/null 2>&1 \
    || echo "Could not install:$missing (parts that need them will say so)"
else
  echo "Some parts need:$missing (as root: apt-get install$missing)"
fi
exit 0
