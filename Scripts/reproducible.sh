#!/bin/sh
# Builds the release program twice, from copies of the last commit in folders of different names, which `release.sh` copies
# to a folder of one name, and compares the two byte by byte: `make reproducible` calls it. Prints the hash that both have.
# If they differ, says which object files do, keeps both programs in .build/reproducible and exits 1.
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
  sh "$work/$folder/Scripts/release.sh" "$work/program-$count" "$work/objects-$count"
done
if ! cmp "$work/program-1" "$work/program-2" >&2; then
  diff "$work/objects-1" "$work/objects-2" >&2 || true
  mkdir -p .build/reproducible
  cp "$work"/program-* "$work"/objects-* .build/reproducible
  exit 1
fi
echo "equal: $(sha256sum < "$work/program-1" | cut -d ' ' -f 1)"
