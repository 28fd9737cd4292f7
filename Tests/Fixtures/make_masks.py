#!/usr/bin/env python3
"""Makes the masks under Tests/Fixtures/pictures/masks, what they are worth, masks.json, and the opacity of
those that have any, alpha.json. Needs numpy and Pillow.

A mask is luma (ITU-R BT.601) times opacity. Pillow gives the samples of those that it reads in full precision; those of
16 bits are worked out from the numbers that were written.
"""
import json, pathlib, shutil, struct, zlib
import numpy as np
from PIL import Image

OUT = pathlib.Path(__file__).resolve().parent / "pictures" / "masks"
shutil.rmtree(OUT, ignore_errors=True)
OUT.mkdir()
GRAY, RGB, PALETTE, GRAY_ALPHA, RGBA = 0, 2, 3, 4, 6
W, H = 9, 7
OPAQUE = ["gray-8", "rgb-8"]
LUMA = np.array([0.299, 0.587, 0.114])
rng = np.random.default_rng(7)
expected = {}
opacities = {}


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(name, samples, depth, colour, before=b""):
    samples = samples.reshape(H, W, -1)
    rows = []
    for row in samples.reshape(H, -1):
        if depth < 8:
            bits = ((row[:, None] >> np.arange(depth)[::-1]) & 1).astype(np.uint8)
            rows.append(b"\0" + np.packbits(bits.reshape(-1)).tobytes())
        else:
            rows.append(b"\0" + row.astype(">u2" if depth == 16 else np.uint8).tobytes())
    header = struct.pack(">IIBBBBB", W, H, depth, colour, 0, 0, 0)
    (OUT / (name + ".png")).write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + before + chunk(b"IDAT", zlib.compress(b"".join(rows), 9))
        + chunk(b"IEND", b""))


def worth(name, colours, opacity):
    """Colours and opacity in 0…1, H×W×C and H×W."""
    luma = colours @ LUMA if colours.shape[-1] == 3 else colours[..., 0]
    expected[name + ".png"] = [round(v, 7) for v in (luma * opacity).flatten().tolist()]
    if name not in OPAQUE:
        opacities[name + ".png"] = [round(v, 7) for v in opacity.astype(float).flatten().tolist()]


def by_pillow(name):
    image = np.asarray(Image.open(OUT / (name + ".png")).convert("RGBA")) / 255
    worth(name, image[..., :3], image[..., 3])


square = np.zeros((H, W), int)
square[2:5, 3:7] = 1
# Painted in white on an empty layer, and with empty parts of other colours.
png("rgba-white-on-empty", np.stack([255 * square] * 4, -1), 8, RGBA); by_pillow("rgba-white-on-empty")
png("la-white-on-empty", np.stack([255 * square] * 2, -1), 8, GRAY_ALPHA); by_pillow("la-white-on-empty")
hidden = np.full((H, W, 4), 255)
hidden[..., 3] = 255 * square
png("rgba-white-hidden", hidden, 8, RGBA); by_pillow("rgba-white-hidden")
# A white mask with an erased hole, soft at its edge, and anything.
hole = np.full((H, W, 4), 255)
hole[2:5, 3:7, 3] = 0
hole[1, 3:7, 3] = 90
png("rgba-hole", hole, 8, RGBA); by_pillow("rgba-hole")
for name, depth, colour, channels in [("rgba-8", 8, RGBA, 4), ("la-8", 8, GRAY_ALPHA, 2)]:
    png(name, rng.integers(0, 256, (H, W, channels)), depth, colour); by_pillow(name)
for name, colour, channels in [("rgba-16", RGBA, 4), ("la-16", GRAY_ALPHA, 2)]:
    samples = rng.integers(0, 65536, (H, W, channels))
    png(name, samples, 16, colour)
    worth(name, samples[..., :-1] / 65535, samples[..., -1] / 65535)
# Palettes with opacities.
palette = chunk(b"PLTE", bytes([255, 255, 255, 255, 255, 255, 200, 10, 60, 0, 0, 0]))
png("palette-2", rng.integers(0, 4, (H, W)), 2, PALETTE, palette + chunk(b"tRNS", bytes([0, 255, 128]))); by_pillow("palette-2")
png("palette-8", rng.integers(0, 4, (H, W)), 8, PALETTE, palette + chunk(b"tRNS", bytes([0]))); by_pillow("palette-8")
# One colour that is transparent.
png("gray-key", 255 * (1 - square) + 100 * square, 8, GRAY, chunk(b"tRNS", struct.pack(">H", 255))); by_pillow("gray-key")
png("gray-1-key", 1 - square, 1, GRAY, chunk(b"tRNS", struct.pack(">H", 0))); by_pillow("gray-1-key")
keyed = np.full((H, W, 3), 255) - square[..., None] * np.array([5, 200, 0])
png("rgb-key", keyed, 8, RGB, chunk(b"tRNS", struct.pack(">3H", 255, 255, 255))); by_pillow("rgb-key")
# A key of 16 bits: what differs in the last bit is seen.
keyed = np.full((H, W, 1), 65535) - square[..., None]
png("gray-16-key", keyed, 16, GRAY, chunk(b"tRNS", struct.pack(">H", 65535)))
worth("gray-16-key", keyed / 65535, square)
keyed = np.full((H, W, 3), 65535) - square[..., None]
png("rgb-16-key", keyed, 16, RGB, chunk(b"tRNS", struct.pack(">3H", 65535, 65535, 65535)))
worth("rgb-16-key", keyed / 65535, square)
# Opaque ones.
png("gray-8", rng.integers(0, 256, (H, W)), 8, GRAY); by_pillow("gray-8")
png("rgb-8", rng.integers(0, 256, (H, W, 3)), 8, RGB); by_pillow("rgb-8")
for file, table in [("masks.json", expected), ("alpha.json", opacities)]:
    lines = [json.dumps(name) + ": " + json.dumps(values) for name, values in table.items()]
    (OUT / file).write_text("{\n" + ",\n".join(lines) + "\n}\n")
