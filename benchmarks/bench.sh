#!/usr/bin/env bash
# Measures us and our peers in one run and writes docs/benchmarks.md. `make bench` builds, then calls it.
#
# PYTHON      a Python with torch, diffusers, transformers, safetensors, sentencepiece, pillow and, for all peers, openvino and
#             nncf
# BENCH_DIR   where models with random weights are kept; outside of the repository
# ISA         instruction sets to hold both sides to, one after the other: native avx2 generic
# BATCHES     pictures in an evaluation, one after the other
# PASSES      how often an evaluation is measured, ours and the peers' in turn, every second time in the opposite order, so
#             that each follows the other as often as itself; the median counts
# WORK        what to measure: evaluation training process kernels
# RESULTS     a file of measurements to keep and to add to, so that a long run can be done in pieces
# REPORT      the file to write
set -euo pipefail
cd "$(dirname "$0")/.."
PYTHON=${PYTHON:-python3}
BENCH_DIR=${BENCH_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/pipelinekit/bench}
ISA=${ISA:-native}
BATCHES=${BATCHES:-1 2 8}
PASSES=${PASSES:-1}
WORK=${WORK:-evaluation training process kernels}
REPORT=${REPORT:-docs/benchmarks.md}
benchmarks=.build/release/benchmarks
runner=.build/release/runner
peers=benchmarks/peers

# Other programs' load falsifies both sides, PyTorch's threads that wait for one another most: the report shows it.
load=$(cut -d' ' -f1 /proc/loadavg)
# A choice of kernels that the environment makes would be measured in place of ours.
unset OPENBLAS_CORETYPE
export DIFFUSERS_VERBOSITY=error TRANSFORMERS_VERBOSITY=error
mkdir -p "$BENCH_DIR"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
results=${RESULTS:-$scratch/results.jsonl}
touch "$results"
wanted() { case " $WORK " in *" $1 "*) ;; *) return 1 ;; esac }
say() { printf '\n== %s\n' "$*" >&2; }

has_peers=false
if command -v "$PYTHON" > /dev/null && "$PYTHON" -c "import torch, diffusers, safetensors" 2> /dev/null; then
  has_peers=true
else
  echo "no peers: '$PYTHON' has no torch; pip install torch diffusers transformers safetensors sentencepiece pillow openvino nncf, then make bench PYTHON=…" >&2
fi

model=$BENCH_DIR/if-i-m
if [ ! -f "$model/model_index.json" ]; then
  if $has_peers; then
    say "making $model"
    "$PYTHON" $peers/random_if.py "$model.partial" IF-I-M >&2
    mv "$model.partial" "$model"
  else
    echo "no $model: $peers/random_if.py makes its random weights, with PyTorch; measuring mini-if alone" >&2
    model=
  fi
fi

# What holds PyTorch, and the libraries that it calls, to an instruction set.
hold() {
  unset ATEN_CPU_CAPABILITY ONEDNN_MAX_CPU_ISA MKL_ENABLE_INSTRUCTIONS PIPELINEKIT_ISA PIPELINEKIT_PRODUCTS
  case $1 in
    native) ;;
    avx2) export PIPELINEKIT_ISA=avx2 ATEN_CPU_CAPABILITY=avx2 ONEDNN_MAX_CPU_ISA=AVX2 MKL_ENABLE_INSTRUCTIONS=AVX2 ;;
    generic) export PIPELINEKIT_ISA=generic ATEN_CPU_CAPABILITY=default ONEDNN_MAX_CPU_ISA=SSE41 MKL_ENABLE_INSTRUCTIONS=SSE4_2 ;;
    *) echo "ISA is native, avx2 or generic, found '$1'" >&2; exit 64 ;;
  esac
}

# evaluation MODEL BATCH ISA PASS
evaluation() {
  local reference=$scratch/$(basename "$1")-$2.safetensors
  say "$(basename "$1"), $2 pictures, $3"
  # In the first pass the peers come first: they leave the reference that ours is compared with.
  if [ $(($4 % 2)) = 1 ]; then
    measure_peers "$@"
    measure_ours "$@"
  else
    measure_ours "$@"
    measure_peers "$@"
  fi
}

measure_peers() {
  if ! $has_peers; then return; fi
  "$PYTHON" $peers/unet_torch.py "$1" "$2" "$reference" >> "$results"
  if [ "$3" = native ]; then "$PYTHON" $peers/time_peers.py "$1" "$2" "$reference" >> "$results"; fi
}

