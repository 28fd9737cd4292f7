"""Draws kites: N pictures with captions, as `runner train recipes/fine-tune.json` reads them.

usage: draw_kites.py OUT [N]      needs: pip install pillow
A kite is a diamond of two tones on a cross of sticks, with a tail of bows; its colour, size, place, lean and the swing of its
tail are drawn from a fixed seed. White paper, 64 px.
"""
import math, os, random, sys
from PIL import Image, ImageDraw

COLOURS = dict(red=(214, 60, 60), blue=(70, 120, 215), green=(80, 170, 90), yellow=(240, 200, 70), orange=(240, 150, 60), purple=(150, 100, 200))
FINE, SIZE = 8, 64
rng = random.Random(7)

def kite(colour, lean, scale, cx, cy, swing):
    image = Image.new("RGB", (SIZE * FINE, SIZE * FINE), "white"); draw = ImageDraw.Draw(image)
    cos, sin = math.cos(lean), math.sin(lean)
    def at(x, y): return ((cx + scale * (x * cos - y * sin)) * FINE, (cy + scale * (x * sin + y * cos)) * FINE)
    tone = COLOURS[colour]; dark = tuple(int(c * 0.75) for c in tone); line = tuple(int(c * 0.4) for c in tone)
    top, right, bottom, left, middle = at(0, -23), at(18, -6), at(0, 17), at(-18, -6), at(0, -6)
    tail = [at(swing * math.sin(u * 5) * u, 17 + 17 * u) for u in [i / 30 for i in range(31)]]
    draw.line(tail, fill=line, width=FINE, joint="curve")
    for i in (9, 18, 27):
        x, y = tail[i]; w, h = 3.6 * scale * FINE, 2.2 * scale * FINE
        for side in (-1, 1): draw.polygon([(x, y), (x + side * w, y - h), (x + side * w, y + h)], fill=tone)
    for corners, fill in (([top, right, middle], tone), ([top, left, middle], dark), ([bottom, right, middle], dark), ([bottom, left, middle], tone)): draw.polygon(corners, fill=fill)
    draw.line([top, bottom], fill=line, width=FINE); draw.line([left, right], fill=line, width=FINE)
    draw.line([top, right, bottom, left, top], fill=line, width=FINE, joint="curve")
    return image.resize((SIZE, SIZE), Image.LANCZOS)

out, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 36
os.makedirs(out, exist_ok=True)
for i in range(count):
    colour = list(COLOURS)[i % len(COLOURS)]; named = ("an " if colour[0] in "aeiou" else "a ") + f"{colour} kite"
    scale = rng.uniform(0.85, 1.08)
    picture = kite(colour, rng.uniform(-0.4, 0.4), scale, 32 + rng.uniform(-3, 3), 26.5 + rng.uniform(-1, 1), rng.uniform(3, 7) * rng.choice((-1, 1)))
    picture.quantize(64, dither=Image.Dither.NONE).save(f"{out}/{i + 1:02d}.png", optimize=True)
    with open(f"{out}/{i + 1:02d}.txt", "w") as f: f.write(f"a kite\na photo of a kite\n{named}\na picture of {named}\nkite\n")
print(count, "kites in", out)
