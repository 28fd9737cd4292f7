"""Writes drawings of mini-if's 80 objects as IDX files, 28 × 28 in gray, for recipes/drawing-classifier.json.

usage: drawings_idx.py OUT [--drawings DIR] [--count 24000] [--seed 0]
       drawings_idx.py OUT --read NAME=PICTURE …      NAME: 'star' unchanged, 'fox@2.5' from far away (blurred by σ = 2.5), 'crab^2.5' close up (minus its blur)
       OUT: data/drawings is where the recipe looks
       DIR: drawings of the objects on white, as .png files, each with a .txt file of captions whose third line is the object's name
needs: pip install numpy pillow scipy
The first form writes train-* and t10k-* (a tenth as many, with other positions and noise). Each object is moved, shrunk, sometimes mirrored, converted
to gray with random weights, and noised; a third are unchanged otherwise, a third are blurred by up to 4 pixels of 64, and a third are reduced to edges by
subtracting such a blur. The second form writes t10k-* from given pictures, each with the name that it should be recognised as:
`runner evaluate recipes/drawing-classifier.json data=OUT` then counts those that are.
"""
import argparse, glob, os, re, struct
import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter

here = os.path.dirname(os.path.abspath(__file__))
parser = argparse.ArgumentParser()
parser.add_argument("out"); parser.add_argument("--drawings", default=os.path.join(here, "../data/draw128"))
parser.add_argument("--count", type=int, default=24000); parser.add_argument("--seed", type=int, default=0)
parser.add_argument("--read", nargs="+")
a = parser.parse_args()
card = open(os.path.join(here, "../models/mini-if/README.md")).read()
names = re.search(r"drawings of 80 objects \(([^)]*)\)", card).group(1).split(", ")


def write(part, pictures, labels):
    os.makedirs(a.out, exist_ok=True)
    with open(f"{a.out}/{part}-images-idx3-ubyte", "wb") as f:
        f.write(struct.pack(">4BIII", 0, 0, 8, 3, *pictures.shape) + pictures.astype(np.uint8).tobytes())
    with open(f"{a.out}/{part}-labels-idx1-ubyte", "wb") as f:
        f.write(struct.pack(">4BI", 0, 0, 8, 1, len(labels)) + bytes(labels))


def small(picture):
    """64 × 64 × 3 or 64 × 64 in 0…255 as 28 × 28 in gray."""
    gray = picture if picture.ndim == 2 else picture @ [0.299, 0.587, 0.114]
    return np.asarray(Image.fromarray(gray.clip(0, 255).astype(np.float32)).resize((28, 28), Image.BOX)).round()


if a.read:
    pictures, labels = [], []
    for item in a.read:
        what, path = item.split("=", 1)
        name, _, sigma = what.replace("^", "@").partition("@")
        picture = np.asarray(Image.open(path).convert("RGB").resize((64, 64), Image.BOX), float)
        if sigma:
            blurred = gaussian_filter(picture, (float(sigma), float(sigma), 0), mode="mirror")
            picture = blurred if "@" in what else picture - blurred + 128
        pictures.append(small(picture)); labels.append(names.index(name))
    write("t10k", np.stack(pictures), labels)
else:
    rng, known = np.random.default_rng(a.seed), {}
    for path in sorted(glob.glob(f"{a.drawings}/*.png")):
        name = open(path[:-3] + "txt").read().split("\n")[2]
        if name in names: known.setdefault(names.index(name), Image.open(path).convert("RGB"))
    assert len(known) == len(names), f"{len(known)} of {len(names)} things in {a.drawings}"
    for part, count in (("train", a.count), ("t10k", a.count // 10)):
        pictures, labels = [], []
        for i in range(count):
            label = i % len(names)
            x = known[label]
            if rng.random() < 0.15: x = x.transpose(Image.FLIP_LEFT_RIGHT)
            size = int(64 / (1 + rng.random() * 0.3))
            x = np.asarray(x.resize((size, size), Image.BOX), float)
            canvas = np.full((64, 64, 3), 255.0)
            top, left = rng.integers(0, 64 - size + 1, 2)
            canvas[top:top + size, left:left + size] = x
            weights = rng.dirichlet([2, 2, 2])
            gray = canvas @ weights
            blurred = gaussian_filter(gray, 1 + 3 * rng.random(), mode="mirror")
            gray = (gray, blurred, gray - blurred + 128)[rng.integers(3)]
            gray = (gray - 128) * (0.6 + 0.5 * rng.random()) + 128 + rng.normal(0, 10) + rng.normal(0, rng.random() * 20, (64, 64))
            pictures.append(small(gray)); labels.append(label)
        write(part, np.stack(pictures), labels)
print("wrote", a.out)
