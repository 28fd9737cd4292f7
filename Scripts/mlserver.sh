#!/bin/bash
# The same with MLServer, which exchanges numbers as lists in JSON over HTTP, and in binary over gRPC: two replicas of
# Examples/mlserver, one of which is killed in the middle of the run. `make mlserver` calls it. Environment:
#
# RUNNER         the program; .build/release/runner by default
# MLSERVER_DIR   what is installed and made, outside of the project; ~/.cache/pipelinekit/mlserver by default
# MLSERVER_VENV  a Python environment with the packages below; made in MLSERVER_DIR where it isn't there
# PORTS          two free ports of 127.0.0.1; "18100 18110" by default. The next two of each are used, too.
# STEPS          6 by default
set -euo pipefail
cd "$(dirname "$0")/.."
project=$PWD
. Scripts/served_picture.sh
runner=$(realpath "${RUNNER:-.build/release/runner}")
dir=${MLSERVER_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/pipelinekit/mlserver}
venv=${MLSERVER_VENV:-$dir/venv}
read -r first second <<< "${PORTS:-18100 18110}"
steps=${STEPS:-6}
mkdir -p "$dir"
if [ ! -e "$venv/bin/mlserver" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install -q 'mlserver==1.7.1' 'torch==2.13.*' 'diffusers==0.42.*' safetensors
fi
work=$(mktemp -d)
servers=()
trap 'for server in "${servers[@]}"; do kill -9 -- "-$server" 2> /dev/null || true; done; rm -rf "$work"' EXIT

start() {
  set -m
  MLSERVER_HOST=127.0.0.1 MLSERVER_HTTP_PORT=$1 MLSERVER_GRPC_PORT=$(($1 + 1)) MLSERVER_METRICS_PORT=$(($1 + 2)) \
    MLSERVER_PARALLEL_WORKERS=0 MODEL_FOLDER="$project/models/mini-if" PYTHONDONTWRITEBYTECODE=1 \
    "$venv/bin/mlserver" start "$project/Examples/mlserver" > "$dir/server-$1.log" 2>&1 &
  servers+=($!)
  disown
  set +m
  wait_for "http://127.0.0.1:$1/v2/models/mini-if/ready" "$dir/server-$1.log"
}

cd "$work"
start "$first"
start "$second"
local_picture
served_picture http "127.0.0.1:$first,127.0.0.1:$second"
start "$second"
served_picture grpc "127.0.0.1:$((first + 1)),127.0.0.1:$((second + 1))"
cp ./*.png "$dir"
echo "the pictures are in $dir"
