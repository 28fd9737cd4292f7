#!/bin/sh
# Trains the small networks of Tests/Fixtures/digits: make_digits.sh FOLDER (of MNIST's IDX files). Four channels learn
# little of a tenth of the digits, but what they learn is real.
set -eu
cd "$(dirname "$0")/../.."
data=$(cd "$1" && pwd)
runs=$(mktemp -d)
trap 'rm -rf "$runs"' EXIT
for kind in denoiser time class; do
  sed 's/"folder": "$data"/&, "first": 6400/' recipes/mnist-$kind.json > "$runs/$kind.json"
  "${RUNNER:-.build/release/runner}" train "$runs/$kind.json" data="$data" channels=4 epochs=1 batch=64 rate=1e-3 \
    --out "$runs/$kind" --quiet
  mkdir -p Tests/Fixtures/digits/$kind
  cp "$runs/$kind"/model/* Tests/Fixtures/digits/$kind/
done
