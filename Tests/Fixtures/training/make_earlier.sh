#!/bin/sh
# Made earlier/state.safetensors with the program of commit 6146ec9, the last whose states have no digest of the data and no
# checksum: make_earlier.sh RUNNER. The run is stopped while its first sheet is being made, after 2 of 6 steps.
set -eu
cd "$(dirname "$0")/earlier"
runs=$(mktemp -d)
trap 'rm -rf "$runs"' EXIT
cp recipe.json "$runs"
# The digits of Tests/PipelineTrainingTests/Support/DigitFiles.swift.
python3 - "$runs" <<'PYTHON'
import pathlib, struct, sys
folder, count = pathlib.Path(sys.argv[1]), 20
labels = [i * 7 % 10 for i in range(count)]
pixels = b"".join(bytes(255 if i % 28 // 2 == 2 + label else i % 3 for i in range(784)) for label in labels)
(folder / "train-images-idx3-ubyte").write_bytes(struct.pack(">4B3I", 0, 0, 8, 3, count, 28, 28) + pixels)
(folder / "train-labels-idx1-ubyte").write_bytes(struct.pack(">4BI", 0, 0, 8, 1, count) + bytes(labels))
PYTHON
timeout -s INT 4 "$1" train "$runs/recipe.json" --out "$runs/run" --quiet || true
cp "$runs/run/state.safetensors" .