measure_ours() {
  local options=()
  if [ -f "$reference" ]; then options+=(--reference "$reference"); fi
  # Of IF-I-M for as long as the peers' five evaluations take: on a virtual machine a program's first seconds can be slower.
  if [ "$1" = "$model" ]; then options+=(--seconds 12); fi
  # By our own products and by OpenBLAS's, in turn.
  for products in own openblas; do
    PIPELINEKIT_PRODUCTS=$products $benchmarks unet "$1" --batch "$2" --peak --json "${options[@]}" >> "$results"
  done
  PIPELINEKIT_PRODUCTS=own $benchmarks unet "$1" --batch "$2" --memory lean --json "${options[@]}" >> "$results"
  if grep -qw avx512_vnni /proc/cpuinfo && [ "$3" = native ]; then
    $benchmarks unet "$1" --batch "$2" --precision half --json "${options[@]}" >> "$results"
  fi
}

hybrid() {
  say "hybrid, $1"
  # A cache of prompts' embeddings that an earlier run left would spare what a first run does.
  $benchmarks process --json --repeats 5 --work "mini-if, hybrid, 50 steps" -- sh -c \
    'rm -rf "$0/cache" && XDG_CACHE_HOME="$0/cache" exec "$1" pipelines/hybrid.json method=ddpm steps=50 --quiet --out "$0"' \
    "$scratch" $runner >> "$results"
  if $has_peers && "$PYTHON" -c "import transformers, sentencepiece, PIL" 2> /dev/null; then
    $benchmarks process --json --repeats 3 --work "mini-if, hybrid, 50 steps" --who "PyTorch" -- \
      "$PYTHON" $peers/hybrid_diffusers.py models/mini-if "$scratch/peer.png" >> "$results"
  fi
}

kernels() {
  for network in Tests/Fixtures/configurations/IF-I-M.json models/mini-if/unet/config.json; do
    say "layers, $1"
    PIPELINEKIT_PRODUCTS=own $benchmarks kernels "$network" --name "$network" --json > "$scratch/ours.jsonl"
    cat "$scratch/ours.jsonl" >> "$results"
    PIPELINEKIT_PRODUCTS=openblas $benchmarks kernels "$network" --name "$network" --json >> "$results"
    if $has_peers; then "$PYTHON" $peers/kernels_torch.py < "$scratch/ours.jsonl" >> "$results"; fi
  done
}

for isa in $ISA; do
  hold "$isa"
  batches=$BATCHES
  [ "$isa" = native ] || batches=2
  for folder in $model models/mini-if; do
    for batch in $batches; do
      wanted evaluation || continue
      for pass in $(seq "$PASSES"); do evaluation "$folder" "$batch" "$isa" "$pass"; done
    done
  done

  for step in "64 128" "128 32"; do
    wanted training || continue
    say "training, $step, $isa"
    for products in own openblas; do
      PIPELINEKIT_PRODUCTS=$products $benchmarks training $step --repeats 10 --json >> "$results"
    done
    if $has_peers; then "$PYTHON" $peers/time_training_peer.py $step >> "$results"; fi
  done

  if wanted process; then hybrid "$isa"; fi
  if wanted kernels; then kernels "$isa"; fi
done

versions="PipelineKit $($runner --version | sed 's/^runner //'), $(git rev-parse --short HEAD 2> /dev/null || echo 'no commit')"
versions="$versions; $(swift --version 2> /dev/null | grep -o 'Swift version [0-9.]*' | head -1); Linux $(uname -r)"
if $has_peers; then
  versions="$versions; $("$PYTHON" - <<'END'
import importlib.metadata as m
def version(name):
    try: return f"{name} {m.version(name)}"
    except m.PackageNotFoundError: return f"no {name}"
print(", ".join(map(version, ("torch", "diffusers", "openvino"))))
END
)"
fi
hold native
$benchmarks report "$results" --to "$REPORT" --note "$versions" \
  --note "\`make bench ISA=\"$ISA\" BATCHES=\"$BATCHES\" WORK=\"$WORK\" PASSES=$PASSES\`, \`OPENBLAS_CORETYPE\` unset; IF-I-M's shape with random weights" \
  --note "load of the machine before: $load"
say "wrote $REPORT"
