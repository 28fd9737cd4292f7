#!/usr/bin/env python3
"""Makes the pictures under Tests/Fixtures/pictures and resize.json. Needs numpy, Pillow and PyTorch.

Most pictures hold `sample(x, y, c)`, which the tests work out too. PNGs are written here chunk by chunk, since Pillow
writes neither 16-bit colour nor interlaced files.
"""
import io, json, pathlib, struct, zlib
import numpy as np
from PIL import Image

OUT = pathlib.Path(__file__).resolve().parent / "pictures"
OUT.mkdir(exist_ok=True)
GRAY, RGB, PALETTE, GRAY_ALPHA, RGBA = 0, 2, 3, 4, 6
CHANNELS = {GRAY: 1, RGB: 3, PALETTE: 1, GRAY_ALPHA: 2, RGBA: 4}
WIDTH, HEIGHT = 13, 11


def sample(depth, channels, width=WIDTH, height=HEIGHT):
    """H×W×C integers of `depth` bits."""
    y, x, c = np.mgrid[0:height, 0:width, 0:channels]
    return (x * 3701 + y * 5903 + c * 8311 + x * y * 1013) % (1 << depth)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def scanlines(samples, depth):
    h, w, c = samples.shape
    rows = []
    for row in samples.reshape(h, w * c):
        if depth == 16:
            data = row.astype(">u2").tobytes()
        elif depth == 8:
            data = row.astype(np.uint8).tobytes()
        else:
            bits = ((row[:, None] >> np.arange(depth)[::-1]) & 1).astype(np.uint8)
            data = np.packbits(bits.reshape(-1)).tobytes()
        rows.append(b"\0" + data)
    return b"".join(rows)


ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def png(name, samples, depth, colour, interlaced=False, before=b"", after=b""):
    h, w, c = samples.shape
    assert c == CHANNELS[colour]
    if interlaced:
        parts = [samples[y::dy, x::dx] for x, y, dx, dy in ADAM7]
        raw = b"".join(scanlines(p, depth) for p in parts if p.size)
    else:
        raw = scanlines(samples, depth)
    header = struct.pack(">IIBBBBB", w, h, depth, colour, 0, 0, int(interlaced))
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + before + chunk(b"IDAT", zlib.compress(raw, 9)) + after
    (OUT / name).write_bytes(data + chunk(b"IEND", b""))


for colour, word in [(GRAY, "gray"), (RGB, "rgb"), (GRAY_ALPHA, "gray-alpha"), (RGBA, "rgba")]:
    for depth in [8, 16] + ([1, 2, 4] if colour == GRAY else []):
        for interlaced in [False, True]:
            name = f"{word}-{depth}{'-interlaced' if interlaced else ''}.png"
            png(name, sample(depth, CHANNELS[colour]), depth, colour, interlaced)

png("rgb-16-tall-interlaced.png", sample(16, 3, width=5, height=75), 16, RGB, True)

# Palettes: entry i is sample(i, 0, c) of 8 bits; opacities where there are any are 255, 128, 0, 255 and so on.
for depth in [1, 2, 4, 8]:
    entries = sample(8, 3, width=1 << depth, height=1).astype(np.uint8).tobytes()
    opacities = bytes([255, 128, 0][i % 3] for i in range(1 << depth))
    png(f"palette-{depth}.png", sample(depth, 1), depth, PALETTE, before=chunk(b"PLTE", entries))
    png(f"palette-{depth}-alpha.png", sample(depth, 1), depth, PALETTE, depth == 4,
        before=chunk(b"PLTE", entries) + chunk(b"tRNS", opacities))
# One colour that is transparent: that of the first pixel.
png("rgb-8-key.png", sample(8, 3), 8, RGB, before=chunk(b"tRNS", struct.pack(">3H", *sample(8, 3)[0, 0])))
png("gray-16-key.png", sample(16, 1), 16, GRAY, before=chunk(b"tRNS", struct.pack(">H", *sample(16, 1)[0, 0])))

# Texts before and after the picture, plain, compressed and international; and an ancillary chunk with a wrong checksum.
png("texts.png", sample(8, 1), 8, GRAY,
    before=chunk(b"tEXt", b"Title\0A small picture") + chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"compressed")),
    after=chunk(b"iTXt", "Author\0\0\0de\0Verfasser\0σ = ½".encode()))
