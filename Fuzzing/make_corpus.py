"""Makes Fuzzing/corpus and Fuzzing/dictionaries from the package's fixtures and shipped files:

    python3 Fuzzing/make_corpus.py

Needs the standard library alone. Seeds that stand for what no fixture has are made here, byte by byte.
"""

import binascii
import gzip
import hashlib
import json
import re
import shutil
import struct
import zipfile
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "Tests" / "Fixtures"
CORPUS = ROOT / "Fuzzing" / "corpus"
DICTIONARIES = ROOT / "Fuzzing" / "dictionaries"


def put(subject, name, content):
    folder = CORPUS / subject
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def copy(subject, *paths, most=4096):
    for path in paths:
        if path.stat().st_size <= most:
            put(subject, path.name, path.read_bytes())


def chunk(kind, content):
    covered = kind + content
    return struct.pack(">I", len(content)) + covered + struct.pack(">I", binascii.crc32(covered))


def png(*chunks, width=1, height=1):
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress((b"\0" + b"\x80" * width) * height))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + pixels + chunk(b"IEND", b"")


def safetensors(tensors, notes=None, types=None):
    """tensors: name → (shape, bytes); types: name → dtype, F32 where it has none."""
    header, data = ({"__metadata__": notes} if notes else {}), b""
    for name, (shape, content) in tensors.items():
        header[name] = {
            "dtype": (types or {}).get(name, "F32"),
            "shape": shape,
            "data_offsets": [len(data), len(data) + len(content)],
        }
        data += content
    text = json.dumps(header, ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


def floats(*values):
    return struct.pack(f"<{len(values)}f", *values)


# Protocol buffers: fields of a message, by number.
def varint(value):
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def field(number, value):
    if isinstance(value, float):
        return varint(number << 3 | 5) + struct.pack("<f", value)
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    value = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(value)) + value


def pieces(kind, charsmap=b""):
    """A SentencePiece model (sentencepiece_model.proto). kind: 1 unigram, 2 BPE, 3 words, 4 characters."""
    words = [("<pad>", 0.0, 3), ("</s>", 0.0, 3), ("<unk>", 0.0, 2)]
    words += [("▁" + word, -float(i), 1) for i, word in enumerate(["a", "red", "fox", "castle", "in", "style", ""])]
    words += [(c, -10.0 - i, 1) for i, c in enumerate("abcdforxsty")] + [("e", -9.0, 1), ("l", -8.0, 1)]
    seen, model = set(), b""
    for text, score, of in words:
        if text not in seen:
            seen.add(text)
            model += field(1, field(1, text) + field(2, score) + field(3, of))
    trainer = field(3, kind) + field(4, len(seen)) + field(40, 2) + field(41, 1)
    normalizer = field(1, "nmt_nfkc") + field(2, charsmap) + field(3, 1) + field(4, 1) + field(5, 1)
    return model + field(2, trainer) + field(3, normalizer)


def charsmap():
    """A table that maps A to a: a double array (Darts) of 256 units, and the texts."""
    units = [0] * 256
    units[0] = 1 << 10
    units[1 ^ 65] = 65 | 1 << 8 | 1 << 10
    units[(1 ^ 65) ^ 1] = 1 << 31
    trie = struct.pack("<256I", *units)
    return struct.pack("<I", len(trie)) + trie + b"a\0"


def pipelines():
    copy("pipeline", *sorted((ROOT / "pipelines").glob("*.json")), *sorted((ROOT / "pipelines/parts").glob("*.json")))
    put("pipeline", "loop.yaml", LOOP_YAML)
    put("pipeline", "wrong.json", WRONG)


def recipes():
    copy("recipe", *sorted((ROOT / "recipes").glob("*.json")), FIXTURES / "training/earlier/recipe.json")


