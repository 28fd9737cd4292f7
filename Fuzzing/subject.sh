#!/bin/sh
# Fuzzes one subject: subject.sh PROGRAM SECONDS SUBJECT LONGEST. `fuzz.sh` calls it. Exits 1 if there is a finding.
program=$1 seconds=$2 subject=$3 longest=$4
here=$(realpath "$(dirname "$0")")
work=$(dirname "$here")/.build/fuzz
# Leaks are not looked for: Swift keeps pointers with marks in them, which the sanitizer doesn't recognise.
export ASAN_OPTIONS=detect_leaks=0:malloc_context_size=8:quarantine_size_mb=64
mkdir -p "$work/$subject" "$work/findings"
if "$program" "$subject" "$work/$subject" "$here/corpus/$subject" "-dict=$here/dictionaries/$subject.dict" \
  "-max_len=$longest" "-max_total_time=$seconds" -timeout=10 -rss_limit_mb=2048 \
  "-artifact_prefix=$work/findings/$subject-" -print_final_stats=1 < /dev/null > "$work/$subject.log" 2>&1; then
  grep DONE "$work/$subject.log" | sed "s/^/$subject: /"
  exit 0
fi
tail -n 60 "$work/$subject.log" >&2
found=$(sed -n 's/.*Test unit written to //p' "$work/$subject.log" | tail -n 1)
echo "$subject: a finding; to see it again: $program $subject $found" >&2
exit 1
