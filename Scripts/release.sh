#!/bin/sh
# Builds the program for others: release.sh PROGRAM. No path of the machine that builds it is in it, so it finds its models
# only beside itself (PREFIX/share/pipelinekit) or in $PIPELINEKIT_MODELS. `reproducible.sh` looks whether equal sources give equal programs.
#
# For that, a copy of the sources is built: the compiler writes lengths of their paths into the program, so their folder's
# name has always the same length. It orders some code by addresses in its memory, so these are not random. Of the program
# itself two parts go that nothing reads: hashes of what the compiler was called with, and the linker's hash of it all.
set -eu
cd "$(dirname "$0")/.."
program=$(realpath -m "$1")
folder=$(mktemp -d /tmp/pipelinekit-XXXXXXXXXX)
trap 'rm -rf "$folder"' EXIT
tar --exclude=./.build --exclude=./.git -cf - . | tar -xf - -C "$folder"
cd "$folder"
fixed="setarch -R"
$fixed true 2> /dev/null || {
  fixed=
  echo "addresses can't be kept from being random here: another build may differ in the order of some instructions" >&2
}
unset PIPELINEKIT_STATIC
set -- -c release --static-swift-stdlib --product runner \
  -Xswiftc -file-prefix-map -Xswiftc "$folder=/pipelinekit" \
  -Xcc "-ffile-prefix-map=$folder=/pipelinekit" -Xswiftc -gnone -Xswiftc -DPIPELINEKIT_RELEASE
$fixed swift build "$@" >&2
mkdir -p "$(dirname "$program")"
cp "$(swift build "$@" --show-bin-path)/runner" "$program"
strip --remove-section=.swift_modhash --remove-section=.note.gnu.build-id "$program"
