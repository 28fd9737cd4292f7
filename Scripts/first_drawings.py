"""Takes the drawings that mini-if began with out of a folder of all: FROM/*.png with captions to TO, and one caption more.

usage: first_drawings.py FROM TO      FROM: drawings.py's, or drawings-128.tar unpacked
"""
import os, re, shutil, sys

source, target = sys.argv[1:3]
card = open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../models/mini-if/README.md")).read()
names = re.search(r"drawings of 80 objects \(([^)]*)\)", card).group(1).split(", ")
os.makedirs(target, exist_ok=True)
found = []
for file in sorted(f for f in os.listdir(source) if f.endswith(".txt")):
    captions = open(f"{source}/{file}").read().split("\n")
    if captions[2] not in names or captions[2] in found: continue
    found.append(captions[2])
    shutil.copy(f"{source}/{file[:-4]}.png", f"{target}/{file[:-4]}.png")
    with open(f"{target}/{file}", "w") as f: f.write("\n".join(c for c in captions if c) + f"\na high quality photo of {captions[0]}\n")
print(len(found), "drawings in", target, "- missing:", ", ".join(n for n in names if n not in found) or "none")
