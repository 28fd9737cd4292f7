"""Writes safetensors.json: files that are right or wrong, and whether the reference library opens them; and float8.json:
every number of the 8-bit types.

usage: make_safetensors.py
needs: pip install safetensors==0.8.0 numpy ml_dtypes

A file is its header's text, the length that stands before it (the text's own, where none is given) and a number of zero
bytes behind it. `verdict` is "accept" where the library opens the file and can list its tensors; `refused` says why we
don't where it does, and `taken` that we do where it doesn't.
"""
import json, math, os, struct, tempfile
import ml_dtypes, numpy
from safetensors import safe_open

folder = os.path.dirname(os.path.abspath(__file__))


def tensor(dtype, shape, begin, end, **more):
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end], **more}


def text(**tensors):
    return json.dumps(tensors)


x = '"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}'
y = '"y":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}'
cases = [
    # what, header, bytes behind it
    ("one tensor", "{%s}" % x, 4),
    ("two", "{%s,%s}" % (x, y), 8),
    ("no tensor", "{}", 0),
    ("no tensor, and a byte", "{}", 1),
    ("not in the offsets' order", "{%s,%s}" % (y, x), 8),
    ("in another order of fields", '{"x":{"data_offsets":[0,4],"shape":[1],"dtype":"F32"}}', 4),
    ("spaces behind", "{%s}   " % x, 4),
    ("line ends and tabs", "\n\t{\r\n%s\n}" % x, 4),
    ("a space before", " {%s}" % x, 4),
    ("a byte order mark", "\ufeff{%s}" % x, 4),
    ("zeros behind", "{%s}\0\0" % x, 4),
    ("something behind", "{%s} {}" % x, 4),
    ("a header's length that is odd", "{%s}" % x + " " * (1 - len("{%s}" % x) % 2), 4),
    ("an empty name", '{"":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4),
    ("a name with escapes", r'{"\u00e9\"\\\/\b\f\n\r\t\ud83d\ude00":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4),
    ("half of a surrogate pair", r'{"\ud83d":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4),
    ("the wrong half", r'{"\ude00":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4),
    ("an unknown escape", r'{"\x41":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4),
    ("a line end in a name", '{"a\nb":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4),
    ("DEL in a name", '{"a\x7fb":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4),
    ("two names that look alike", text(**{"\u00fc": tensor("F32", [1], 0, 4), "u\u0308": tensor("F32", [1], 4, 8)}), 8),
    ("a hole at the beginning", text(x=tensor("F32", [1], 4, 8)), 8),
    ("a hole between", text(x=tensor("F32", [1], 0, 4), y=tensor("F32", [1], 8, 12)), 12),
    ("a hole at the end", text(x=tensor("F32", [1], 0, 4)), 5),
    ("a byte too few", text(x=tensor("F32", [1], 0, 4)), 3),
    ("an overlap", text(x=tensor("F32", [2], 0, 8), y=tensor("F32", [1], 4, 8)), 8),
    ("the same bytes twice", text(x=tensor("F32", [1], 0, 4), y=tensor("F32", [1], 0, 4)), 4),
    ("an empty tensor", text(x=tensor("F32", [0], 0, 0)), 0),
    ("an empty tensor between", text(x=tensor("F32", [1], 0, 4), e=tensor("F32", [0, 3], 4, 4), y=tensor("F32", [1], 4, 8)), 8),
    ("an empty tensor at the end", text(x=tensor("F32", [1], 0, 4), e=tensor("F32", [3, 0], 4, 4)), 4),
    ("an empty tensor inside of another", text(x=tensor("F32", [2], 0, 8), e=tensor("F32", [0], 4, 4)), 8),
    ("a scalar", text(x=tensor("F32", [], 0, 4)), 4),
    ("offsets that go back", text(x=tensor("F32", [1], 4, 0)), 4),
    ("too few bytes for the shape", text(x=tensor("F32", [2], 0, 4)), 4),
    ("too many", text(x=tensor("F32", [1], 0, 8)), 8),
    ("a shape whose product overflows", text(x=tensor("F32", [2**63, 2], 0, 4)), 4),
    ("a size in bytes that overflows", text(x=tensor("F32", [2**62], 0, 4)), 4),
    ("a negative axis", text(x=tensor("F32", [-1], 0, 4)), 4),
    ("a negative offset", text(x=tensor("F32", [1], -4, 0)), 4),
    ("an axis of 2^64", text(x=tensor("F32", [2**64], 0, 4)), 4),
    ("a fraction as an axis", text(x=tensor("F32", [1.0], 0, 4)), 4),
    ("an exponent in an offset", '{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4e0]}}', 4),
    ("minus zero", '{"x":{"dtype":"F32","shape":[1],"data_offsets":[-0,4]}}', 4),
    ("a leading zero", '{"x":{"dtype":"F32","shape":[01],"data_offsets":[0,4]}}', 4),
    ("a plus", '{"x":{"dtype":"F32","shape":[+1],"data_offsets":[0,4]}}', 4),
    ("a text as an axis", text(x=tensor("F32", ["1"], 0, 4)), 4),
    ("true as an axis", text(x=tensor("F32", [True], 0, 4)), 4),
    ("a shape that is a number", text(x=tensor("F32", 1, 0, 4)), 4),
    ("three offsets", '{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}', 4),
    ("one offset", '{"x":{"dtype":"F32","shape":[1],"data_offsets":[4]}}', 4),
    ("no dtype", '{"x":{"shape":[1],"data_offsets":[0,4]}}', 4),
    ("no shape", '{"x":{"dtype":"F32","data_offsets":[0,4]}}', 4),
    ("no offsets", '{"x":{"dtype":"F32","shape":[1]}}', 4),
    ("null as a dtype", text(x=tensor(None, [1], 0, 4)), 4),
    ("a dtype in small letters", text(x=tensor("f32", [1], 0, 4)), 4),
    ("a dtype of the future", text(x=tensor("F2", [8], 0, 2), y=tensor("U8", [1], 2, 3)), 3),
    ("a field more", text(x=tensor("F32", [1], 0, 4, note={"a": [1, 2.5e3, None, True, "x"]})), 4),
    ("a field twice", '{"x":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4),
    ("a tensor that is null", '{"x":null}', 0),
    ("a tensor that is a text", '{"x":"F32"}', 0),
    ("a tensor that is empty", '{"x":{}}', 0),
    ("notes", '{"__metadata__":{"a":"b","format":"pt"},%s}' % x, 4),
    ("no notes", '{"__metadata__":{},%s}' % x, 4),
    ("notes at the end", '{%s,"__metadata__":{"a":"b"}}' % x, 4),
    ("notes that are null", '{"__metadata__":null,%s}' % x, 4),
    ("a number among notes", '{"__metadata__":{"a":1},%s}' % x, 4),
    ("null among notes", '{"__metadata__":{"a":null},%s}' % x, 4),
    ("an object among notes", '{"__metadata__":{"a":{}},%s}' % x, 4),
    ("notes that are a list", '{"__metadata__":[],%s}' % x, 4),
    ("notes that are a text", '{"__metadata__":"a",%s}' % x, 4),
    ("notes twice", '{"__metadata__":{},"__metadata__":{},%s}' % x, 4),
    ("notes of a tensor's form", '{"__metadata__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4),
    ("a name twice", "{%s,%s}" % (x, x.replace("[0,4]", "[4,8]")), 8),
    ("a comma at the end", "{%s,}" % x, 4),
    ("a comma too few", "{%s %s}" % (x, y), 8),
    ("no colon", '{"x"{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4),
    ("a comment", "{%s/* */}" % x, 4),
    ("single quotes", "{%s}" % x.replace('"', "'"), 4),
    ("no end", "{%s" % x, 4),
    ("a list", "[]", 0),
    ("a text", '"x"', 0),
    ("a number", "1", 0),
    ("nothing", "", 0),
    ("spaces alone", "  ", 0),
    ("NaN", "NaN", 0),
    ("a name twice, for the same bytes", "{%s,%s}" % (x, x), 4),
    ("a name twice, once with escapes", "{%s,%s}" % (x, x.replace('"x"', r'"\u0078"')), 4),
    ("a note twice", '{"__metadata__":{"a":"b","a":"c"},%s}' % x, 4),
    ("an empty tensor with a huge axis", text(x=tensor("F32", [0, 3, 2**62, 3], 0, 0)), 0),
    ("a huge axis and then an empty one", text(x=tensor("F32", [2**62, 0], 0, 0)), 0),
    ("a field nested 125 deep", '{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"n":%s%s}}' % ("[" * 125, "]" * 125), 4),
    ("a field nested 126 deep", '{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"n":%s%s}}' % ("[" * 126, "]" * 126), 4),
    ("an unknown field with wrong JSON", '{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"n":{"a":[1,]}}}', 4),
    ("an unknown field with a key that is no text", '{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"n":{1:2}}}', 4),
    ("an unknown field with objects and lists", '{"x":{"dtype":"F32","n":{"a":{},"b":[[],{"c":-1.5E-3}],"d":"\\u00e9"},"shape":[1],"data_offsets":[0,4]}}', 4),
    ("an unknown field with NaN", '{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"n":NaN}}', 4),
    ("a field nested 100 deep", '{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"n":%s%s}}' % ("[" * 100, "]" * 100), 4),
    ("a field nested 200 deep", '{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"n":%s%s}}' % ("[" * 200, "]" * 200), 4),
]
# The format disallows a key that stands twice, though its library lets the last one win; a tensor's axes are bounded.
refused = {
    "a name twice, for the same bytes": "names 'x' twice", "a name twice, once with escapes": "names 'x' twice",
    "a note twice": "names 'a' twice in '__metadata__'",
    "an empty tensor with a huge axis": "has shape 0×3×4611686018427387904×3",
    "a huge axis and then an empty one": "has shape 4611686018427387904×0",
}
# A type that isn't known is an error where its tensor is asked for.
taken = {"a dtype in small letters", "a dtype of the future"}
sizes = {"BOOL": 8, "U8": 8, "I8": 8, "F8_E5M2": 8, "F8_E4M3": 8, "F8_E8M0": 8, "F8_E4M3FNUZ": 8, "F8_E5M2FNUZ": 8, "I16": 16, "U16": 16, "F16": 16, "BF16": 16,
         "I32": 32, "U32": 32, "F32": 32, "F64": 64, "I64": 64, "U64": 64, "C64": 64, "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6}
for name, bits in sizes.items():
    cases.append(("four of " + name, text(x=tensor(name, [4], 0, bits // 2)), bits // 2))
    cases.append(("bytes too few for four of " + name, text(x=tensor(name, [4], 0, bits // 2 - 1)), bits // 2 - 1))
cases.append(("three of F4, which end within a byte", text(x=tensor("F4", [3], 0, 2)), 2))


def verdict(data):
    with tempfile.TemporaryDirectory() as place:
        path = place + "/x.safetensors"
        open(path, "wb").write(data)
        try:
            with safe_open(path, "numpy") as file:
                return "accept", sorted(file.keys())
        except Exception as error:
            return "refuse", str(error)


rows = []
for what, header, size in cases:
    raw = header.encode()
    answer, detail = verdict(struct.pack("<Q", len(raw)) + raw + bytes(size))
    row = {"what": what, "header": header, "bytes": size, "verdict": answer}
    if what in refused:
        assert answer == "accept", what
        row["refused"] = refused[what]
    if what in taken:
        assert answer == "refuse", what
        row["taken"] = True
    rows.append(row)
    print(f"{answer:7} {what}: {detail}")
for what, length, header, size in [
    ("a header longer than the file", 99, "{}", 0), ("a header of 2^64 - 1 bytes", 2**64 - 1, "{}", 0),
    ("a header of 2^63 bytes", 2**63, "{}", 0), ("a header of 100 MB and a byte", 100_000_001, "{}", 0),
    ("a header that ends within a character", 2, '{"\u00e9"}', 0), ("a header that is shorter than its text", 2, "{} ", 0),
]:
    answer, detail = verdict(struct.pack("<Q", length) + header.encode() + bytes(size))
    rows.append({"what": what, "length": str(length), "header": header, "bytes": size, "verdict": answer})
    print(f"{answer:7} {what}: {detail}")
with open(folder + "/safetensors.json", "w") as file:
    file.write("[\n" + ",\n".join(" " + json.dumps(row) for row in rows) + "\n]\n")


def word(value):
    value = float(value)
    return "nan" if math.isnan(value) else value.hex() if math.isfinite(value) else "inf" if value > 0 else "-inf"


types = {"F8_E4M3": ml_dtypes.float8_e4m3fn, "F8_E5M2": ml_dtypes.float8_e5m2, "F8_E8M0": ml_dtypes.float8_e8m0fnu,
         "F8_E4M3FNUZ": ml_dtypes.float8_e4m3fnuz, "F8_E5M2FNUZ": ml_dtypes.float8_e5m2fnuz}
numbers = {name: [word(v) for v in numpy.arange(256, dtype=numpy.uint8).view(kind)] for name, kind in types.items()}
with open(folder + "/float8.json", "w") as file:
    file.write("{\n" + ",\n".join(f' "{name}": {json.dumps(values)}' for name, values in numbers.items()) + "\n}\n")
