#!/usr/bin/env python3
"""Every module that a target imports must be among its dependencies in Package.swift; reads `swift package dump-package`.

The compiler finds a module that another target happened to build before, so a dependency that is missing breaks only some
builds. Prints each breach.
"""

import json
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent
package = json.load(sys.stdin)


def names(target):
    """The names of a target's dependencies, targets and products."""
    for dependency in target["dependencies"]:
        yield next(iter(dependency.values()))[0]


known = {target["name"] for target in package["targets"]} | {n for t in package["targets"] for n in names(t)}
for target in package["targets"]:
    folder = root / (target.get("path") or f"{'Tests' if target['type'] == 'test' else 'Sources'}/{target['name']}")
    allowed = {target["name"], *names(target)}
    missing = {}
    for file in sorted(folder.rglob("*.swift")):
        for line in file.read_text().splitlines():
            found = re.match(r"(?:@testable |public |package )*import (?:\w+ )?(\w+)", line)
            if found and found[1] in known - allowed:
                missing.setdefault(found[1], file.relative_to(root))
    for module, file in missing.items():
        print(f"{target['name']} does not depend on {module}, which {file} imports")
