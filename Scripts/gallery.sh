#!/bin/sh
# Runs every pipeline that needs only embedded models, and writes its pictures to docs/gallery; draws the graphs of all.
set -eu
cd "$(dirname "$0")/.."
mkdir -p docs/gallery/graphs
for file in pipelines/*.json; do
  name=$(basename "$file" .json)
  .build/release/runner graph "$file" --output "docs/gallery/graphs/$name.svg"
  case $name in super-resolution | cascade*) continue ;; esac
  echo "$file"
  .build/release/runner "$file" --out docs/gallery --quiet
done
.build/release/runner pipelines/colourise.json picture=pictures/cat.jpg prompt="a tiger" --out docs/gallery --quiet \
  output=colourise-photograph.png sheet=colourise-photograph-sheet.png film=colourise-photograph-film.png
