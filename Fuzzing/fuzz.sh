#!/bin/sh
# Fuzzes one subject, or all of them one after the other: fuzz.sh PROGRAM SECONDS [SUBJECT]
# What is learned is kept in .build/fuzz/SUBJECT, findings in .build/fuzz/findings. Exits 1 if there is one.
program=$(realpath "$1") seconds=$2 target=$3
here=$(realpath "$(dirname "$0")")
work=$(dirname "$here")/.build/fuzz
known=$("$program") || exit 70
if [ -n "$target" ] && ! echo "$known" | grep -q "^$target "; then
  echo "there is no subject '$target'; there are: $(echo "$known" | cut -d ' ' -f 1 | tr '\n' ' ')" >&2
  exit 64
fi
# Leaks are not looked for: Swift keeps pointers with marks in them, which the sanitizer doesn't recognise.
export ASAN_OPTIONS=detect_leaks=0:malloc_context_size=8:quarantine_size_mb=64
status=0
mkdir -p "$work/findings"
while read -r subject longest; do
  if [ -n "$target" ] && [ "$target" != "$subject" ]; then continue; fi
  mkdir -p "$work/$subject"
  if "$program" "$subject" "$work/$subject" "$here/corpus/$subject" "-dict=$here/dictionaries/$subject.dict" \
    "-max_len=$longest" "-max_total_time=$seconds" -timeout=5 -rss_limit_mb=2048 \
    "-artifact_prefix=$work/findings/$subject-" -print_final_stats=1 < /dev/null > "$work/$subject.log" 2>&1; then
    grep DONE "$work/$subject.log" | sed "s/^/$subject: /"
  else
    status=1
    tail -n 60 "$work/$subject.log" >&2
    found=$(sed -n 's/.*Test unit written to //p' "$work/$subject.log" | tail -n 1)
    echo "$subject: a finding; to see it again: $program $subject $found" >&2
  fi
done << EOF
$known
EOF
exit $status
