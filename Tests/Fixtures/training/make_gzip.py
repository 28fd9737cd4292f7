"""Makes gzip.json: gzip files in base64, and how many bytes Python's gzip unpacks (null where it
refuses a file): all of `text`, or nothing.

usage: python make_gzip.py   (run in this folder)
"""
import base64, gzip, json, zlib

text = bytes(range(256)) * 40


def member(data, level=9):
    return gzip.compress(data, level, mtime=0)


def named(data):  # a header with a name, a comment and extra bytes, as gzip and others write
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
    body = deflate.compress(data) + deflate.flush()
    header = b"\x1f\x8b\x08\x1c" + bytes(4) + b"\0\x03" + b"\x04\0abcd" + b"digits\0" + b"a comment\0"
    return header + body + zlib.crc32(data).to_bytes(4, "little") + len(data).to_bytes(4, "little")


whole = member(text)
halves = member(text[:5000]) + member(text[5000:])
damaged = bytearray(halves)
damaged[-6] ^= 1
files = {
    "one member": whole,
    "two members": halves,
    "many small members": b"".join(member(text[i : i + 970]) for i in range(0, len(text), 970)),
    "an empty member first": member(b"") + whole,
    "an empty member between and one last": member(text[:1]) + member(b"") + member(text[1:]) + member(b""),
    "nothing but empty members": member(b"") * 3,
    "stored without compression": member(text[:1000], 0) + member(text[1000:]),
    "named members": named(text[:300]) + named(text[300:]),
    "padded with zeros": whole + bytes(512),
    "padded with one zero": halves + bytes(1),
    "padded between members": member(text[:9]) + bytes(7) + member(text[9:]),
    "trailing garbage": whole + b"garbage",
    "zeros and garbage": whole + bytes(5) + b"x",
    "a single byte of a header": whole + b"\x1f",
    "a second member without its body": whole + halves[:10],
    "a second member cut off": halves[:-20],
    "a second member without its checksum": halves[:-8],
    "a second member with a wrong checksum": bytes(damaged),
    "a first member cut off": whole[:-9],
}
result = {}
for name, data in files.items():
    try:
        unpacked = gzip.decompress(data)
        assert unpacked in (text, b"")
        result[name] = {"file": base64.b64encode(data).decode(), "length": len(unpacked)}
    except (OSError, EOFError, zlib.error):
        result[name] = {"file": base64.b64encode(data).decode(), "length": None}
json.dump(result, open("gzip.json", "w"), indent=1)
