#!/bin/sh
# Runs every pipeline that needs only embedded models, and writes its pictures to docs/gallery.
set -eu
cd "$(dirname "$0")/.."
for file in pipelines/*.json; do
  case $file in */super-resolution.json) continue ;; esac
  echo "$file"
  .build/release/runner "$file" --out docs/gallery --quiet
done
