#!/bin/bash
# Proves that a served model gives the picture of a local one: starts two replicas of Examples/triton with NVIDIA Triton,
# makes the hybrid picture with them, kills one in the middle of the run, and compares with the picture made locally. First
# over HTTP, then over gRPC.
# `make triton` calls it. Environment:
#
# RUNNER       the program; .build/release/runner by default
# TRITON_DIR   what is installed and made, outside of the project; ~/.cache/pipelinekit/triton by default
# TRITON_VENV  a Python environment with the packages below; made in TRITON_DIR where it isn't there
# PORTS        two free ports of 127.0.0.1, for HTTP; "18000 18010" by default. The next ones are for gRPC.
# STEPS        50 by default
set -euo pipefail
cd "$(dirname "$0")/.."
project=$PWD
. Scripts/served_picture.sh
runner=$(realpath "${RUNNER:-.build/release/runner}")
dir=${TRITON_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/pipelinekit/triton}
venv=${TRITON_VENV:-$dir/venv}
read -r first second <<< "${PORTS:-18000 18010}"
steps=${STEPS:-50}
mkdir -p "$dir"

# The Python back end fails with other builds of Python 3.11 than the system's, so nothing else is on PATH.
path=/usr/bin:/bin
if [ ! -e "$venv/complete" ]; then
  PATH=$path python3 -m venv "$venv"
  PATH=$path "$venv/bin/pip" install -q nvidia-pytriton==0.7.0 'numpy<2' 'torch==2.13.*' 'diffusers==0.42.*' safetensors
  touch "$venv/complete"
fi
site=$(PATH=$path "$venv/bin/python3" -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')
version=$(PATH=$path "$venv/bin/python3" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
triton=$site/pytriton/tritonserver
# The server looks for the stub of this Python beside the back end.
mkdir -p "$dir/backends/python"
cp "$triton"/backends/python/*.* "$triton/python_backend_stubs/$version/triton_python_backend_stub" "$dir/backends/python"

work=$(mktemp -d)
servers=()
cleanup() {
  for server in "${servers[@]}"; do kill -9 -- "-$server" 2> /dev/null || true; done
  rm -rf "$work"
}
trap cleanup EXIT
# Each server is a group of processes, so that its back end ends with it.
start() {
  set -m
  env -i HOME="$work" PATH="$venv/bin:$path" LD_LIBRARY_PATH="$site/nvidia_pytriton.libs" PYTHONDONTWRITEBYTECODE=1 \
    MODEL_FOLDER="$PWD/models/mini-if" MODEL_THREADS=1 \
    "$triton/bin/tritonserver" --model-repository Examples/triton/models --backend-directory "$dir/backends" \
    --disable-auto-complete-config --http-address 127.0.0.1 --http-port "$1" --grpc-address 127.0.0.1 \
    --grpc-port $(($1 + 1)) --allow-metrics false > "$dir/server-$1.log" 2>&1 &
  servers+=($!)
  disown
  set +m
  wait_for "http://127.0.0.1:$1/v2/models/mini-if/ready" "$dir/server-$1.log"
}
start "$first"
start "$second"

cd "$work"
local_picture

curl -s "http://127.0.0.1:$first/v2" | sed 's/,"extensions.*/}/'
echo

served_picture http "127.0.0.1:$first,127.0.0.1:$second"
cd "$project"
start "$second"
cd "$work"
served_picture grpc "127.0.0.1:$((first + 1)),127.0.0.1:$((second + 1))"
cp ./*.png "$dir"
echo "the pictures are in $dir"