def texts():
    made = [
        chunk(b"tEXt", b"software\0PipelineKit 0.1.0"),
        chunk(b"tEXt", b"comment\0PipelineKit 0.1.0: pipeline tiny"),
        chunk(b"tEXt", b"pipeline\0" + TINY.encode()),
        chunk(b"tEXt", b"pipeline:parts/p.json\0" + PART.encode()),
        chunk(b"tEXt", b'parameters\0{"seed": 7, "names": ["a", "b"], "output": "o.png"}'),
    ]
    put("texts", "made.png", png(*made))
    compressed = chunk(b"zTXt", b"pipeline\0\0" + zlib.compress(TINY.encode()))
    international = chunk(b"iTXt", b"parameters\0\1\0\0\0" + zlib.compress(b'{"seed": 8}'))
    put("texts", "compressed.png", png(compressed, international))
    put("texts", "zeros.png", png(chunk(b"zTXt", b"pipeline\0\0" + zlib.compress(bytes(500_000), 9))))

    def block(content):
        parts = [content[i : i + 255] for i in range(0, len(content), 255)]
        return b"".join(bytes([len(part)]) + part for part in parts) + b"\0"

    comments = [b"PipelineKit 0.1.0: pipeline tiny", b"pipeline\0" + TINY.encode(), b'parameters\0{"seed": 7}']
    put(
        "texts",
        "made.gif",
        b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + bytes(6) + b"".join(b"!\xfe" + block(c) for c in comments)
        + b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02" + block(b"\x44\x01") + b";",
    )
    jpeg = (FIXTURES / "pictures/soft-gray.jpg").read_bytes()
    segments = b"".join(b"\xff\xfe" + struct.pack(">H", len(c) + 2) + c for c in comments)
    put("texts", "made.jpg", jpeg[:20] + segments + jpeg[20:])
    copy("texts", FIXTURES / "pictures/texts.png")


def pictures():
    folder = FIXTURES / "pictures"
    names = "gray-1-interlaced gray-16-key gray-4 gray-alpha-8 palette-2-alpha palette-4 rgb-16 rgb-8-interlaced"
    copy("png", *[folder / f"{name}.png" for name in f"{names} rgba-8 texts wrong-ancillary-checksum".split()])
    names = "exif-6 profile-6 xmp-compressed exif-beside-xmp xmp-element profile-international"
    copy("png", *[folder / "oriented" / f"{name}.png" for name in names.split()])
    raw = b"\nexif\n250000\n" + b"0" * 500_000
    put("png", "long-profile.png", png(chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(raw, 9))))
    names = "cmyk soft-444 soft-gray soft-progressive soft ycck orientation-6"
    copy("jpeg", *[folder / f"{name}.jpg" for name in names.split()])
    names = "exif-in-parts xmp-6 exif-signed-long-big other-segments"
    copy("jpeg", *[folder / "oriented" / f"{name}.jpg" for name in names.split()])


def tensors():
    put("safetensors", "two", safetensors({"a": ([2, 3], bytes(24)), "é": ([0], b"")}, {"format": "pt"}))
    types = "F64 F16 BF16 F8_E4M3 F8_E5M2 F8_E8M0 F8_E4M3FNUZ I64 I8 U16 BOOL C64 F4 F6_E2M3 NEW".split()
    bits = [64, 16, 16, 8, 8, 8, 8, 64, 8, 16, 8, 64, 4, 6, 8]
    content = {f"t{i}": ([8], bytes(range(bits[i]))) for i in range(len(types))}
    put("safetensors", "types", safetensors(content, types={f"t{i}": of for i, of in enumerate(types)}))
    header = rb'{"a\u00e9\ud83d\ude80\n":{"extra":[{"x":[1.5e3,true,null]}],"dtype":"U8",'
    header += b'"shape":[],"data_offsets":[0,1]}}  '
    put("safetensors", "escapes", struct.pack("<Q", len(header)) + header + b"\1")
    put("safetensors", "empty", struct.pack("<Q", 2) + b"{}")


def pytorch():
    folder = FIXTURES / "pytorch"
    names = "views nested alone protocol-4 unchecked circle shared negated module written".split()
    for name in names:
        put("pytorch", name, unchecked((folder / f"{name}.pth").read_bytes()))
    # Pickles alone, which the subject puts into a zip file.
    for name in ["types.pth", "nested.pth", "state.pt", "protocol-4.pth", "huge.pth"]:
        with zipfile.ZipFile(folder / name) as archive:
            pickle = next(entry for entry in archive.namelist() if entry.endswith("data.pkl"))
            put("pytorch", f"{Path(name).stem}.pkl", archive.read(pickle))


