#!/bin/sh
# Fuzzes one subject, or all of them, as many at a time as there are cores: fuzz.sh PROGRAM SECONDS [SUBJECT]
# What is learned is kept in .build/fuzz/SUBJECT, findings in .build/fuzz/findings. Exits 1 if there is one.
program=$(realpath "$1") seconds=$2 target=$3
known=$("$program") || exit 70
if [ -n "$target" ]; then
  if ! echo "$known" | grep -q "^$target "; then
    echo "there is no subject '$target'; there are: $(echo "$known" | cut -d ' ' -f 1 | tr '\n' ' ')" >&2
    exit 64
  fi
  known=$(echo "$known" | grep "^$target ")
fi
echo "$known" | xargs -P "$(nproc)" -n 2 sh "$(dirname "$0")/subject.sh" "$program" "$seconds" || exit 1
