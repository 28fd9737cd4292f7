"""Writes pytorch/: files of torch.save, and expected.json, what their tensors are as float32.

usage: make_pth.py
needs: pip install torch==2.13.0 numpy

Files in `refused` of expected.json are those that aren't read, each with a part of the message. `written.pth` is one of
PipelineKit (PyTorchTests); here it is only checked that torch.load reads it.
"""
import collections, json, math, os, pickle, zipfile
import numpy, torch

folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "pytorch")
os.makedirs(folder, exist_ok=True)
expected, refused = {}, {}
torch.manual_seed(0)


def place(name):
    return os.path.join(folder, name)


def tensors(value, name=""):
    """The tensors of a value, by our names."""
    if isinstance(value, torch.Tensor):
        return {name or "tensor": value}
    if isinstance(value, dict):
        parts = value.items()
    elif isinstance(value, (list, tuple)):
        parts = enumerate(value)
    else:
        return {}
    found = {}
    for key, part in parts:
        found |= tensors(part, f"{name}.{key}" if name else str(key))
    return found


def number(value):
    return "nan" if math.isnan(value) else "inf" if value == math.inf else "-inf" if value == -math.inf else value


def save(name, value, **options):
    torch.save(value, place(name), **options)
    expected[name] = {
        key: {"shape": list(t.shape), "values": [number(v) for v in t.detach().to(torch.float32).flatten().tolist()]}
        for key, t in tensors(value).items()
        if not t.is_complex()
    }


def refuse(name, value, why, **options):
    torch.save(value, place(name), **options)
    refused[name] = why


x = torch.arange(24.0).reshape(2, 3, 4) / 8 - 1
numbers = torch.tensor([0, 1, 2.5, 100, -3.25, 0.1])
floats = "float16 bfloat16 float32 float64 float8_e4m3fn float8_e5m2 float8_e4m3fnuz float8_e5m2fnuz".split()
signed, unsigned = "int8 int16 int32 int64".split(), "uint8 uint16 uint32 uint64".split()
types = {name: numbers.to(getattr(torch, name)) for name in floats}
types |= {name: torch.tensor([0, 1, -2, 127, -128]).to(getattr(torch, name)) for name in signed}
types |= {name: torch.tensor([0, 1, 2, 255], dtype=torch.uint8).to(getattr(torch, name)) for name in unsigned}
types |= {"bool": torch.tensor([True, False, True]), "odd": torch.tensor([math.nan, math.inf, -math.inf, -0.0])}
types |= {"complex64": torch.ones(2, dtype=torch.complex64), "large": torch.tensor([2**62 + 1, -(2**62)])}
save("types.pth", types)
save(
    "views.pth",
    {
        "whole": x, "transposed": x.transpose(0, 2), "permuted": x.permute(1, 2, 0), "slice": x[1:, ::2, 1:3],
        "row": x[1, 2], "scalar": x[1, 2, 3], "expanded": x[:, :1, :1].expand(2, 5, 3), "empty": x[:, :0],
        "none": torch.ones(0, 3).t(), "half": x.half()[..., 1].t(), "one": x[:1, :, :1], "bytes": torch.arange(9, dtype=torch.uint8)[1::3],
        "windows": torch.arange(6.0).unfold(0, 3, 1),
    },
)
save(
    "nested.pth",
    collections.OrderedDict(
        [
            ("prompt_embeds", torch.nn.Parameter(x)), ("text", {"long": torch.ones(2, 2), "deep": {"0": torch.zeros(1)}}),
            ("prompt", "a fox"), ("steps", 50), ("seed", 2**70), ("rate", 0.5), ("nothing", None), ("on", True),
            ("list", [torch.full((2,), 7.0), "x", (torch.full((1,), 8.0), 3)]), ("é", torch.ones(1)), (3, torch.ones(3)),
        ]
    ),
)
save("state.pt", torch.nn.Linear(3, 2).state_dict())
save("alone.pth", x)
save("pair.pth", (x[0], x[1].half()))
save("protocol-4.pth", {"x": x[0]}, pickle_protocol=4)
save("protocol-5.pth", [x[0], {"y": x[1]}], pickle_protocol=5)
save("empty.pth", {})
torch.serialization.set_crc32_options(False)
save("unchecked.pth", {"x": x[0]})
torch.serialization.set_crc32_options(True)
shared = {"a": torch.ones(2)}
notes = {"n": 1}
save("notes-twice.pth", {"x": x[0], "first": notes, "second": notes})

