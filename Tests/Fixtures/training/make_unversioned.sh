#!/bin/sh
# Made unversioned/state.safetensors with the program of commit ad9480e, the last whose states don't say a version:
# make_unversioned.sh RUNNER, on a processor with AVX2. The run is stopped while its sheet is being made, after 1 of 4 steps.
set -eu
cd "$(dirname "$0")/unversioned"
run=$(mktemp -d)
trap 'rm -rf "$run"' EXIT
cp recipe.json "$run"
# The digits of Tests/RunnerTests/Commands/TrainingCommandTests.swift.
python3 - "$run/data" <<'PYTHON'
import pathlib, struct, sys
folder = pathlib.Path(sys.argv[1])
folder.mkdir()
labels = [i * 7 % 10 for i in range(60)]
pixels = b"".join(bytes(255 if i % 28 // 2 == 2 + label else 0 for i in range(784)) for label in labels)
for part in ["train", "t10k"]:
    (folder / f"{part}-images-idx3-ubyte").write_bytes(struct.pack(">4B3I", 0, 0, 8, 3, 60, 28, 28) + pixels)
    (folder / f"{part}-labels-idx1-ubyte").write_bytes(struct.pack(">4BI", 0, 0, 8, 1, 60) + bytes(labels))
PYTHON
PIPELINEKIT_ISA=avx2 timeout -s INT 3 "$1" train "$run/recipe.json" --out "$run/run" --quiet || true
cp "$run/run/state.safetensors" .
