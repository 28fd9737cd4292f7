#!/usr/bin/env python3
"""Quality against evaluations and seconds: the presets of docs/fewer-evaluations.md, each drawn by the program, as a table.

    python3 benchmarks/fewer/fewer.py --runner .build/release/runner --drawings DIR   the page's three tables
    python3 benchmarks/fewer/fewer.py --runner PATH --only generate --seeds 2        one of them, fewer pictures
    python3 benchmarks/fewer/fewer.py --runner PATH --presets 'ddim-clipped 20,unipc 20'     a short trial

Needs numpy. What a program doesn't know (an older one has no `reuse`) is told in the table. Columns:

- evaluations: by whole networks, for one picture; of a part of a network, its share of the work counts.
- seconds: for one picture, of the stages in the loop, in the quickest of `--repeat` runs; times: how many times less than in
  the first row.
- distance: from the pictures that the same start gives with dpm-solver++ in many steps (300 of the digits' 300 timesteps,
  250 of mini-if's 1,000), the solution that the deterministic samplers come near to; root mean square with pixels 0 … 1.
  ddpm draws noise at every step and so has no such distance.
- from whole: the distance from the same sampler and steps with full guidance and without reuse.
- read: how many digits mnist-classifier reads as the class that was asked for, ± the standard error; with --drawings, the
  same of mini-if's drawings by a network that recipes/drawing-classifier.json left. A hybrid is read twice: blurred, which
  should be its far picture, and without its blur, which should be its near one.

--plots DIR also draws each table, as DIR/NAME.svg.
"""
import argparse
import json
import os
import re
import struct
import subprocess
import sys
import tempfile

import numpy as np

import plot

package = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


# Of the filters of hybrids, in pixels.
SIGMA = 2.6


class Preset:
    """A way to draw: a sampler and its steps, and what is left out."""

    def __init__(self, method, steps, interval=False, reuse=None):
        self.method, self.steps, self.interval, self.reuse = method, steps, interval, reuse

    @property
    def name(self):
        parts = [f"{self.method} {self.steps}"]
        if self.interval: parts.append("interval")
        if self.reuse: parts.append(" ".join(str(v) for v in self.reuse.values()))
        return " + ".join(parts)

    @property
    def whole(self): return Preset(self.method, self.steps)


def presets(full):
    encoder, deep = {"reuse": "encoder", "every": 2}, {"reuse": "deep", "every": 2}
    found = [Preset("ddpm", steps) for steps in (full, 50, 25) if steps <= full]
    found = list({p.name: p for p in found}.values()) + [Preset("dpm-solver++", full)]
    for method in ("ddim-clipped", "dpm-solver++", "unipc"):
        found += [Preset(method, steps) for steps in (25, 20, 15)]
    # With unipc it is the same.
    best = lambda interval=False, reuse=None: Preset("dpm-solver++", 25, interval, reuse)
    found += [best(True), best(reuse=encoder), best(reuse=deep), best(reuse={"reuse": "deep", "every": 3})]
    return found + [best(True, encoder), best(True, deep)]


def estimate(preset, name, image, condition):
    options = dict(preset.reuse or {})
    return name, {"stage": "estimate", "model": "@model", "image": image, "at": "@t", "condition": condition, **options}


def guide(preset, conditional, unconditional, guidance, interval):
    stage = {"stage": "guide", "conditional": conditional, "unconditional": unconditional, "scale": guidance}
    return {**stage, **({"at": "@t", "from": interval[0], "to": interval[1]} if preset.interval else {})}


