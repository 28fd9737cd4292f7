#!/bin/sh
# Makes a Debian package of the built program, in the folder $OUT: deb.sh. `make deb` calls it.
# RUNNER names another built program. Needs dpkg-deb; dpkg-shlibdeps (package dpkg-dev) makes the dependencies exact.
# DEBFULLNAME and DEBEMAIL are the maintainer's, as Debian's tools have it. COMPRESSION is dpkg-deb's: xz, gzip, none.
set -eu
cd "$(dirname "$0")/.."
runner=${RUNNER:-.build/release/runner}
out=${OUT:-.build}

# fail CODE TEXT
fail() {
  echo "$2" >&2
  exit "$1"
}

command -v dpkg-deb > /dev/null || fail 69 "dpkg-deb is missing: a Debian package is made on Debian or Ubuntu"
[ -x "$runner" ] || fail 66 "$runner is missing: run 'make build' first"
if ldd "$runner" 2> /dev/null | grep -q libswift; then
  fail 65 "$runner needs Swift's libraries, which Debian doesn't have; 'make build' builds one that doesn't"
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
stage=$work/stage
DESTDIR=$stage RUNNER=$runner sh Scripts/install.sh install /usr > /dev/null
# dpkg has its own list of files.
rm "$stage/usr/share/pipelinekit/installed"
# Debian's zsh looks only there.
mkdir -p "$stage/usr/share/zsh/vendor-completions"
mv "$stage/usr/share/zsh/site-functions/_runner" "$stage/usr/share/zsh/vendor-completions/_runner"
rmdir "$stage/usr/share/zsh/site-functions"
gzip -9n "$stage/usr/share/man/man1/runner.1"
documents=$stage/usr/share/doc/pipelinekit
mkdir -p "$documents" "$stage/DEBIAN"
gzip -9n < CHANGELOG.md > "$documents/changelog.gz"
sh Scripts/deb_copyright.sh > "$documents/copyright"
if command -v strip > /dev/null; then strip --strip-unneeded "$stage/usr/bin/runner" 2> /dev/null || true; fi

# The packages that hold the program's libraries, `a, b (>= 1)`; nothing for a program that isn't linked to any.
dependencies() {
  if command -v dpkg-shlibdeps > /dev/null; then
    mkdir -p "$work/shlibs/debian"
    printf 'Source: pipelinekit\n\nPackage: pipelinekit\nArchitecture: any\n' > "$work/shlibs/debian/control"
    (cd "$work/shlibs" && dpkg-shlibdeps -O -e"$stage/usr/bin/runner" 2> /dev/null) | sed -n 's/^shlibs:Depends=//p'
    return
  fi
  ldd "$runner" 2> /dev/null | grep -o '/[^ ]*' | while IFS= read -r library; do
    # A library in /lib may be listed below /usr/lib, and the other way round.
    real=$(readlink -f "$library")
    for path in "$library" "$real" "/usr$library" "${library#/usr}" "${real#/usr}"; do
      if name=$(dpkg-query -S "$path" 2> /dev/null); then
        echo "${name%%:*}"
        break
      fi
    done
  done | LC_ALL=C sort -u | paste -sd, | sed 's/,/, /g'
}

version=$("$runner" --version)
version=${version##* }
architecture=$(dpkg --print-architecture)
depends=$(dependencies)
size=$(du -sk --exclude=DEBIAN "$stage" | cut -f1)
{
  echo "Package: pipelinekit"
  echo "Version: $version"
  echo "Architecture: $architecture"
  echo "Maintainer: ${DEBFULLNAME:-PipelineKit} <${DEBEMAIL:-pipelinekit@localhost}>"
  echo "Installed-Size: $size"
  if [ -n "$depends" ]; then echo "Depends: $depends"; fi
  echo "Recommends: ca-certificates, curl"
  echo "Section: graphics"
  echo "Priority: optional"
  echo "Description: image editing with diffusion models as graphs of small stages"
  echo " Runs pipelines, which wire stages (noise, estimate, guide, low-pass, step ...)"
  echo " around one network: generation, SDEdit, inpainting, visual anagrams, hybrid"
  echo " images. A pipeline is a file that can be read, checked, changed and shared."
  echo " The program is called runner. A small model comes with it."
} > "$stage/DEBIAN/control"
(cd "$stage" && find usr -type f | LC_ALL=C sort | tr '\n' '\0' | xargs -0 md5sum) > "$stage/DEBIAN/md5sums"
find "$stage" -type d -exec chmod 755 {} +
# Equal files make equal packages: the time is that of the last commit.
if SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2> /dev/null)}; then export SOURCE_DATE_EPOCH; fi
mkdir -p "$out"
package=$out/pipelinekit_${version}_$architecture.deb
dpkg-deb --root-owner-group -Z"${COMPRESSION:-xz}" --build "$stage" "$package" > /dev/null
case $package in /*) ;; *) package=./$package ;; esac
echo "wrote $package; 'sudo apt install $package' installs it"
