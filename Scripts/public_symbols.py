"""Prints how many public symbols each module has and how many carry a doc comment, out of a folder of symbol graphs.

Lists the symbols without one as FILE:LINE NAME, and exits 1 if there are any. What the compiler writes by itself, such as a
conformance's members, has no place in a file and is not counted.
"""

import json
import pathlib
import sys

missing = []
print("| module | public symbols | with a doc comment |\n|---|---|---|")
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.symbols.json")):
    if "@" in path.name:
        continue
    symbols = [s for s in json.loads(path.read_text())["symbols"] if "location" in s]
    bare = [s for s in symbols if not s.get("docComment")]
    missing += [
        f"{s['location']['uri'].removeprefix('file://')}:{s['location']['position']['line'] + 1} "
        + ".".join(s["pathComponents"])
        for s in bare
    ]
    print(f"| {path.name.split('.')[0]} | {len(symbols)} | {len(symbols) - len(bare)} |")
print("\n".join(sorted(missing)), end="\n" if missing else "")
sys.exit(1 if missing else 0)
