"""Writes the manual page runner.1 from what the program says of its commands: runner --experimental-dump-help | manual.py."""

import json
import re
import sys

EXITS = [
    ("0", "done"),
    ("64", "the command line is wrong"),
    ("65", "a file's content is wrong"),
    ("66", "an input is missing"),
    ("70", "an internal error"),
    ("73", "an output can't be written"),
    ("130, 143", "interrupted"),
]
VARIABLES = [
    ("PIPELINEKIT_MODELS", "A folder in which embedded models are looked for first."),
    ("PIPELINEKIT_ISA", "The highest instruction set to use: avx512, avx2 or generic."),
    ("PIPELINEKIT_PRODUCTS", "What multiplies matrices: own or openblas."),
    ("HF_HOME, HF_HUB_CACHE", "Where Hugging Face's programs keep downloads."),
    ("XDG_CACHE_HOME", "The folder of the cache; ~/.cache by default."),
]


def roff(text):
    """Text as roff takes it."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in text.split("\n"))


def argument(entry):
    names = entry.get("names", [])
    value = entry.get("valueName", "")
    if entry["kind"] == "positional":
        head = f"\\fI{roff(value)}\\fR" + (" ..." if entry.get("isRepeating") else "")
    else:
        dashes = [("--" if n["kind"] == "long" else "-") + n["name"] for n in names]
        head = ", ".join(f"\\fB{roff(d)}\\fR" for d in dashes)
        if entry["kind"] == "option":
            head += f" \\fI{roff(value)}\\fR"
    return f".TP\n{head}\n{roff(entry.get('abstract', '') or ' ')}"


def paragraphs(text):
    """A discussion: lines that are indented are examples."""
    lines = []
    for line in text.split("\n"):
        lines.append(f".RS 4\n.EX\n{roff(line.strip())}\n.EE\n.RE" if line.startswith("  ") else roff(line))
    return "\n".join(lines)


def command(entry, path):
    title = " ".join(path + [entry["commandName"]])
    out = [f".SS {roff(title)}", roff(entry.get("abstract", ""))]
    if entry.get("discussion"):
        out += [".PP", paragraphs(entry["discussion"])]
    out += [argument(a) for a in entry.get("arguments", []) if a.get("shouldDisplay", True) and a.get("valueName") not in ("help", "version")]
    return "\n".join(out)


top = json.load(sys.stdin)["command"]
subs = [c for c in top.get("subcommands", []) if c["commandName"] != "help" and c.get("shouldDisplay", True)]
print('.TH RUNNER 1 "" "PipelineKit" "User commands"')
print(".SH NAME\nrunner \\- run image pipelines: graphs of small diffusion stages around one network")
print(".SH SYNOPSIS\n.nf")
usage = re.sub(r"^\s+", "", top.get("usage", "runner FILE [name=value ...]"), flags=re.M)
print(roff(usage))
print(".fi\n.SH DESCRIPTION")
print(paragraphs(top.get("discussion", "")))
print(".SH COMMANDS")
for sub in subs:
    print(command(sub, [top["commandName"]]))
print(".SH EXIT STATUS")
for code, what in EXITS:
    print(f".TP\n.B {code}\n{roff(what)}")
print(".SH ENVIRONMENT")
for name, what in VARIABLES:
    print(f".TP\n.B {roff(name)}\n{roff(what)}")
print(".SH FILES\n.TP\n.I PREFIX/share/pipelinekit\nEmbedded models, pipelines, pictures, recipes and schemas.")
print(".TP\n.I ~/.cache/pipelinekit\nEncoded prompts and digests of files; \\fBrunner cache\\fR lists it.")
