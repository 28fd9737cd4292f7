#!/bin/sh
# Builds the release program twice, from copies of the last commit in folders of different names, which `release.sh` copies
# to a folder of one name, and compares the two byte by byte: `make reproducible` calls it. Prints the hash that both have;
# exits 1 if they differ.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The same versions of packages for both.
swift package resolve
count=0
commit=$(git rev-parse HEAD)
for folder in one another/folder; do
  count=$((count + 1))
  mkdir -p "$work/$folder"
  git archive "$commit" | tar -x -C "$work/$folder"
  cp Package.resolved "$work/$folder"
  sh "$work/$folder/Scripts/release.sh" "$work/program-$count"
done
cmp "$work/program-1" "$work/program-2"
echo "equal: $(sha256sum < "$work/program-1" | cut -d ' ' -f 1)"
