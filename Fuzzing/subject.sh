#!/bin/sh
# Fuzzes one subject: subject.sh PROGRAM SECONDS SUBJECT LONGEST. `fuzz.sh` calls it. Exits 1 if there is a finding: a crash,
# an allocation beyond the bound, ten seconds without an end, or an input that takes more than a second whenever it is read.
program=$1 seconds=$2 subject=$3 longest=$4
here=$(realpath "$(dirname "$0")")
work=$(dirname "$here")/.build/fuzz
# Leaks are not looked for: Swift keeps pointers with marks in them, which the sanitizer doesn't recognise.
export ASAN_OPTIONS=detect_leaks=0:malloc_context_size=8:quarantine_size_mb=64
mkdir -p "$work/$subject" "$work/findings"

# Whether an input takes more than a second (1000 ms) each of three times. Once may be the machine's doing.
slow() {
  for _ in 1 2 3; do
    "$program" "$subject" "$1" < /dev/null 2>&1 | grep -qE '^Executed .* in [0-9]{4,} ms$' || return 1
  done
}

found=
if "$program" "$subject" "$work/$subject" "$here/corpus/$subject" "-dict=$here/dictionaries/$subject.dict" \
  "-max_len=$longest" "-max_total_time=$seconds" -timeout=10 -report_slow_units=1 -rss_limit_mb=2048 \
  "-artifact_prefix=$work/findings/$subject-" -print_final_stats=1 < /dev/null > "$work/$subject.log" 2>&1; then
  for unit in "$work/findings/$subject-slow-unit-"*; do
    if [ ! -e "$unit" ]; then continue; fi
    if slow "$unit"; then found=$unit; else rm "$unit"; fi
  done
  if [ -z "$found" ]; then
    grep DONE "$work/$subject.log" | sed "s/^/$subject: /"
    exit 0
  fi
  echo "$subject: this input takes more than a second: $found" >&2
else
  tail -n 60 "$work/$subject.log" >&2
  found=$(sed -n 's/.*Test unit written to //p' "$work/$subject.log" | tail -n 1)
fi
echo "$subject: a finding; to see it again: $program $subject $found" >&2
exit 1
