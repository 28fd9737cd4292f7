#!/bin/sh
# Proves that the installed program needs no Swift, and nothing of this machine but the C libraries that it is linked with:
# it makes a picture in a root folder that holds nothing else. `make chroot` calls it, as root.
set -eu
cd "$(dirname "$0")/.."
runner=${RUNNER:-.build/release/runner}
[ "$(id -u)" = 0 ] || { echo "chroot needs root: sudo make chroot" >&2; exit 77; }
root=$(mktemp -d)
trap 'umount "$root/proc" 2> /dev/null || true; rm -rf "$root"' EXIT
DESTDIR=$root RUNNER=$runner sh Scripts/install.sh install /usr
# The libraries and the loader, at their own places.
ldd "$root/usr/bin/runner" | grep -oE '/[^ ]+' | sort -u | while read -r library; do
  case $library in *swift*) echo "it is linked with $library" >&2; exit 1 ;; esac
  mkdir -p "$root$(dirname "$library")"
  cp -L "$library" "$root$library"
done
mkdir -p "$root/home" "$root/tmp" "$root/proc"
# Swift reads a program's arguments there.
mount -t proc proc "$root/proc" || { echo "/proc can't be mounted here: nothing was proven" >&2; exit 77; }
env -i HOME=/home PATH=/usr/bin:/usr/sbin chroot "$root" /usr/bin/runner hybrid steps=4 --out /home --quiet
env -i HOME=/home PATH=/usr/bin:/usr/sbin chroot "$root" /usr/bin/runner show /home/hybrid.png | head -5
test -s "$root/home/hybrid.png"
echo "the installed program made a picture in a root folder without Swift"
