#!/usr/bin/env python3
"""Draws pictures/drawing.png and pictures/castle-sketch.png: drawings as if by a child with markers, as inputs for SDEdit.

Needs Pillow. The same seed draws the same pictures.
"""
import math, pathlib, random
from PIL import Image, ImageDraw, ImageFilter

OUT = pathlib.Path(__file__).resolve().parent.parent / "pictures"
SIZE, SCALE = 256, 4


class Paper:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.image = Image.new("RGB", (SIZE * SCALE, SIZE * SCALE), "white")
        self.draw = ImageDraw.Draw(self.image)

    def wobble(self, points, amount):
        """The points with many between them, displaced by a smooth random walk, like a hand's slow drift."""
        result, dx, dy, vx, vy = [], 0.0, 0.0, 0.0, 0.0
        for (x0, y0), (x1, y1) in zip(points, points[1:]):
            steps = max(2, int(math.hypot(x1 - x0, y1 - y0)))
            for i in range(steps):
                vx = 0.85 * vx + self.random.gauss(0, 0.06) * amount - 0.02 * dx
                vy = 0.85 * vy + self.random.gauss(0, 0.06) * amount - 0.02 * dy
                dx, dy = dx + vx, dy + vy
                t = i / steps
                result.append((x0 + t * (x1 - x0) + dx, y0 + t * (y1 - y0) + dy))
        result.append(points[-1])
        return result

    def line(self, points, colour="#2b2b2b", width=4.5, amount=1.0):
        for i, (x, y) in enumerate(self.wobble(points, amount)):
            r = width / 2 * (1 + 0.12 * math.sin(i / 17 + points[0][0])) * SCALE
            self.draw.ellipse([x * SCALE - r, y * SCALE - r, x * SCALE + r, y * SCALE + r], fill=colour)

    def shape(self, points, fill, outline="#2b2b2b", width=4.5, amount=1.0):
        """A filled shape whose outline, drawn by hand, does not quite follow the filling."""
        closed = points + [points[0]]
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in self.wobble(closed, amount)], fill=fill)
        overshoot = (points[0][0] + self.random.uniform(-2, 2), points[0][1] + self.random.uniform(-2, 2))
        if outline: self.line(points + [overshoot], outline, width, amount)

    def circle(self, x, y, r, fill, outline="#2b2b2b", width=4.5, bumps=0, amount=1.0):
        points = []
        for i in range(41):
            a = i / 40 * 2 * math.pi + 0.4
            k = r * (1 + (0.1 * math.sin(bumps * a) if bumps else 0.03 * math.sin(2 * a + 1)))
            points.append((x + k * math.cos(a), y + k * math.sin(a)))
        self.shape(points[:-1], fill, outline, width, amount)

    def save(self, name):
        self.image.resize((SIZE, SIZE), Image.Resampling.LANCZOS).save(OUT / name, optimize=True)


def house():
    p = Paper(7)
    # Grass, the sun with its rays, then the objects in front of them.
    p.shape([(0, 214), (70, 208), (150, 216), (256, 209), (256, 256), (0, 256)], "#67b346", None, amount=2)
    p.circle(42, 42, 21, "#ffd23c", "#f0a81e")
    for i in range(10):
        a = i / 10 * 2 * math.pi + 0.2
        p.line([(42 + 28 * math.cos(a), 42 + 28 * math.sin(a)), (42 + 39 * math.cos(a), 42 + 39 * math.sin(a))],
               "#f0a81e", 4)
    p.shape([(207, 152), (223, 151), (225, 221), (205, 222)], "#8a5a33")
    p.circle(214, 122, 33, "#3f9b45", bumps=7)
    p.shape([(138, 62), (154, 62), (155, 101), (138, 88)], "#b5503c")
    p.shape([(66, 126), (168, 125), (170, 220), (64, 221)], "#fbe3b0")
    p.shape([(50, 129), (117, 66), (184, 128)], "#dd3b30", width=5)
    p.shape([(105, 169), (131, 168), (132, 220), (104, 221)], "#8a5a33")
    p.circle(125, 196, 2.2, "#ffd23c", width=2)
    for x in (76, 140):
        p.shape([(x, 144), (x + 21, 143), (x + 21, 164), (x, 165)], "#9fd4f5", width=4)
        p.line([(x + 10, 144), (x + 11, 164)], width=3, amount=0.6)
        p.line([(x, 154), (x + 21, 154)], width=3, amount=0.6)
    p.save("drawing.png")


def castle():
    p = Paper(5)
    gray, dark, red, ink = "#a9adb3", "#8d9299", "#d8392f", "#3a3d42"

    def tower(x, y, w, bottom, roof):
        p.shape([(x, y), (x + w, y - 1), (x + w + 1, bottom), (x - 1, bottom + 1)], gray, ink)
        p.shape([(x - 8, y + 2), (x + w / 2 + 1, y - roof), (x + w + 8, y + 1)], red, ink)

    def window(x, y):
        p.shape([(x, y), (x + 9, y), (x + 9, y + 16), (x, y + 16)], "#41454c", ink, 2.5, 0.6)

    tower(104, 84, 48, 212, 54)
    wall = [(62, 150)]
    for x in range(62, 194, 22):
        wall += [(x, 138), (x + 11, 138), (x + 11, 150), (x + 22, 150)]
    p.shape(wall + [(194, 226), (62, 227)], dark, ink)
    tower(30, 122, 40, 228, 58)
    tower(186, 121, 40, 227, 59)
    p.shape([(109, 226), (109, 190), (116, 178), (128, 173), (141, 178), (148, 190), (149, 226)], "#6b4a2f", ink)
    for x in (119, 129, 139):
        p.line([(x, 180), (x, 224)], ink, 2, 0.6)
    for x, y in [(46, 146), (46, 184), (201, 146), (201, 184), (113, 101), (133, 101)]:
        window(x, y)
    p.line([(128, 30), (128, 12)], ink, 3, 0.5)
    p.shape([(129, 11), (148, 16), (129, 22)], "#f2c230", ink, 2.5, 0.5)
    p.save("castle-sketch.png")


def mask():
    """White where the castle's middle tower is drawn anew, black where the picture is kept, soft between."""
    image = Image.new("L", (256, 256), 0)
    ImageDraw.Draw(image).ellipse([76, -30, 180, 140], fill=255)
    image.filter(ImageFilter.GaussianBlur(3)).save("castle-mask.png", optimize=True)


house()
castle()
mask()
