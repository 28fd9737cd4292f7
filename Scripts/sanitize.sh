#!/bin/sh
# Runs the tests under sanitizers and Valgrind, docs/sanitizers.md: sanitize.sh [address] [thread] [valgrind]
# SHORT=1: the modules that stand on C of ours, under `address` alone.
# Reports are kept in .build/sanitizers. Exits 1 if there is one, or if a test fails.
cd "$(dirname "$0")/.." || exit 70
reports=$PWD/.build/sanitizers
settings=$PWD/Scripts/sanitizers
# The compiler warns of loops that it can't vectorize, as the checks within end them early.
unset PIPELINEKIT_STRICT PIPELINEKIT_STATIC

# tests KIND OPTION…: builds and runs the tests in a folder of their own, one at a time, as many set time limits.
tests() {
  folder=$1
  shift
  PIPELINEKIT_SANITIZER=$folder swift test -c release --disable-testable-imports --no-parallel \
    --scratch-path ".build/$folder" "$@"
}

# Address and undefined behaviour in one build: one doesn't hide what the other finds. Swift has no sanitizer for
# undefined behaviour on Linux, so that one sees C and C++. Leaks are Valgrind's: this one doesn't recognise pointers
# that Swift marks.
address() {
  export ASAN_OPTIONS="log_path=$reports/address:detect_leaks=0:strict_string_checks=1:detect_stack_use_after_return=1"
  export UBSAN_OPTIONS=print_stacktrace=1
  tests "$1" --sanitize address -Xcc -fsanitize=undefined,float-cast-overflow
}

thread() {
  export TSAN_OPTIONS="log_path=$reports/thread:suppressions=$settings/thread.supp:second_deadlock_stack=1"
  clang -shared -fPIC -O1 -o "$reports/waiting.so" "$settings/waiting.c" -ldl || return 1
  handover || return 1
  LD_PRELOAD="$reports/waiting.so" tests thread --sanitize thread
}

# Whether `waiting.c` says enough, and not too much: what is handed over is no race, and a race is one.
handover() {
  swiftc -O -parse-as-library -sanitize=thread -o "$reports/handover" "$settings/handover.swift" || return 1
  for arguments in '' race; do
    found=no
    LD_PRELOAD="$reports/waiting.so" TSAN_OPTIONS="log_path=$reports/handover.$arguments" \
      "$reports/handover" $arguments || found=yes
    case $arguments,$found in ,no | race,yes) continue ;; esac
    echo "waiting.c: ThreadSanitizer reports a race in 'handover $arguments': $found" >&2
    return 1
  done
}

# On one core, as Valgrind runs one thread at a time. It knows no AVX-512, and (3.19) no debugging information of DWARF 5.
under_valgrind() {
  command -v valgrind > /dev/null || { echo "valgrind is needed: apt-get install valgrind" >&2; return 69; }
  PIPELINEKIT_LOWER=1 swift test -c release --disable-testable-imports --scratch-path .build/valgrind -Xcc -gdwarf-4 \
    --filter '^none$' || return 1
  cc -shared -fPIC -o "$reports/main_queue.so" "$settings/main_queue.c" -ldl || return 1
  for set in avx2 generic; do
    echo "== Valgrind, kernels for $set"
    PIPELINEKIT_SANITIZER=valgrind PIPELINEKIT_ISA=$set LD_PRELOAD="$reports/main_queue.so" \
      taskset -c 0 valgrind --log-file="$reports/valgrind.$set" --error-exitcode=1 --num-callers=30 \
      --suppressions="$settings/valgrind.supp" --leak-check=full --show-leak-kinds=definite \
      --errors-for-leak-kinds=definite --child-silent-after-fork=yes \
      .build/valgrind/release/PipelineKitPackageTests.xctest --testing-library swift-testing --no-parallel --filter "$(suites)" || return 1
  done
}

# What reaches each C module, as a pattern: CSpawn, CKernels, CPNG and CJPEG, CSentencePiece.
suites() {
  printf '^(%s|%s|%s|%s)/' 'BasicsTests\.ExternalProgramTests' \
    'TensorsTests\.(Kernel|TileKernels|Winograd|PackedWeights|RowBytes|Lanes|ConvolutionGradient|PyTorchGradient|OpenBLAS)Tests' \
    'ImagesTests\.(PNG|JPEG|JPEGTexts|ImageFault|AnimatedPNG|Orientation)Tests' \
    'InferenceTests\.(Tokenizer|CharacterMap)Tests'
}

if [ -n "$SHORT" ]; then set -- short; fi
if [ $# = 0 ]; then set -- address thread valgrind; fi
rm -rf "$reports"
mkdir -p "$reports"
failed=
for kind; do
  case $kind in
    short) PIPELINEKIT_LOWER=1 address short ;;
    address) address address ;;
    thread) thread ;;
    valgrind) under_valgrind ;;
    *) echo "there is no sanitizer '$kind'; there are: address thread valgrind" >&2; exit 64 ;;
  esac || failed="$failed $kind"
done
found=$(find "$reports" -name 'address.*' -o -name 'thread.*'; grep -LE 'ERROR SUMMARY: 0 errors' "$reports"/valgrind.* 2> /dev/null)
if [ -n "$found" ]; then
  printf 'reports:\n%s\n' "$found" >&2
  head -n 40 $found >&2
elif [ -n "$failed" ]; then
  echo "failed without a report:$failed" >&2
else
  echo "no finding"
  exit 0
fi
exit 1