refuse("module.pth", torch.nn.Linear(1, 1), "names 'torch.nn.modules.linear.Linear'")
refuse("sparse.pth", {"x": torch.eye(2).to_sparse()}, "names 'torch._utils._rebuild_sparse_tensor'")
refuse("quantised.pth", {"x": torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8)}, "names 'torch._utils._rebuild_qtensor'")
refuse("numpy.pth", {"x": x, "loss": numpy.float64(0.5)}, "names 'numpy")
refuse("size.pth", {"size": x.size()}, "names 'torch.Size'")
refuse("set.pth", {"x": x, "tags": {1, 2}}, "names '__builtin__.set'")
refuse("negated.pth", {"x": torch.ones(2, dtype=torch.complex64).conj().imag}, "tensor 'x' is conjugated or negated")
refuse("huge.pth", {"x": torch.ones(1).expand(1 << 23)}, "tensor 'x' repeats its 1 numbers to 8388608")
refuse("shared.pth", {"x": shared, "y": shared}, "a dictionary or list of tensors stands in it twice")
circle = {"a": torch.ones(2)}
circle["self"] = circle
refuse("circle.pth", circle, "a dictionary or list in it holds itself")
deep = torch.ones(1)
for _ in range(20):
    deep = [deep]
refuse("deep.pth", deep, "its values are nested deeper than 16")
refuse("twice.pth", {"a": {"b": torch.ones(1)}, "a.b": torch.ones(1)}, "it names 'a.b' twice")
refuse("legacy.pth", {"x": x}, "it is a pickle without a zip file", _use_new_zipfile_serialization=False)
with open(place("plain.pth"), "wb") as file:
    pickle.dump({"x": [1.0, 2.0]}, file)
refused["plain.pth"] = "it is a pickle without a zip file"


class Evil:
    def __reduce__(self):
        return os.system, ("touch executed",)


refuse("system.pth", {"x": x, "y": Evil()}, "names 'posix.system'")


def rewrite(name, source, change=lambda name, content: content, compression=zipfile.ZIP_STORED):
    with zipfile.ZipFile(place(source)) as old, zipfile.ZipFile(place(name), "w", compression) as new:
        for entry in old.infolist():
            content = change(entry.filename, old.read(entry))
            if content is not None:
                new.writestr(zipfile.ZipInfo(entry.filename), content, compression)


rewrite("repacked.pth", "nested.pth")
expected["repacked.pth"] = expected["nested.pth"]
rewrite("compressed.pth", "alone.pth", compression=zipfile.ZIP_DEFLATED)
refused["compressed.pth"] = "is compressed or encrypted; torch.save stores entries as they are"
rewrite("big-endian.pth", "alone.pth", lambda name, content: b"big" if name.endswith("byteorder") else content)
refused["big-endian.pth"] = "it is not little-endian"
rewrite("short.pth", "alone.pth", lambda name, content: content[:-4] if "/data/" in name else content)
refused["short.pth"] = "tensor 'tensor' has 24 numbers, but 'alone/data/0' takes 92 bytes"
rewrite("lacking.pth", "alone.pth", lambda name, content: None if "/data/" in name else content)
refused["lacking.pth"] = "tensor 'tensor' lacks its numbers, the zip file's 'alone/data/0'"
rewrite("other.zip", "alone.pth", lambda name, content: content if "version" in name else None)
refused["other.zip"] = "it is a zip file without 'data.pkl', so not one of torch.save"

if os.path.exists(place("written.pth")):
    written = torch.load(place("written.pth"), weights_only=True)
    assert list(written) == ["x", "é.variance", "scalar", "empty"]
    assert torch.equal(written["x"], x) and written["scalar"].shape == () and written["empty"].shape == (2, 0)
    assert written["é.variance"].tolist() == [-1.5] and written["scalar"].item() == 0.25

for name in expected:
    # torch.load's own subset of pickle ends at protocol 3.
    torch.load(place(name), weights_only=not name.startswith("protocol"))
with open(place("expected.json"), "w") as file:
    json.dump({"read": expected, "refused": refused}, file, indent=1, ensure_ascii=False)
    file.write("\n")
