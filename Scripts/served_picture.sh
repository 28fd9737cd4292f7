# Functions of triton.sh and mlserver.sh, which read this file in bash. They set:
#
# runner   the program
# project  the project's folder; the working directory is another
# venv     a Python environment with safetensors
# steps    of the hybrid picture
# servers  the groups of processes of the servers; the last one is killed

# wait_for URL LOG: until a server answers.
wait_for() {
  for _ in $(seq 240); do
    if curl -sf "$1" > /dev/null; then return; fi
    sleep 0.5
  done
  echo "the server at $1 doesn't start: $2" >&2
  exit 69
}

# local_picture: makes the picture with the network in this process.
local_picture() {
  "$runner" "$project/Examples/triton/hybrid.json" steps="$steps" output=local.safetensors picture=local.png --quiet
}

# served_picture PROTOCOL ADDRESSES: makes it with servers, kills the last one in the middle, and compares.
served_picture() {
  "$runner" "$project/Examples/triton/hybrid.json" model="oip+$1://$2/mini-if" \
    steps="$steps" output="$1.safetensors" picture="$1.png" --json > events 2> errors &
  run=$!
  until [ "$(grep -c '"event":"iteration"' events || true)" -ge $((steps / 3)) ]; do
    kill -0 $run 2> /dev/null || { cat errors >&2; exit 1; }
    sleep 0.05
  done
  kill -9 -- "-${servers[-1]}"
  echo "$1: killed a server after $(grep -c '"event":"iteration"' events) of $steps steps"
  wait $run || { cat errors >&2; exit 1; }
  cat errors
  PATH=/usr/bin:/bin "$venv/bin/python3" - "$1" <<'PYTHON'
import sys
from safetensors.numpy import load_file
local, served = (load_file(f"{name}.safetensors")["picture"] for name in ("local", sys.argv[1]))
difference = abs(local - served).max()
print(f"{sys.argv[1]}: the served picture, {local.shape}, differs from the local one by at most {difference:.1e}; 2e-3 is allowed")
sys.exit(int(difference > 2e-3))
PYTHON
}
