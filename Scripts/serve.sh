#!/bin/bash
# Proves that `runner serve` speaks the protocol as NVIDIA Triton does: asks it with Triton's own Python client, over HTTP and
# gRPC, compares what comes back with each other, and measures it with Triton's perf_analyzer where the libraries that it
# needs are found. `make serve` calls it. Environment:
#
# RUNNER      the program; .build/release/runner by default
# CLIENT_DIR  what is installed, outside of the project; ~/.cache/pipelinekit/triton-client by default
set -euo pipefail
cd "$(dirname "$0")/.."
runner=$(realpath "${RUNNER:-.build/release/runner}")
dir=${CLIENT_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/pipelinekit/triton-client}
if [ ! -e "$dir/complete" ]; then
  python3 -m venv "$dir"
  # The last release whose package has perf_analyzer, and the library of CUDA that it is linked with.
  "$dir/bin/pip" install -q 'tritonclient[http,grpc]==2.41.0' 'protobuf<5' grpcio nvidia-cuda-runtime-cu12
  touch "$dir/complete"
fi
work=$(mktemp -d)
trap 'kill "$server" 2> /dev/null || true; rm -rf "$work"' EXIT

"$runner" serve mini-if --port 0 --grpc-port 0 > "$work/line" &
server=$!
until [ -s "$work/line" ]; do kill -0 $server; sleep 0.1; done
cat "$work/line"
http=$(sed -E 's#.*http://([0-9.:]+).*#\1#' "$work/line")
grpc=$(sed -E 's#.*grpc://([0-9.:]+).*#\1#' "$work/line")
"$dir/bin/python3" Scripts/triton_client.py "$http" "$grpc"

libraries=$(find "$dir" -name 'libcudart.so.12' -printf '%h' -quit)
export LD_LIBRARY_PATH=$libraries
if "$dir/bin/perf_analyzer" --version > /dev/null 2>&1 || "$dir/bin/perf_analyzer" -h 2>&1 | grep -q Usage; then
  for way in "http $http" "grpc $grpc"; do
    read -r protocol address <<< "$way"
    "$dir/bin/perf_analyzer" -m mini-if -i "$protocol" -u "$address" --input-data zero --shape sample:3,64,64 \
      --shape encoder_hidden_states:16,128 --concurrency-range 1:4:3 -p 3000 -s 60 -r 3 |
      sed -n '/Inferences\/Second/,$p'
  done
else
  echo "perf_analyzer is left out: it needs libb64 (Debian: libb64-0d)" >&2
fi

kill -TERM $server
wait $server
echo "the server ended by itself"