def unchecked(content):
    """A zip file without checksums, so that a changed one is read, too."""
    content, place = bytearray(content), 0
    while (place := content.find(b"PK\1\2", place)) >= 0:
        content[place + 16 : place + 20] = bytes(4)
        place += 46
    return bytes(content)


def configurations():
    copy("configuration", FIXTURES / "configurations/IF-I-M.json", FIXTURES / "configurations/IF-II-M.json")
    model = FIXTURES / "reference/if-stage1"
    for path in ["model_index.json", "unet/config.json", "scheduler/scheduler_config.json", "text_encoder/config.json"]:
        put("configuration", path.replace("/", "-"), (model / path).read_bytes())
    stage2 = FIXTURES / "reference/if-stage2"
    put("configuration", "stage2-model_index.json", (stage2 / "model_index.json").read_bytes())
    for name in ["class", "denoiser"]:
        put("configuration", f"digits-{name}.json", (FIXTURES / f"digits/{name}/config.json").read_bytes())
    put("configuration", "shards.json", '{"metadata": {"total_size": 4}, "weight_map": {"w": "a.safetensors"}}')
    put("configuration", "betas.json", '{"num_train_timesteps": 3, "trained_betas": [0.1, 0.2, 0.9999]}')
    put("configuration", "tokenizer_config.json", TOKENIZER)
    put("configuration", "added_tokens.json", '{"<new>": 70, "<other>": 71}')


def tokenizers():
    put("tokenizer", "pieces.model", pieces(1))
    put("tokenizer", "mapped.model", pieces(1, charsmap()))
    for kind, name in [(2, "bpe"), (3, "words"), (4, "characters")]:
        put("tokenizer", f"{name}.model", pieces(kind))


def idx():
    images = bytes([0, 0, 8, 3]) + struct.pack(">III", 2, 2, 3) + bytes(range(12))
    labels = bytes([0, 0, 8, 1]) + struct.pack(">I", 3) + b"\1\2\3"
    put("idx", "images", images)
    put("idx", "labels", labels)
    put("idx", "images.gz", gzip.compress(images, mtime=0))
    put("idx", "members.gz", gzip.compress(images[:9], mtime=0) + gzip.compress(images[9:], mtime=0) + bytes(8))
    zeros = bytes([0, 0, 8, 1]) + struct.pack(">I", 4_000_000) + bytes(4_000_000)
    put("idx", "zeros.gz", gzip.compress(zeros, 9, mtime=0))
    copy("idx", FIXTURES / "training/three.idx.gz")


def cache():
    width = json.loads((FIXTURES / "reference/if-stage1/unet/config.json").read_text())["encoder_hid_dim"]
    content = bytes(4 * width)
    notes = {"model": "m", "prompt": "a fox", "sha256": hashlib.sha256(content).hexdigest()}
    put("cache", "entry", safetensors({"encoding": ([1, 1, width], content)}, notes))
    put("cache", "damaged", safetensors({"encoding": ([1, 0, width], b"")}, {"model": "m"}))


def state():
    shapes = {"a": [2, 2], "b": [2]}
    tensors = {"weight.mean": ([1], floats(1))}
    for name, shape in shapes.items():
        count = 4 if name == "a" else 2
        for part in ["weight", "first", "second", "average"]:
            tensors[f"{part}.{name}"] = (shape, floats(*[0.5] * count))
    tensors["history"] = ([2, 3], floats(1, 0.5, 0.1, 4, 0.25, 0.1))
    notes = {
        "version": "3", "step": "5", "generator": "philox 7 2 1a 2b", "epoch": "philox 7 0",
        "since": "4608082303032229888 1", "setting.run.epochs": "2", "setting.run.batch": "2",
        "content.pictures": "60 ab12", "content.model": "cd34",
    }
    put("state", "state", safetensors(tensors, notes))
    words = (FIXTURES / "training/earlier/state.safetensors").read_bytes()
    length = struct.unpack("<Q", words[:8])[0]
    earlier = json.loads(words[8 : 8 + length])["__metadata__"]
    earlier = {key: text for key, text in earlier.items() if key.startswith("run.")}
    shared = {key: notes[key] for key in ["step", "generator", "epoch", "since"]}
    put("state", "earlier", safetensors(tensors, earlier | shared))
    fine = {
        "run.plan": earlier["run.plan"][:-1] + ", warmUp: 10, beta2: 0.99, weightDecay: 0.01)",
        "run.objective": 'signalToNoise(limit: 5.0, boost: 14.0), variational 0.001, without caption 0.1, instead [""]',
        "run.placement": "shrink 0.1, flip 0.5", "run.steps": "4", "run.model": "ab", "run.pictures": "cd",
    }
    put("state", "fine-tuned", safetensors(tensors, fine | shared))


