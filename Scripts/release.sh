#!/bin/sh
# Builds the program for others: release.sh PROGRAM [OBJECTS]. OBJECTS gets the hashes of all object files. No path of the
# machine that builds it is in it, so it finds its models only beside itself (PREFIX/share/pipelinekit) or in
# $PIPELINEKIT_MODELS. `reproducible.sh` looks whether equal sources give equal programs.
#
# For that, a copy of the sources is built in a folder of always the same name, as the compiler writes lengths of paths into
# the program. It orders some code by addresses in its memory and by hashes, so nothing may move these: neither is random
# here, the environment, whose length moves addresses, holds no more than is needed, and one process compiles at a time
# with one thread, which takes its memory from one arena. Two builds by several processes differed; of two pairs by one
# process one was equal and one not; one pair with one arena is equal. (Most likely since the process that first needs a
# module of C compiles it, and since threads get other arenas from time to time.) Of the program itself two parts go that
# nothing reads: hashes of what the compiler was called with, and the linker's hash of it all.
set -eu
cd "$(dirname "$0")/.."
program=$(realpath -m "$1")
objects=${2:+$(realpath -m "$2")}
folder=/tmp/pipelinekit-release
mkdir "$folder" || {
  echo "another build works in $folder; if none does, remove it" >&2
  exit 73
}
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
tar --exclude=./.build --exclude=./.git -cf - . | tar -xf - -C "$folder"
cd "$folder"
fixed="setarch -R"
$fixed true 2> /dev/null || {
  fixed=
  echo "addresses can't be kept from being random here: another build may differ in the order of some instructions" >&2
}
swift package resolve >&2
set -- -c release --static-swift-stdlib --product runner \
  -Xswiftc -file-prefix-map -Xswiftc "$folder=/pipelinekit" -Xswiftc -num-threads -Xswiftc 1 \
  -Xcc "-ffile-prefix-map=$folder=/pipelinekit" -Xswiftc -gnone -Xswiftc -DPIPELINEKIT_RELEASE
build() { $fixed env -i PATH="$PATH" HOME="$HOME" SWIFT_DETERMINISTIC_HASHING=1 MALLOC_ARENA_MAX=1 swift build -j 1 "$@"; }
build "$@" >&2
mkdir -p "$(dirname "$program")"
cp "$(build "$@" --show-bin-path)/runner" "$program"
if [ -n "$objects" ]; then find .build/ -name '*.o' -type f | sort | xargs -d '\n' sha256sum > "$objects"; fi
strip --remove-section=.swift_modhash --remove-section=.note.gnu.build-id "$program"
