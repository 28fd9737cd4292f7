#!/usr/bin/env python3
"""Writes pictures/digits: the first test digit of each class in MNIST, and digits drawn as if
in a hurry, as inputs for SDEdit.

    Scripts/digit_pictures.py FOLDER    (of t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz)

Needs NumPy and Pillow. The same files and seed make the same pictures.
"""
import gzip, math, pathlib, random, sys
import numpy as np
from PIL import Image, ImageDraw

OUT = pathlib.Path(__file__).resolve().parent.parent / "pictures" / "digits"
SIZE, SCALE = 28, 8


def idx(path, header):
    with gzip.open(path) as file:
        return np.frombuffer(file.read(), np.uint8)[header:]


def test_digits(folder):
    images = idx(folder / "t10k-images-idx3-ubyte.gz", 16).reshape(-1, SIZE, SIZE)
    labels = idx(folder / "t10k-labels-idx1-ubyte.gz", 8)
    for digit in range(10):
        Image.fromarray(images[np.argmax(labels == digit)]).save(OUT / f"{digit}.png", optimize=True)


def scribble(name, seed, strokes, width):
    """White strokes on black through the given points, each slightly off at random."""
    hand = random.Random(seed)
    image = Image.new("L", (SIZE * SCALE, SIZE * SCALE), 0)
    draw = ImageDraw.Draw(image)
    for stroke in strokes:
        points = [(x + hand.gauss(0, 0.5), y + hand.gauss(0, 0.5)) for x, y in stroke]
        for (x0, y0), (x1, y1) in zip(points, points[1:]):
            steps = max(2, int(4 * math.hypot(x1 - x0, y1 - y0)))
            for i in range(steps + 1):
                x, y = x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps
                r = width / 2 * SCALE
                draw.ellipse([x * SCALE - r, y * SCALE - r, x * SCALE + r, y * SCALE + r], fill=255)
    image.resize((SIZE, SIZE), Image.Resampling.LANCZOS).save(OUT / f"{name}.png", optimize=True)


OUT.mkdir(parents=True, exist_ok=True)
test_digits(pathlib.Path(sys.argv[1]))
# Straight lines and corners where a digit has curves.
scribble("scribble-3", 3, [[(7, 6), (20, 6), (12, 13), (20, 14), (19, 22), (7, 22)]], 1.6)
scribble("scribble-4", 4, [[(9, 5), (7, 15), (21, 15)], [(17, 8), (17, 24)]], 1.6)
scribble("scribble-8", 8, [[(19, 6), (9, 7), (9, 11), (20, 18), (19, 23), (9, 23), (8, 18), (19, 10), (19, 6)]], 1.6)