def strings(subject):
    """The short texts, in double quotes, of a subject's seeds."""
    found = set()
    for path in sorted((CORPUS / subject).iterdir()):
        found |= set(re.findall(r'"([^"\\\\\n]{1,24})"', path.read_text(errors="ignore")))
    return {f'"{word}"' for word in found if word.isascii() and word.isprintable()}


def dictionary(subject, words):
    words = sorted(word if isinstance(word, bytes) else word.encode() for word in words)
    lines = "".join('"' + "".join(shown(byte) for byte in word) + '"\n' for word in words)
    DICTIONARIES.mkdir(parents=True, exist_ok=True)
    (DICTIONARIES / f"{subject}.dict").write_text(lines)


def shown(byte):
    return chr(byte) if 32 <= byte < 127 and byte not in b'"\\\\' else f"\\x{byte:02X}"


def dictionaries():
    json_words = ["true", "false", "null", "NaN", "1e999", "-1", "9223372036854775807", "18446744073709551616", "0.5"]
    json_words += ['\\u0000', '\\ud83d', "[[", "{}", ": ", ", ", "#", "\ufeff"]
    stages = re.findall(r"^([a-z][a-z-]+)(?=  |$)", (ROOT / "docs/stages.md").read_text(), re.M)
    references = ["\u00e9", "e\u0301", "@", "$", "../", "/dev/null", "./parts/"]
    references += ["&x ", "*x", "<<: ", "!!str ", "|\n", "- "]
    dictionary("pipeline", strings("pipeline") | {f'"{name}"' for name in stages} | set(json_words + references))
    dictionary("recipe", strings("recipe") | set(json_words + references))
    dictionary("configuration", strings("configuration") | set(json_words))
    types = "F64 F32 F16 BF16 F8_E4M3 F8_E5M2 F8_E8M0 I64 I32 U8 BOOL C64 F4 F6_E2M3".split()
    fields = ["__metadata__", "dtype", "shape", "data_offsets", *types]
    dictionary("safetensors", [f'"{word}"' for word in fields] + json_words + ["e\u0301", "\u00e9"])
    globals_ = ["ctorch._utils\n_rebuild_tensor_v2\n", "ctorch._utils\n_rebuild_parameter\n", "ccollections\nOrderedDict\n"]
    globals_ += ["ctorch._utils\n_rebuild_tensor_v3\n", "ctorch.storage\nUntypedStorage\n", "ctorch\nuint16\n"]
    globals_ += [f"ctorch\n{kind}Storage\n" for kind in ["Float", "Half", "Long", "Bool", "ComplexFloat"]]
    values = [b"X\x07\0\0\0storage", b"X\1\0\0\x000", b"X\3\0\0\0cpu", b"tQ", b"tR", b"\x85", b"\x86", b"K\1", b")R", b"\x8a\x08"]
    zips = [b"PK\1\2", b"PK\3\4", b"PK\5\6", b"PK\6\6", b"PK\6\7", b"\1\0\x18\0", b"\xff\xff\xff\xff", "/data.pkl", "/data/0"]
    dictionary("pytorch", globals_ + values + zips + ["/byteorder", "/provenance.json"])
    notes = ["weight.", "first.", "second.", "average.", "history", "version", "checksum", "torch ", "philox "]
    notes += ["e\u0301", "\u00e9", "Optional(", "cosine(to: ", "nil"]
    dictionary("state", strings("state") | set(notes + fields))
    dictionary("cache", [f'"{word}"' for word in [*fields, "encoding", "model", "prompt", "sha256"]])
    kinds = "IHDR PLTE IDAT IEND tRNS bKGD gAMA cHRM sRGB iCCP sBIT tEXt zTXt iTXt eXIf acTL fcTL fdAT hIST".split()
    texts = ["XML:com.adobe.xmp\0", "Raw profile type exif\0", "Raw profile type APP1\0", "Raw profile type xmp\0"]
    texts += ['tiff:Orientation="6"', "<tiff:Orientation>8", "Exif\0\0", "II*\0\b\0\0\0", "MM\0*\0\0\0\b"]
    dictionary("png", [bytes(4) + kind.encode() for kind in kinds] + texts)
    ours = ["software\0PipelineKit ", "comment\0PipelineKit 0.1.0: pipeline ", "pipeline\0", "pipeline:"]
    ours += ["parameters\0{"]
    dictionary("texts", strings("pipeline") | set(texts + ours + kinds + ["GIF89a", "GIF87a"]))
    markers = [bytes([0xFF, marker]) for marker in [*range(0xC0, 0xE3), 0xEE, 0xFE]]
    dictionary("jpeg", [*markers, "JFIF\0", "Exif\0\0", "http://ns.adobe.com/xap/1.0/\0", "Adobe\0", *texts[4:]])
    dictionary("idx", [b"\x1f\x8b\x08", b"\0\0\x08\x01", b"\0\0\x08\x03", b"\xff\xff\xff\xff"])
    dictionary("tokenizer", ["<unk>", "<pad>", "</s>", "\u2581", "nmt_nfkc", b"\x18\x01", b"\x18\x02", b"\x18\x06"])


