#!/bin/sh
# Builds the program for others: release.sh PROGRAM. No path of the machine that builds it is in it, so it finds its models
# only beside itself (PREFIX/share/pipelinekit) or in $PIPELINEKIT_MODELS. `reproducible.sh` looks whether equal sources give equal programs.
set -eu
program=$1
cd "$(dirname "$0")/.."
folder=$PWD
unset PIPELINEKIT_STATIC
set -- -c release --static-swift-stdlib --scratch-path .build/others --product runner \
  -Xswiftc -file-prefix-map -Xswiftc "$folder=/pipelinekit" \
  -Xcc "-ffile-prefix-map=$folder=/pipelinekit" -Xswiftc -gnone -Xswiftc -DPIPELINEKIT_RELEASE
swift build "$@" >&2
mkdir -p "$(dirname "$program")"
cp "$(swift build "$@" --show-bin-path)/runner" "$program"
strip "$program"
