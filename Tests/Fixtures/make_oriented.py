#!/usr/bin/env python3
"""Makes the pictures under Tests/Fixtures/pictures/oriented. Needs numpy and Pillow (13 was used).

Each is stored turned or mirrored, with a block that says how, so that it shows blocks.png. Pillow's exif_transpose
agrees, but for those that it doesn't read or fails on; these are named `ours-…`.
"""
import io, pathlib, shutil, struct, zlib
import numpy as np
from PIL import Image, ImageOps

HERE = pathlib.Path(__file__).resolve().parent / "pictures"
OUT = HERE / "oriented"
shutil.rmtree(OUT, ignore_errors=True)
OUT.mkdir()
T = Image.Transpose
STORED = {1: None, 2: T.FLIP_LEFT_RIGHT, 3: T.ROTATE_180, 4: T.FLIP_TOP_BOTTOM, 5: T.TRANSPOSE, 6: T.ROTATE_90,
          7: T.TRANSVERSE, 8: T.ROTATE_270}
upright = Image.open(HERE / "blocks.png").convert("RGB")
NAME, XAP = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0"
BYTE, ASCII, SHORT, LONG, UNDEFINED, SSHORT, SLONG = 1, 2, 3, 4, 7, 8, 9
FORMATS = {BYTE: "B", ASCII: "B", SHORT: "H", LONG: "I", UNDEFINED: "B", SSHORT: "h", SLONG: "i"}


def entry(order, tag, kind, *values):
    data = struct.pack(order + str(len(values)) + FORMATS[kind], *values)
    assert len(data) <= 4
    return struct.pack(order + "HHI", tag, kind, len(values)) + data.ljust(4, b"\0")


def tiff(code, kind=SHORT, order="<", others=True):
    """A TIFF with a directory: the orientation between two other tags, or none for None."""
    entries = [entry(order, 256, LONG, 24)] if others else []
    entries += [entry(order, 274, kind, code)] if code is not None else []
    entries += [entry(order, 296, SHORT, 2)] if others else []
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8)
    return head + struct.pack(order + "H", len(entries)) + b"".join(entries) + bytes(4)


def attribute(code, equals='="%d"'):
    return (f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
            'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
            'xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation' + equals % code +
            '/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>').encode()


def element(code, value="%d"):
    return ('<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            '<rdf:Description rdf:about="" xmlns:tiff="http://ns.adobe.com/tiff/1.0/"><tiff:Make>A</tiff:Make>'
            '<tiff:Orientation>' + value % code + '</tiff:Orientation></rdf:Description></rdf:RDF></x:xmpmeta>').encode()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def hexadecimal(kind, data):
    """As ImageMagick writes profiles."""
    digits = data.hex()
    lines = [digits[i:i + 72] for i in range(0, len(digits), 72)]
    return f"\n{kind}\n{len(data):8d}\n".encode() + "\n".join(lines).encode() + b"\n"


def text(name, data): return chunk(b"tEXt", name + b"\0" + data)
def compressed(name, data): return chunk(b"zTXt", name + b"\0\0" + zlib.compress(data))
def international(name, data, deflated=False):
    body = zlib.compress(data) if deflated else data
    return chunk(b"iTXt", name + b"\0" + bytes([int(deflated), 0]) + b"\0\0" + body)


def check(name, data):
    if name.startswith("ours-"): return
    shown = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
    assert shown.size == upright.size, name
    difference = np.abs(np.asarray(shown).astype(int) - np.asarray(upright).astype(int)).max()
    assert difference <= (4 if name.endswith(".jpg") else 0), (name, difference)


def stored(code): return upright if STORED[code] is None else upright.transpose(STORED[code])


def png(name, code, before=b"", after=b""):
    buffer = io.BytesIO()
    stored(code).save(buffer, "PNG")
    data = buffer.getvalue()
    at, end = data.index(b"IDAT") - 4, len(data) - 12
    data = data[:at] + before + data[at:end] + after + data[end:]
    check(name + ".png", data)
    (OUT / (name + ".png")).write_bytes(data)


def app1(data): return b"\xff\xe1" + struct.pack(">H", len(data) + 2) + data


def jpeg(name, code, *segments):
    buffer = io.BytesIO()
    stored(code).save(buffer, "JPEG", quality=95, subsampling=0)
    data = buffer.getvalue()
    data = data[:2] + b"".join(segments) + data[2:]
    check(name + ".jpg", data)
    (OUT / (name + ".jpg")).write_bytes(data)


def exif(data): return app1(NAME + data)
def xmp(data): return app1(XAP + data)


XMP = b"XML:com.adobe.xmp"
RAW = b"Raw profile type exif"
for code in range(1, 9):
    png(f"exif-{code}", code, chunk(b"eXIf", tiff(code)))
    png(f"xmp-{code}", code, international(XMP, attribute(code)))
    png(f"profile-{code}", code, compressed(RAW, hexadecimal("exif", NAME + tiff(code))))
    jpeg(f"xmp-{code}", code, xmp(element(code)))
    jpeg(f"long-{code}", code, exif(tiff(code, LONG, ">")))
