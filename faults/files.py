"""Files as the harness sees them: what a folder holds, whether each file is complete, and what is left over.

The decoders are the harness's own, so that a mistake of the program's readers can't hide one of its writers. A file of a
kind that has no decoder here is a breach: whoever adds a kind of output adds its decoder.
"""

import json
import os
import re
import struct
import xml.etree.ElementTree
import zlib

PART = re.compile(r"^\..*\.[0-9]+-[0-9a-f]{8}\.part$")


def tree(folder):
    """The files below a folder, by their paths in it: their bytes. Leftovers are not among them."""
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            if not PART.match(name):
                try:
                    with open(path, "rb") as file:
                        found[os.path.relpath(path, folder)] = file.read()
                except FileNotFoundError:
                    pass
    return found


def leftovers(*folders):
    """The temporary files below folders."""
    return [
        os.path.join(place, name)
        for folder in folders
        for place, _, names in os.walk(folder)
        for name in names
        if PART.match(name)
    ]


def fault(name, data):
    """Why a file is not complete; None where it is."""
    ending = os.path.splitext(name)[1]
    decoder = DECODERS.get(ending)
    if decoder is None and re.fullmatch(r"[0-9a-f]{64}", os.path.basename(name)):
        decoder = digest
    if decoder is None:
        return f"{name}: no decoder in faults/files.py"
    try:
        decoder(data)
    except Exception as error:
        return f"{name}: {len(data)} bytes: {error}"
    return None


def require(holds, what):
    if not holds:
        raise ValueError(what)


def png(data):
    """PNG and APNG: every chunk's checksum, the end, and as many bytes of pixels as the header says."""
    require(data[:8] == b"\x89PNG\r\n\x1a\n", "no signature")
    position, pixels, frames, names = 8, b"", [], []
    while position < len(data):
        require(position + 12 <= len(data), "a chunk is cut off")
        (length,) = struct.unpack_from(">I", data, position)
        name, body = data[position + 4 : position + 8], data[position + 8 : position + 8 + length]
        require(position + 12 + length <= len(data), f"{name} is cut off")
        (sum,) = struct.unpack_from(">I", data, position + 8 + length)
        require(sum == zlib.crc32(name + body), f"{name} has a wrong checksum")
        if name == b"IHDR":
            width, height, depth, colour = struct.unpack_from(">IIBB", body)
        elif name == b"IDAT":
            pixels += body
        elif name == b"fcTL":
            frames.append([struct.unpack_from(">II", body, 4), b""])
        elif name == b"fdAT":
            frames[-1][1] += body[4:]
        names.append(name)
        position += 12 + length
    require(names[0] == b"IHDR" and names[-1] == b"IEND", "does not end with IEND")
    bits = depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    for (across, down), packed in [((width, height), pixels)] + [frame for frame in frames if frame[1]]:
        require(len(zlib.decompress(packed)) == down * (1 + (across * bits + 7) // 8), "pixels are missing")


def jpeg(data):
    require(data[:3] == b"\xff\xd8\xff" and data[-2:] == b"\xff\xd9", "not from SOI to EOI")


def gif(data):
    require(data[:6] == b"GIF89a" and data[-1:] == b";", "no trailer")


def safetensors(data):
    require(len(data) >= 8, "no header")
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + length])
    sizes = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "U64": 8, "U32": 4, "U8": 1, "I8": 1, "BOOL": 1}
    end = 0
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        count = sizes[entry["dtype"]]
        for side in entry["shape"]:
            count *= side
        start, stop = entry["data_offsets"]
        require(start == end and stop - start == count, f"{name} does not follow what is before it")
        end = stop
    require(8 + length + end == len(data), f"{8 + length + end} bytes are expected")


def csv(data):
    rows = data.decode().split("\n")
    require(rows[-1] == "" and len({row.count(",") for row in rows[:-1]}) == 1, "rows differ")


def text(data):
    require(data.decode().endswith("\n"), "the last line has no end")


def html(data):
    require(data.decode().rstrip().endswith("</html>"), "no </html>")


def digest(data):
    require(re.fullmatch(rb"[0-9a-f]{64}", data), "not 64 hexadecimal digits")


DECODERS = {
    ".png": png,
    ".apng": png,
    ".jpg": jpeg,
    ".gif": gif,
    ".safetensors": safetensors,
    ".json": lambda data: json.loads(data),
    ".csv": csv,
    ".md": text,
    ".html": html,
    ".svg": lambda data: xml.etree.ElementTree.fromstring(data),
}
