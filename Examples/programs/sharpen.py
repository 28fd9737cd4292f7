"""Sharpens pictures: y = x + amount · (x − blur(x)), with blur the mean of the 3 × 3 pixels around each.

A program for the stage `run`; docs/programs.md describes the protocol. It needs nothing but Python.
"""

import array
import json
import struct
import sys


def read(stream):
    """The tensors of a safetensors file, each a shape and its numbers, and the file's texts."""
    (length,) = struct.unpack("<Q", stream.read(8))
    header = json.loads(stream.read(length))
    texts = header.pop("__metadata__", {})
    data = stream.read()
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        numbers = array.array("f", data[begin:end])
        if sys.byteorder == "big":
            numbers.byteswap()
        tensors[name] = (entry["shape"], numbers)
    return tensors, texts


def write(stream, tensors, texts={}):
    """Writes a safetensors file of Float32."""
    header, data = {"__metadata__": texts}, b""
    for name, (shape, numbers) in tensors.items():
        if sys.byteorder == "big":
            numbers.byteswap()
        part = numbers.tobytes()
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [len(data), len(data) + len(part)]}
        data += part
    text = json.dumps(header).encode()
    stream.write(struct.pack("<Q", len(text)) + text + data)


def sharpened(shape, x, amount):
    """The sharpened pictures, N × C × H × W. Pixels at the edge are repeated beyond it; values end at −1 and 1."""
    planes, height, width = shape[0] * shape[1], shape[2], shape[3]
    y = array.array("f", bytes(4 * len(x)))
    for plane in range(planes):
        for row in range(height):
            rows = [plane * height + min(max(row + step, 0), height - 1) for step in (-1, 0, 1)]
            for column in range(width):
                columns = [min(max(column + step, 0), width - 1) for step in (-1, 0, 1)]
                blurred = sum(x[r * width + c] for r in rows for c in columns) / 9
                place = (plane * height + row) * width + column
                y[place] = min(max(x[place] + amount * (x[place] - blurred), -1.0), 1.0)
    return y


tensors, texts = read(sys.stdin.buffer)
shape, numbers = tensors["picture"]
write(sys.stdout.buffer, {"image": (shape, sharpened(shape, numbers, float(texts["amount"])))})
