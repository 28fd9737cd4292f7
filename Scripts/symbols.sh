#!/bin/sh
# Counts the public symbols of every library and how many of them carry a doc comment; lists those that lack one, and then
# exits 1. Reads the modules that `make test` builds. `make symbols` calls it.
cd "$(dirname "$0")/.." || exit 1
build=.build/release
graphs=$(mktemp -d)
trap 'rm -rf "$graphs"' EXIT
maps=
for map in "$build"/[C_]*.build/module.modulemap Sources/C*/module.modulemap $(find .build/checkouts -path '*/include/module.modulemap'); do
  # What plug-ins of packages are built with defines the same modules.
  case $map in *-tool.build/*) continue ;; esac
  maps="$maps -Xcc -fmodule-map-file=$map"
done
for module in Basics Tensors Images PipelineKit PipelineStages Inference PipelineModels PipelineTraining PipelineCommands PipelineTesting OpenInference; do
  # shellcheck disable=SC2086
  swift-symbolgraph-extract -module-name $module -I $build/Modules $maps -target "$(swift -print-target-info | sed -nE 's/.*"unversionedTriple": "(.*)",.*/\1/p' | head -1)" \
    -minimum-access-level public -skip-synthesized-members -output-dir "$graphs" || exit 1
done
python3 Scripts/public_symbols.py "$graphs"
