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
  for other in Basics Tensors Images PipelineKit Inference PipelineModels PipelineStages PipelineTraining PipelineCommands PipelineTesting OpenInference ModelServer Runner Benchmarks CKernels COpenBLAS CPNG CJPEG CSentencePiece CLibCrypto CLibZ CPeak CSpawn CLandlock CMPI; do
    case " $* " in *" $other "*) continue ;; esac
    grep -rnE --include='*.swift' "^((public|package) )?import $other\$" "Sources/$module"
  done | breach "$module may import only $*"
}
imports Basics CSpawn
imports Tensors Basics CKernels COpenBLAS
imports Images Basics Tensors CPNG CJPEG
imports PipelineKit Basics Tensors
imports Inference Basics Tensors CSentencePiece CLibCrypto
imports PipelineStages PipelineKit Images Basics Tensors
imports PipelineModels PipelineStages PipelineKit Inference Basics Tensors
imports OpenInference PipelineModels PipelineKit Basics Tensors
imports PipelineTesting PipelineModels PipelineStages PipelineKit Images Basics Tensors
imports PipelineTraining PipelineModels PipelineStages PipelineKit Inference Images Basics Tensors CLibZ CMPI
imports PipelineCommands PipelineTraining PipelineModels PipelineStages PipelineKit Inference Images Basics Tensors CLandlock
imports ModelServer OpenInference PipelineCommands PipelineModels PipelineKit Basics Tensors
imports Runner PipelineCommands OpenInference ModelServer
imports Benchmarks PipelineTraining Inference Images Basics Tensors CPeak

swift package dump-package | python3 Scripts/imports.py | breach "dependencies that Package.swift lacks"

# Network code stays in two modules.
grep -rlE '^((public|package) )?import (NIO[A-Za-z0-9]*|AsyncHTTPClient|GRPC[A-Za-z0-9]*|Hummingbird[A-Za-z]*|FoundationNetworking)$' Sources |
  grep -vE '^Sources/(OpenInference|ModelServer)/' | breach "network code outside of OpenInference and ModelServer"

# The kernels' two tables, for inference and for training, have one file each.
grep -rlE '^((public|package) )?import CKernels$' Sources | grep -vE '^Sources/Tensors/Kernels/Loops/Kernels(\+Training)?\.swift$' |
  breach "CKernels is imported beside Kernels.swift and Kernels+Training.swift"
for library in COpenBLAS CPNG CJPEG CSentencePiece CLibCrypto CLibZ CPeak CSpawn CLandlock CMPI; do
  files=$(grep -rlE "^((public|package) )?import $library\$" Sources)
  if [ "$(echo "$files" | wc -l)" -gt 1 ]; then echo "$files" | breach "more than one file imports $library"; fi
done

grep -rlE 'Unsafe(Mutable)?(Raw)?(Buffer)?Pointer|withUnsafe' Sources --include='*.swift' | grep -vE '^Sources/(Tensors|Basics)/' |
  while read -r file; do grep -qE '^import C[A-Z]' "$file" || echo "$file"; done | breach "unsafe code outside of Tensors and Basics"

grep -rnE '(^|[^A-Za-z.])print\(' Sources --include='*.swift' | grep -vE '^Sources/(PipelineCommands|Benchmarks)/' |
  breach "only command lines print"

# A port declares its default once: the stage's Swift function takes it from there (`= Self.levels.defaultValue`), and
# `run` needs none.
grep -rl --include='*.swift' ': Stage {' Sources Examples/Sources | while read -r file; do
  awk '/func callAsFunction/ { inside = 1 }
    inside && /: (Bool|Int|Double|String|\[[A-Za-z]+\]|any [A-Za-z]+) = (true|false|-?[0-9]|"|\[|[A-Z][A-Za-z0-9]*\()/ {
      print FILENAME ": " $0 }
    /\{$/ { inside = 0 }
    /inputs\[[A-Za-z.]+\] \?\? (-?[0-9]|\.|\[|"|true|false)/ { print FILENAME ": " $0 }' "$file"
done | grep -v 'texts: \[(name' | breach "a default beside the one that a port declares"

find Sources -name '*.swift' ! -name 'LabelFontAtlas.swift' ! -name 'open_inference.*' | xargs wc -l | awk '$1 > 400 && $2 != "total"' |
  breach "more than 400 lines: two subjects?"

grep -rnwE 'TODO|FIXME|XXX' Sources Tests pipelines Makefile --include='*.swift' --include='*.c' --include='*.h' --include='*.json' |
  breach "unfinished"

if [ -s "$breaches" ]; then cat "$breaches" >&2; exit 1; fi