png("wrong-ancillary-checksum.png", sample(8, 1), 8, GRAY, before=chunk(b"tEXt", b"Title\0x")[:-1] + b"?")

# Zeros of 32 MB, deflated as far as it goes: what a compressed text may turn out to be.
(OUT / "zeros.zlib").write_bytes(zlib.compress(bytes(32 << 20), 9))

# JPEG. A picture of flat 8-pixel blocks survives compression nearly unchanged.
blocks = np.kron(sample(8, 3, width=3, height=2).astype(np.uint8), np.ones((8, 8, 1), np.uint8))
upright = Image.fromarray(blocks)
upright.save(OUT / "blocks.png")
T = Image.Transpose
# What a camera stores so that viewers who heed the orientation show the upright picture.
STORED = {1: None, 2: T.FLIP_LEFT_RIGHT, 3: T.ROTATE_180, 4: T.FLIP_TOP_BOTTOM, 5: T.TRANSPOSE, 6: T.ROTATE_90,
          7: T.TRANSVERSE, 8: T.ROTATE_270}
for code, turn in STORED.items():
    exif = Image.Exif()
    exif[274] = code
    stored = upright if turn is None else upright.transpose(turn)
    stored.save(OUT / f"orientation-{code}.jpg", quality=95, subsampling=0, exif=exif)
y, x = np.mgrid[0:48, 0:64]
soft = np.stack([128 + 100 * np.sin(x / 9), 128 + 100 * np.cos(y / 7), 128 + 80 * np.sin((x + y) / 11)], -1)
soft = Image.fromarray(soft.astype(np.uint8))
for name, options in [("soft.jpg", {}), ("soft-progressive.jpg", dict(progressive=True)),
                      ("soft-444.jpg", dict(subsampling=0))]:
    soft.save(OUT / name, quality=90, **options)
    Image.open(OUT / name).save(OUT / name.replace(".jpg", "-decoded.png"), optimize=True)
soft.convert("L").save(OUT / "soft-gray.jpg", quality=90)
Image.open(OUT / "soft-gray.jpg").save(OUT / "soft-gray-decoded.png", optimize=True)
soft.convert("CMYK").save(OUT / "cmyk.jpg", quality=90)
# YCCK: as CMYK, but for the transform that the Adobe marker states.
cmyk = bytearray((OUT / "cmyk.jpg").read_bytes())
adobe = cmyk.find(b"Adobe")
if adobe < 0:
    marker = b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0\x02"
    cmyk[2:2] = marker
else:
    cmyk[adobe + 11] = 2
(OUT / "ycck.jpg").write_bytes(cmyk)
(OUT / "jpeg-named.png").write_bytes((OUT / "soft.jpg").read_bytes())

# Resizing, by PyTorch.
import torch
import torch.nn.functional as F


def interpolate(image, size, method):
    name, *options = method.split("-")
    if name == "nearest" or name == "area":
        return F.interpolate(image, size=size, mode=name)
    return F.interpolate(image, size=size, mode=name, align_corners="corners" in options, antialias="smooth" in options)


METHODS = ["nearest", "area", "bilinear", "bilinear-corners", "bicubic", "bicubic-corners", "bilinear-smooth",
           "bicubic-smooth"]
SIZES = [((5, 7), (10, 14)), ((7, 5), (7, 5)), ((13, 11), (4, 5)), ((4, 6), (9, 1)), ((1, 3), (4, 8)),
         ((30, 17), (3, 9)), ((6, 50), (7, 4))]
cases = []
for (h, w), size in SIZES:
    image = sample(8, 2, width=w, height=h).transpose(2, 0, 1)[None] / 127.5 - 1
    image = torch.tensor(image, dtype=torch.float32)
    for method in METHODS:
        values = interpolate(image, size, method).flatten().tolist()
        cases.append(dict(method=method, old=[h, w], new=list(size), values=[round(v, 7) for v in values]))
(OUT.parent / "resize.json").write_text(json.dumps(cases).replace("}, {", "},\n{"))