class Task:
    """A kind of picture: its model, its prompts, its guidance and the timesteps at which that counts."""

    def __init__(self, name, model, full, exact, default, guidance, interval, prompts, pictures):
        self.name, self.model, self.full, self.exact, self.default = name, model, full, exact, default
        self.guidance, self.interval, self.prompts, self.pictures = guidance, interval, prompts, pictures

    def file(self, preset, seeds, prompts):
        """The pipeline: for every seed, a batch of pictures; of one prompt or class each, or of a pair of them."""
        stages = {"model": {"stage": "model", "from": self.model}}
        body = {}
        if self.name == "mnist-class":
            stages["c0"] = {"stage": "label", "model": "@model", "class": prompts}
            stages["none"] = {"stage": "unconditional", "model": "@model"}
        else:
            for k, prompt in enumerate(prompts): stages[f"c{k}"] = {"stage": "text", "model": "@model", "prompt": prompt}
            stages["none"] = {"stage": "text", "model": "@model", "prompt": ""}
        stages["times"] = {"stage": "timesteps", "model": "@model", "count": preset.steps}
        names = [k for k in stages if k.startswith("c") and k[1:].isdigit()]
        for name in names: body["e" + name] = estimate(preset, name, "@x", "@" + name)[1]
        body["without"] = estimate(preset, "without", "@x", "@none")[1]
        for name in names: body["g" + name] = guide(preset, "@e" + name, "@without", self.guidance, self.interval)
        noise = "@gc0"
        if self.name == "hybrid":
            body["low"] = {"stage": "low-pass", "input": "@gc0", "sigma": SIGMA}
            body["high"] = {"stage": "high-pass", "input": "@gc1", "sigma": SIGMA}
            body["noise"] = {"stage": "add", "inputs": ["@low", "@high"]}
            noise = "@noise"
        body["stepped"] = {
            "stage": "step", "model": "@model", "image": "@x", "estimate": noise, "at": "@t", "generator": "@rng",
            "method": preset.method}
        denoise = {
            "stage": "loop", "each": {"t": "@times"}, "carry": {"x": "@start"}, "body": body, "next": {"x": "@stepped"}}
        outer = {
            "rng": {"stage": "generator", "seed": "@seed"},
            "start": {"stage": "gaussian-noise", "model": "@model", "generator": "@rng", "count": self.pictures},
            "denoise": denoise}
        stages["rows"] = {"stage": "loop", "each": {"seed": seeds}, "body": outer, "collect": {"all": "@denoise"}}
        stages |= {
            f"x{k}": {"stage": "select", "list": "@rows", "index": k} for k in range(len(seeds))}
        stages["save"] = {
            "stage": "write-tensor", "tensors": {f"x{k}": f"@x{k}" for k in range(len(seeds))}, "to": "x.safetensors"}
        return {"pipeline": "fewer", "stages": stages}


digits = Task("mnist-class", "mnist-class", 300, 300, "ddpm 50", 5.0, (220, 20), [list(range(10))], 10)
things = ["a fox", "a crab", "a star", "a rose", "a castle", "a penguin", "a cactus", "a red apple"]
generate = Task("generate", "mini-if", 50, 250, "dpm-solver++ 20", 4.0, (850, 100), [[thing] for thing in things], 1)
# What is seen from afar, and close up.
pairs = [
    ["a fox", "a crab"], ["a rose", "a star"], ["a star", "a rose"], ["a red apple", "a crab"], ["a castle", "a cactus"],
    ["a penguin", "a castle"], ["a fox", "a star"], ["a crab", "a rose"]]
hybrid = Task("hybrid", "mini-if", 50, 250, "dpm-solver++ 20", 7.0, (850, 100), pairs, 1)