for order, word in [("<", "little"), (">", "big")]:
    for kind, type_word in [(SHORT, "short"), (LONG, "long"), (SSHORT, "signed-short"), (SLONG, "signed-long")]:
        png(f"exif-{type_word}-{word}", 6, chunk(b"eXIf", tiff(6, kind, order)))
        jpeg(f"exif-{type_word}-{word}", 8, exif(tiff(8, kind, order)))
png("exif-after", 6, after=chunk(b"eXIf", tiff(6)))
png("exif-named", 5, chunk(b"eXIf", NAME + tiff(5)))
png("exif-twice", 7, chunk(b"eXIf", tiff(3)) + chunk(b"eXIf", tiff(7)))
png("profile-plain", 7, text(RAW, hexadecimal("exif", NAME + tiff(7, order=">"))))
png("profile-unnamed", 8, text(RAW, hexadecimal("exif", tiff(8))))
png("profile-international", 5, international(RAW, hexadecimal("exif", NAME + tiff(5)), True))
png("profile-after", 8, after=compressed(RAW, hexadecimal("exif", NAME + tiff(8))))
png("exif-before-profile", 6, text(RAW, hexadecimal("exif", NAME + tiff(3))) + chunk(b"eXIf", tiff(6)))
png("ours-app1-exif", 6, compressed(b"Raw profile type APP1", hexadecimal("app1", NAME + tiff(6))))
png("ours-app1-xmp", 8, compressed(b"Raw profile type APP1", hexadecimal("app1", XAP + attribute(8))))
png("ours-profile-xmp", 7, compressed(b"Raw profile type xmp", hexadecimal("xmp", attribute(7))))
png("xmp-element", 6, international(XMP, element(6)))
png("xmp-compressed", 8, international(XMP, attribute(8), True))
png("xmp-after", 5, after=international(XMP, attribute(5)))
png("xmp-plain", 7, text(XMP, attribute(7)))
png("ours-xmp-quote", 6, international(XMP, attribute(6, " = '%d'")))
png("ours-xmp-spaces", 6, international(XMP, element(6, "\n  %d\n")))
# EXIF counts before XMP, if it states anything at all.
png("exif-beside-xmp", 6, international(XMP, attribute(3)) + chunk(b"eXIf", tiff(6)))
png("exif-nonsense-beside-xmp", 1, international(XMP, attribute(6)) + chunk(b"eXIf", tiff(9)))
png("exif-zero-beside-xmp", 1, international(XMP, attribute(6)) + chunk(b"eXIf", tiff(0)))
png("exif-byte-beside-xmp", 1, international(XMP, attribute(6)) + chunk(b"eXIf", tiff(8, BYTE)))
png("exif-empty-beside-xmp", 6, international(XMP, attribute(6)) + chunk(b"eXIf", tiff(None)))
jpeg("exif-beside-xmp", 6, xmp(attribute(3)), exif(tiff(6)))
jpeg("exif-before-xmp", 6, exif(tiff(6, order=">")), xmp(attribute(3)))
jpeg("exif-empty-beside-xmp", 8, exif(tiff(None)), xmp(attribute(8)))
jpeg("exif-in-parts", 7, exif(tiff(7)[:20]), exif(tiff(7)[20:]))
jpeg("exif-alone-in-it", 5, exif(tiff(5, others=False)))
jpeg("other-segments", 6, app1(b"QVCI\0nothing"), app1(b"http://ns.adobe.com/xmp/extension/\0" + attribute(3)),
     exif(tiff(6)))
jpeg("xmp-twice", 6, xmp(attribute(3)), xmp(attribute(6)))
jpeg("xmp-attribute", 8, xmp(attribute(8)))
# Damaged blocks state nothing.
wrong = bytearray(chunk(b"eXIf", tiff(6)))
wrong[-1] ^= 1
png("ours-damaged-checksum", 1, bytes(wrong))
png("ours-damaged-header", 1, chunk(b"eXIf", b"XX" + tiff(6)[2:]))
png("ours-damaged-cut", 1, chunk(b"eXIf", tiff(6)[:25]))
png("ours-damaged-empty", 1, chunk(b"eXIf", b""))
png("ours-damaged-digits", 1, text(RAW, b"\nexif\n      40\n4578696600zz0000"))
png("ours-damaged-odd", 1, text(RAW, hexadecimal("exif", NAME + tiff(6)).strip() + b"0"))
png("ours-damaged-stream", 1, chunk(b"zTXt", RAW + b"\0\0" + b"nothing"))
png("ours-damaged-stream-cut", 1, chunk(b"zTXt", RAW + b"\0\0" + zlib.compress(bytes(range(256)) * 4)[:-40]))
png("ours-damaged-xmp", 1, international(XMP, b'<a tiff:Orientation="x" tiff:Orientation'))
png("ours-damaged-beside-xmp", 8, chunk(b"eXIf", b"XX") + international(XMP, attribute(8)))
jpeg("ours-damaged-header", 1, exif(b"XX" + tiff(6)[2:]))
jpeg("ours-damaged-offset", 1, exif(tiff(6)[:4] + b"\xff\xff\xff\xff" + tiff(6)[8:]))
jpeg("ours-damaged-cut", 1, exif(tiff(6)[:25]))
jpeg("ours-damaged-beside-xmp", 6, exif(b""), xmp(attribute(6)))
