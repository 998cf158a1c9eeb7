#!/bin/sh
# Installs what is missing of $PACKAGES with apt, through sudo where not root.
set -u
missing=
for p in $PACKAGES; do
    dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing="$missing $p"
done
[ -z "$missing" ] && exit 0
echo "Missing:$missing"
if ! command -v apt-get >/dev/null 2>&1; then
    echo "There is no apt here; install these packages (Debian's names) and run make again." >&2
    exit 1
fi
root=
[ "$(id -u)" -eq 0 ] || root=sudo
if [ -n "$root" ] && ! command -v sudo >/dev/null 2>&1; then
    echo "Not root and no sudo; as root run: apt-get install$missing" >&2
    exit 1
fi
$root apt-get update -qq &&
    $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