def tensors(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    return {
        name: np.frombuffer(data[slice(*entry["data_offsets"])], dtype={"F32": "<f4", "F16": "<f2"}[entry["dtype"]])
        .reshape(entry["shape"]).astype(np.float64) for name, entry in header.items() if name != "__metadata__"}


def run(runner, task, preset, seeds, repeat):
    """Pictures −1 … 1, evaluations and seconds for one picture; a text if the program doesn't draw it."""
    pictures, evaluations, seconds = [], 0.0, 0.0
    for prompts in task.prompts:
        with tempfile.TemporaryDirectory() as folder:
            with open(f"{folder}/fewer.json", "w") as file: json.dump(task.file(preset, seeds, prompts), file)
            quickest = None
            for _ in range(repeat):
                done = subprocess.run(
                    [runner, f"{folder}/fewer.json", "--out", folder, "--profile", "--json", "--overwrite"],
                    capture_output=True, text=True, cwd=package)
                if done.returncode != 0: return (done.stderr.strip() or done.stdout.strip()).splitlines()[-1][:160]
                events = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
                profile = next(e for e in events if e.get("event") == "profile")
                kinds = ("estimate", "guide", "step", "add", "low-pass", "high-pass")
                taken = sum(s["seconds"] for s in profile["stages"] if s["kind"] in kinds)
                quickest = taken if quickest is None else min(quickest, taken)
            found = tensors(f"{folder}/x.safetensors")
        made = profile["evaluations"]
        # A batch of pictures is one evaluation for each of them.
        evaluations += made.get("whole", made["made"])
        seconds += quickest
        pictures += [found[f"x{k}"] for k in range(len(seeds))]
    batches = len(task.prompts) * len(seeds)
    return np.concatenate(pictures), evaluations / batches, seconds / (batches * task.pictures)


def gelu(x): return 0.5 * x * (1 + np.vectorize(__import__("math").erf)(x / np.sqrt(2)))


def convolution(x, w, prefix, stride):
    """3 × 3 convolution, batch norm and GELU of `DigitConv`."""
    n, c, h, width = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    patches = np.stack(
        [padded[:, :, i:i + h:stride, j:j + width:stride] for i in range(3) for j in range(3)], axis=2)
    kernel = w[prefix + ".conv.weight"].reshape(-1, c, 9)
    y = np.einsum("nckhw,ock->nohw", patches, kernel, optimize=True) + w[prefix + ".conv.bias"][:, None, None]
    p = lambda key: w[f"{prefix}.norm.{key}"][:, None, None]
    return gelu((y - p("running_mean")) / np.sqrt(p("running_var") + 1e-5) * p("weight") + p("bias"))


def classes(x, folder):
    """What a `DigitClassifier` reads in pictures N×1×28×28, −1 … 1."""
    w = tensors(f"{folder}/model.safetensors")
    for prefix, stride in (
        ("enter.first", 1), ("enter.second", 1), ("down1.down", 2), ("down1.block.first", 1), ("down1.block.second", 1),
        ("down2.down", 2), ("down2.block.first", 1), ("down2.block.second", 1)): x = convolution(x, w, prefix, stride)
    return (gelu(x.mean((2, 3))) @ w["last.weight"].T + w["last.bias"]).argmax(1)


def gray(pictures):
    """Pictures of 64 × 64 in colour as the drawings' classifier takes them: 28 × 28 in gray, −1 … 1, averaged over areas."""
    values = np.einsum("nchw,c->nhw", pictures, [0.299, 0.587, 0.114])
    side = values.shape[-1]
    edges = np.linspace(0, side, 29)
    weights = np.clip(
        np.minimum(edges[1:, None], np.arange(1, side + 1)) - np.maximum(edges[:-1, None], np.arange(side)), 0, None)
    weights /= weights.sum(1, keepdims=True)
    return np.einsum("ih,nhw,jw->nij", weights, values, weights)[:, None]


def blurred(pictures):
    """Pictures as they look from afar: a Gaussian of the filter that hybrids are made with."""
    reach = np.arange(-8, 9)
    kernel = np.exp(-reach**2 / (2 * SIGMA**2))
    kernel /= kernel.sum()
    padded = np.pad(pictures, ((0, 0), (0, 0), (8, 8), (8, 8)), mode="edge")
    rows = np.stack([padded[:, :, k:k + pictures.shape[2]] for k in range(17)])
    rows = np.tensordot(kernel, rows, 1)
    return np.tensordot(kernel, np.stack([rows[..., k:k + pictures.shape[3]] for k in range(17)]), 1)


def read(task, pictures, count, drawings):
    """For each reading, whether it is what was asked for; None where nothing can read."""
    if task.name == "mnist-class":
        asked = np.tile(np.arange(10), count)
        return classes(pictures.clip(-1, 1), f"{package}/models/mnist-classifier") == asked
    if not drawings: return None
    card = open(f"{package}/models/mini-if/README.md").read()
    names = re.search(r"drawings of 80 objects \(([^)]*)\)", card).group(1).split(", ")
    asked = [np.repeat([names.index(name.removeprefix("a ")) for name in which], count) for which in zip(*task.prompts)]
    if task.name == "generate": return classes(gray(pictures.clip(-1, 1)), drawings) == asked[0]
    coarse = blurred(pictures.clip(-1, 1))
    far, near = (classes(gray(x), drawings) == right for x, right in zip((coarse, pictures.clip(-1, 1) - coarse), asked))
    return np.concatenate([far, near])


def share(readings):
    """How many are right, with the standard error that the count has: (k + 1) of (n + 2), where all or none would have none."""
    n, k = len(readings), readings.sum()
    p = (k + 1) / (n + 2)
    return f"{k / n:.0%} ± {(p * (1 - p) / n) ** 0.5:.0%}"


def distance(a, b): return float(np.sqrt(np.mean((a.clip(-1, 1) - b.clip(-1, 1)) ** 2)) / 2)


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--runner", default=f"{package}/.build/release/runner")
parser.add_argument("--only", choices=["mnist-class", "generate", "hybrid"], action="append")
parser.add_argument("--seeds", type=int, default=4, help="pictures of each prompt, or of each digit")
parser.add_argument("--prompts", type=int, help="how many of the prompts, or pairs of prompts")
parser.add_argument("--presets", help="names of presets, separated by commas")
parser.add_argument("--steps", type=int, help="steps of ddpm and dpm-solver++ at full length")
parser.add_argument("--exact", type=int, help="steps of dpm-solver++ that distances are measured from")
parser.add_argument("--repeat", type=int, default=1)
parser.add_argument("--plots", help="a folder for drawings of the tables")
parser.add_argument("--drawings", help="a folder of weights that recipes/drawing-classifier.json left")
a = parser.parse_args()

seeds = list(range(1, a.seeds + 1))
for task in (digits, generate, hybrid):
    if a.only and task.name not in a.only: continue
    if a.prompts: task.prompts = task.prompts[:a.prompts]
    full = a.steps or task.full
    chosen = [p for p in presets(full) if not a.presets or p.name in a.presets.split(",")]
    unknown = set(a.presets.split(",") if a.presets else []) - {p.name for p in presets(full)}
    if unknown: sys.exit(f"no preset {', '.join(sorted(unknown))}; there are: {', '.join(p.name for p in presets(full))}")
    exact = run(a.runner, task, Preset("dpm-solver++", a.exact or task.exact), seeds, 1)
    if isinstance(exact, str): sys.exit(f"{a.runner}: {exact}")
    print(f"\n### {task.name}: {len(exact[0])} pictures, γ = {task.guidance}, interval {task.interval}\n")
    print("| preset | evaluations | seconds | times | distance | from whole | read |\n|---|---|---|---|---|---|---|")
    known, points = {}, []
    for preset in chosen:
        result = run(a.runner, task, preset, seeds, a.repeat)
        if isinstance(result, str):
            print(f"| {preset.name} | not by this program: {result} | | | | | |", flush=True)
            continue
        pictures, evaluations, seconds = known[preset.name] = result
        whole = known.get(preset.whole.name)
        readings = read(task, pictures, len(seeds), a.drawings)
        right = None if readings is None else readings.mean()
        random = preset.method == "ddpm"
        far = None if random else distance(pictures, exact[0])
        saved = None if random or whole is None or whole is result else distance(pictures, whole[0])
        points.append(plot.Point(preset.name, evaluations, seconds, far, right))
        print(
            f"| {preset.name} | {evaluations:.1f} | {seconds:.3f} | {points[0].seconds / seconds:.1f} | "
            f"{'–' if far is None else format(far, '.4f')} | {'–' if saved is None else format(saved, '.4f')} | "
            f"{'–' if right is None else share(readings)} |", flush=True)
    if a.plots:
        os.makedirs(a.plots, exist_ok=True)
        title = f"{task.name}: {len(exact[0])} pictures, γ = {task.guidance:g}"
        with open(f"{a.plots}/{task.name}.svg", "w") as file: file.write(plot.svg(title, points, task.default))
