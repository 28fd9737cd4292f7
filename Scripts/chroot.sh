#!/bin/sh
# Proves that the installed program needs no Swift and nothing of the sources: chroot.sh. `make chroot` calls it.
# It makes a root folder with the libraries that `ldd` lists and nothing else (no shell either), installs the program
# there, makes a picture in it by chroot, uninstalls, and sees that nothing is left. Where dpkg is there, it does the
# same with the Debian package. RUNNER names another built program. Without root it takes a
# user namespace.
set -eu
cd "$(dirname "$0")/.."
if [ "$(id -u)" != 0 ]; then exec unshare --map-root-user sh Scripts/chroot.sh; fi
runner=${RUNNER:-.build/release/runner}

# fail TEXT
fail() {
  echo "$1" >&2
  exit 1
}

[ -x "$runner" ] || fail "$runner is missing: run 'make build' first"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root

# in_root COMMAND…: runs a program in the root, with no variables but PATH and HOME. It sees /proc, from which Swift reads
# the arguments; the mount is the process's own and ends with it.
in_root() {
  # shellcheck disable=SC2016 # the inner shell's variables
  ROOT=$root unshare --mount sh -c '
    mount --rbind /proc "$ROOT/proc" &&
    exec env -i PATH=/usr/bin:/usr/sbin HOME=/home chroot "$ROOT" "$@"' sh "$@"
}

# A root with the libraries where the program looks for them.
mkdir -p "$root/tmp" "$root/home" "$root/proc"
ldd "$runner" | grep -o '/[^ ]*' > "$work/libraries"
if grep -E 'libswift|libFoundation|lib_Foundation|libdispatch|libBlocksRuntime' "$work/libraries"; then
  fail "the program needs Swift's libraries"
fi
while IFS= read -r library; do
  mkdir -p "$root${library%/*}"
  cp -L "$library" "$root$library"
done < "$work/libraries"

# files: what is in the root, and its folders.
files() { (cd "$root" && find . ! -path './var*' | LC_ALL=C sort); }
files > "$work/before"

# prove HOW: makes a picture with what is installed, and looks at it.
prove() {
  in_root /usr/bin/runner --version
  in_root /usr/bin/runner models > "$work/models"
  grep -q '^mini-if .*/usr/share/pipelinekit/models/mini-if$' "$work/models" || fail "$1: the model is not found"
  in_root /usr/bin/runner hybrid steps=2 --quiet --out /home
  [ "$(head -c 8 "$root/home/hybrid.png" | od -An -tx1 | tr -d ' ')" = 89504e470d0a1a0a ] || fail "$1: no picture"
  in_root /usr/bin/runner ---complete hyb | grep -q '^hybrid' || fail "$1: no completion"
  rm -rf "$root/home"
  mkdir "$root/home"
}

# left HOW: sees that all is as it was.
left() {
  files > "$work/after"
  diff "$work/before" "$work/after" || fail "$1 left files"
}

DESTDIR=$root RUNNER=$runner sh Scripts/install.sh install /usr > /dev/null
prove "make install"
DESTDIR=$root sh Scripts/install.sh uninstall /usr
left "make uninstall"
echo "make install: works without Swift, and leaves nothing"

if ! command -v dpkg-deb > /dev/null; then exit 0; fi
COMPRESSION=gzip OUT=$work RUNNER=$runner sh Scripts/deb.sh > /dev/null
package=$(echo "$work"/*.deb)
dpkg-deb --field "$package" Package Version Depends
mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates" "$root/var/log"
touch "$root/var/lib/dpkg/status"
# The libraries are there, but no packages that dpkg knows of. A file that the package replaces would be told.
dpkg --root="$root" --force-depends --force-not-root --force-script-chrootless -i "$package" > "$work/log" 2>&1 ||
  fail "$(cat "$work/log")"
(cd "$root" && md5sum --quiet -c var/lib/dpkg/info/pipelinekit.md5sums) || fail "the package's files are not as listed"
prove "the Debian package"
dpkg --root="$root" --force-not-root --force-script-chrootless --purge pipelinekit > "$work/log" 2>&1 ||
  fail "$(cat "$work/log")"
left "removing the Debian package"
echo "the Debian package: works without Swift, and leaves nothing"
