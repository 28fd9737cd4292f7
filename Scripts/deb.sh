#!/bin/sh
# Makes a Debian package out of what `make install` puts under /usr: deb.sh FOLDER. `make deb` calls it; RUNNER names another
# built program.
set -eu
folder=$(mkdir -p "$1" && cd "$1" && pwd)
cd "$(dirname "$0")/.."
runner=${RUNNER:-.build/release/runner}
version=$("$runner" --version | sed 's/^runner //')
architecture=$(dpkg --print-architecture)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 755 "$root"
RUNNER=$runner DESTDIR=$root sh Scripts/install.sh install /usr > /dev/null
# The list is for `make uninstall`; dpkg keeps one of its own.
rm "$root/usr/share/pipelinekit/installed"
mkdir -p "$root/usr/share/doc/pipelinekit" "$root/DEBIAN"
cp LICENSE "$root/usr/share/doc/pipelinekit/copyright"
gzip -9n "$root/usr/share/man/man1/runner.1"
# The packages of the shared libraries that the program is linked with.
depends=$(ldd "$root/usr/bin/runner" | sed -nE 's/.*=> (\/[^ ]+) .*/\1/p' | while read -r library; do
  dpkg -S "$(realpath "$library")" 2> /dev/null || dpkg -S "$library" 2> /dev/null || true
done | sed 's/:.*//' | sort -u | paste -sd, - | sed 's/,/, /g')
size=$(du -sk "$root/usr" | cut -f1)
cat > "$root/DEBIAN/control" << END
Package: pipelinekit
Version: $version
Architecture: $architecture
Maintainer: PipelineKit developers <pipelinekit@localhost>
Installed-Size: $size
Depends: $depends
Section: graphics
Priority: optional
Description: image editing with diffusion models as graphs of small stages
 runner runs pipeline files that wire stages (noise, estimate, guide, flip,
 low-pass, blend, step) around one network: guidance, SDEdit, inpainting, visual
 anagrams, hybrid images. Small models are included.
END
(cd "$root" && find usr -type f -exec md5sum {} + | LC_ALL=C sort -k2) > "$root/DEBIAN/md5sums"
package=$folder/pipelinekit_${version}_$architecture.deb
dpkg-deb --build --root-owner-group "$root" "$package" > /dev/null
echo "made $package"
