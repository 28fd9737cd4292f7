#!/bin/sh
# Rules of docs/architecture.md that no compiler checks. Prints each breach; exits 1 if there is one.
cd "$(dirname "$0")/.." || exit 1
breaches=$(mktemp)
trap 'rm -f "$breaches"' EXIT

# breach TITLE: notes a breach if standard input has lines.
breach() {
  lines=$(cat)
  if [ -n "$lines" ]; then printf '%s\n%s\n' "$1:" "$lines" >> "$breaches"; fi
}

# imports MODULE ALLOWED…: of our own modules, MODULE may import only those that are named.
imports() {
  module=$1
  shift
  for other in Tensors Images PipelineKit Inference NoiseEstimators Stages Training PipelineTesting Runner Benchmarks CKernels CPNG CJPEG CSentencePiece CLibCrypto CLibZ CPeak; do
    case " $* " in *" $other "*) continue ;; esac
    grep -rnE "^import $other\$" "Sources/$module"
  done | breach "$module may import only $*"
}
imports Tensors CKernels
imports Images Tensors CPNG CJPEG
imports PipelineKit Tensors
imports Inference Tensors CSentencePiece CLibCrypto
imports Stages PipelineKit Images Tensors
imports PipelineTesting NoiseEstimators PipelineKit Images Tensors
imports Training NoiseEstimators Stages PipelineKit Inference Images Tensors CLibZ
imports NoiseEstimators PipelineKit Inference Tensors
imports Benchmarks Training Inference Images Tensors CPeak

# The kernels' two tables, of inference and of training, have a file each.
grep -rlE '^import CKernels$' Sources | grep -vE '^Sources/Tensors/Kernels/Kernels(\+Training)?\.swift$' |
  breach "CKernels is imported beside Kernels.swift and Kernels+Training.swift"
for library in CPNG CJPEG CSentencePiece CLibCrypto CLibZ CPeak; do
  files=$(grep -rlE "^import $library\$" Sources)
  if [ "$(echo "$files" | wc -l)" -gt 1 ]; then echo "$files" | breach "more than one file imports $library"; fi
done

grep -rlE 'Unsafe(Mutable)?(Raw)?(Buffer)?Pointer|withUnsafe' Sources --include='*.swift' | grep -v '^Sources/Tensors/' |
  while read -r file; do grep -qE '^import C[A-Z]' "$file" || echo "$file"; done | breach "unsafe code outside of Tensors"

grep -rnE '(^|[^A-Za-z.])print\(' Sources --include='*.swift' | grep -vE '^Sources/(Runner|Benchmarks)/' |
  breach "only command lines print"

find Sources -name '*.swift' ! -name 'LabelFontAtlas.swift' | xargs wc -l | awk '$1 > 400 && $2 != "total"' |
  breach "more than 400 lines: two subjects?"

grep -rnwE 'TODO|FIXME|XXX' Sources Tests pipelines Makefile --include='*.swift' --include='*.c' --include='*.h' --include='*.json' |
  breach "unfinished"

if [ -s "$breaches" ]; then cat "$breaches" >&2; exit 1; fi