TINY = """{
  "pipeline": "tiny", "about": "Noise.",
  "parameters": { "seed": 1, "names": ["x"], "output": "noise.png" },
  "stages": {
    "rng": { "stage": "generator", "seed": "$seed" },
    "noise": { "stage": "noise", "shape": [1, 3, 4, 4], "generator": "@rng" },
    "half": { "stage": "./parts/p.json", "image": "@noise" },
    "save": { "stage": "write-image", "image": "@half", "to": "$output" }
  }
}
"""

PART = """{
  "inputs": { "image": "image" },
  "stages": { "small": { "stage": "scale", "image": "@image", "by": 0.5 } },
  "outputs": { "image": "@small" }
}
"""

LOOP_YAML = """# A loop, in YAML.
pipeline: loop
parameters:
  seeds: [1, 2, 3]
  text: &text "a 'quoted' text"
  again: *text
stages:
  all:
    stage: loop
    each: { seed: $seeds }
    carry: { x: 1.0 }
    body:
      rng: { stage: generator, seed: "@seed" }
      noise: { stage: noise, shape: [1, 1, 2, 2], generator: "@rng" }
    next: { x: 2 }
    collect: { pictures: "@noise" }
  sheet: { stage: grid, images: "@all.pictures", columns: 2 }
  save:
    stage: write-image
    image: "@sheet"
    to: |
      o.png
"""

WRONG = """{
  "parameters": { "n": 1e3, "s": -9223372036854775808, "t": "$x", "u": { "about": "u", "value": 5, "range": [1, 9] } },
  "inputs": { "a": "list of image", "m": "model" },
  "stages": {
    "a": { "stage": "grdi", "images": ["@b", "@a"], "labels": [["x"], 1, null] },
    "b": { "stage": "./nothing.json", "to": "../x.png" },
    "c": { "stage": "run", "program": ["sh", "-c", "x"], "outputs": { "d": "tensor" } },
    "d": { "stage": "select", "from": "@a", "index": [0, -1, 99999999999999999999] }
  },
  "outputs": { "x": "@c.d" }
}
"""

TOKENIZER = """{
  "extra_ids": 5, "eos_token": "</s>", "unk_token": { "content": "<unk>" }, "pad_token": "<pad>",
  "additional_special_tokens": ["<extra_id_0>", "<style>"],
  "added_tokens_decoder": { "40": { "content": "<fox>" }, "41": { "content": "" } }
}
"""

if __name__ == "__main__":
    shutil.rmtree(CORPUS, ignore_errors=True)
    for make in [pipelines, recipes, texts, pictures, tensors, pytorch, configurations, tokenizers, idx, cache, state]:
        make()
    dictionaries()
    made = [path for folder in [CORPUS, DICTIONARIES] for path in folder.rglob("*") if path.is_file()]
    print(sum(path.stat().st_size for path in made), "bytes")
