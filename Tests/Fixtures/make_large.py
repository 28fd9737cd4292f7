#!/usr/bin/env python3
"""Makes the pictures under Tests/Fixtures/pictures/large, of more pixels than are decoded as a whole, and what Pillow makes
of them, large.json. Needs numpy and Pillow.

Pillow resizes exactly here: by its filters in floating point, from all pixels.
"""
import json, pathlib, shutil
import numpy as np
from PIL import Image

OUT = pathlib.Path(__file__).resolve().parent / "pictures" / "large"
shutil.rmtree(OUT, ignore_errors=True)
OUT.mkdir()
W, H = 2410, 1807
y, x = np.mgrid[0:H, 0:W]
r = np.hypot(x - 1300, y - 700)
photo = np.stack([128 + 100 * np.sin(x / 90 + y / 210), 128 + 110 * np.cos(r / 60), 128 + 80 * np.sin((x + y) / 170)], -1)
photo[(r > 300) & (r < 420)] = [250, 240, 30]
photo[900:1500, 200:230] = [10, 10, 10]
photo = photo.astype(np.uint8)
Image.fromarray(photo).save(OUT / "photo.jpg", quality=50)
Image.fromarray(photo).save(OUT / "photo-progressive.jpg", quality=30, progressive=True)
# Bands of colours and opacities that deflate well.
flat = np.zeros((H, W, 4), np.uint8)
flat[..., 0] = (x // 150 * 60) % 256
flat[..., 1] = (y // 130 * 47) % 256
flat[..., 2] = 200
flat[..., 3] = np.where((x // 200 + y // 200) % 3 == 0, 0, np.where(x > 1500, 128, 255))
Image.fromarray(flat).save(OUT / "flat.png", optimize=True)

expected = {}


def samples(name, mask=False):
    """H×W×C, −1…1 as pictures, 0…1 as masks."""
    image = np.asarray(Image.open(OUT / name)).astype(np.float64) / 255
    if image.shape[-1] == 4:
        alpha = image[..., 3:]
        image = image[..., :3] * alpha + (0 if mask else 1 - alpha)
    return (image @ [0.299, 0.587, 0.114])[..., None] if mask else image * 2 - 1


def proportion(length, a, b): return max(1, int(length * a / b + 0.5))


def fitted(image, width, height, fit, filter, bars):
    h, w, _ = image.shape
    box, size = (0, 0, w, h), (width, height)
    if fit == "cover":
        across, down = min(w, proportion(h, width, height)), min(h, proportion(w, height, width))
        left, top = (w - across) // 2, (h - down) // 2
        box = (left, top, left + across, top + down)
    if fit == "contain":
        size = (min(width, proportion(height, w, h)), min(height, proportion(width, h, w)))
    cut = image[box[1]:box[3], box[0]:box[2]]
    planes = [np.asarray(Image.fromarray(np.ascontiguousarray(plane, np.float32)).resize(size, filter))
              for plane in cut.transpose(2, 0, 1)]
    out = np.full((len(planes), height, width), bars, np.float32)
    top, left = (height - size[1]) // 2, (width - size[0]) // 2
    out[:, top:top + size[1], left:left + size[0]] = planes
    return out


SIZES = [(24, 24, "cover"), (30, 20, "contain"), (17, 29, "stretch"), (80, 6, "cover")]
for name in ["photo.jpg", "photo-progressive.jpg", "flat.png"]:
    for width, height, fit in SIZES:
        for mask in [False, True]:
            if mask and (fit == "stretch" or "progressive" in name): continue
            filter = Image.Resampling.BILINEAR if mask else Image.Resampling.BICUBIC
            values = fitted(samples(name, mask), width, height, fit, filter, 0 if mask else 1)
            values = np.clip(values, 0 if mask else -1, 1)
            key = f"{name} {width} {height} {fit}{' mask' if mask else ''}"
            expected[key] = [round(v, 4) for v in values.flatten().tolist()]
lines = [json.dumps(key) + ": " + json.dumps(values, separators=(",", ":")) for key, values in expected.items()]
(OUT / "large.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
