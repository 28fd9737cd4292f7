#!/usr/bin/env python3
"""Writes DeepFloyd IF's networks at full size with random weights, runs each with the program, compares with diffusers, and
prints the tables of docs/full-size.md. One network is on disk at a time, besides the text encoder: 30 GB are needed.

    python3 benchmarks/full-size/full_size.py --runner .build/release/runner --work FOLDER
    python3 benchmarks/full-size/full_size.py --runner PATH --work FOLDER --only T5-XXL,IF-I-M      some of them

--python names one that has torch, diffusers, transformers, safetensors and sentencepiece (by default this one). Columns:

- memory: the most that is resident at any moment of a run and not a file's page, in GB of 10⁹ bytes (RssAnon of Linux).
- error: ‖a − b‖ / ‖b‖, a ours, b that of diffusers or transformers in float32. It needs memory for the network in float32.
  The errors of 'int8-weights' and of 'half' are from the same b.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import time

folder = os.path.dirname(os.path.abspath(__file__))
package = os.path.dirname(os.path.dirname(folder))
prompt = "a photograph of a red fox in the snow"
first, second = ("IF-I-M", "IF-I-L", "IF-I-XL"), ("IF-II-M", "IF-II-L")
# The largest of each stage, and its text encoder, draw 256 pixels together.
cascade = ("IF-I-XL", "IF-II-L")

REFERENCE = '''
import sys, torch
from safetensors.torch import load_file, save_file
torch.set_grad_enabled(False)
kind, model, ours, out = sys.argv[1:]
found = load_file(ours)
if kind == "T5-XXL":
    import sentencepiece
    from transformers import T5EncoderModel
    tokens = sentencepiece.SentencePieceProcessor(model_file=f"{model}/tokenizer/spiece.model").encode("PROMPT") + [1]
    padded, mask = tokens + [0] * (77 - len(tokens)), [1] * len(tokens) + [0] * (77 - len(tokens))
    encoder = T5EncoderModel.from_pretrained(f"{model}/text_encoder", variant="fp16", dtype=torch.float32).eval()
    save_file({"c": encoder(torch.tensor([padded]), attention_mask=torch.tensor([mask]))[0].contiguous()}, out)
else:
    from diffusers import UNet2DConditionModel
    unet = UNet2DConditionModel.from_pretrained(f"{model}/unet", variant="fp16", torch_dtype=torch.float32).eval()
    x, level = found["x"], {}
    if "small" in found: x, level = torch.cat([x, found["small"]], 1), {"class_labels": torch.tensor([250])}
    estimate = unet(x, torch.tensor([500]), found["c"], **level).sample
    save_file({"e": estimate[:, :3].contiguous(), "e.variance": estimate[:, 3:].contiguous()}, out)
'''.replace("PROMPT", prompt)

DIFFERENCE = '''
import sys, torch
from safetensors.torch import load_file
a, b = load_file(sys.argv[1]), load_file(sys.argv[2])
a, b = (torch.cat([t[name].double().flatten() for name in sorted(b)]) for t in (a, b))
print(float((a - b).norm() / b.norm()))
'''


def read_status(process):
    """RssAnon of a running process, in bytes; 0 when it has ended."""
    try:
        with open(f"/proc/{process.pid}/status") as file:
            return next((1024 * int(line.split()[1]) for line in file if line.startswith("RssAnon")), 0)
    except OSError:
        return 0


class Refused(Exception):
    """The program ended with an error: its message."""


class Bench:
    def __init__(self, arguments):
        self.runner, self.work, self.python = arguments.runner, arguments.work, arguments.python
        self.t5, self.keeps = f"{self.work}/T5-XXL", arguments.keep

    def run(self, *arguments):
        """Runs the program: the most memory in bytes. Raises `Refused` if it fails."""
        environment = {**os.environ, "XDG_CACHE_HOME": f"{self.work}/cache"}
        most = 0
        with open(f"{self.work}/printed", "w") as printed:
            process = subprocess.Popen(
                [self.runner, *arguments], stdout=printed, stderr=subprocess.STDOUT, env=environment, cwd=self.work)
            while process.poll() is None:
                most = max(most, read_status(process))
                time.sleep(0.02)
        if process.returncode:
            raise Refused(f"{' '.join(arguments)}: exit code {process.returncode}\n{open(f'{self.work}/printed').read()}")
        return most

    def python_prints(self, script, *arguments):
        """What a Python script prints, or None: the network in float32 may not fit into this machine's memory."""
        done = subprocess.run([self.python, "-c", script, *arguments], capture_output=True, text=True)
        if done.returncode == 0: return done.stdout
        print(f"no comparison: {(done.stderr.strip().splitlines() or ['ended for want of memory'])[-1]}", file=sys.stderr)
        return None

    def error(self, ours, reference):
        if not os.path.exists(reference): return "–"
        return f"{float(self.python_prints(DIFFERENCE, ours, reference)):.1e}"

    def write_model(self, size):
        """The folder of a model of this size, with the text encoder that all of them share."""
        if not os.path.isdir(self.t5):
            tokenizer = f"{package}/models/mini-if/tokenizer/spiece.model"
            self.write(self.t5, "IF-I-M", "--text-encoder", tokenizer)
        model = f"{self.work}/{size}"
        if os.path.isdir(model): return model
        self.write(model, size)
        for part in ("text_encoder", "tokenizer"): os.symlink(f"{self.t5}/{part}", f"{model}/{part}")
        with open(f"{model}/model_index.json") as file: index = json.load(file)
        index |= {"text_encoder": ["transformers", "T5EncoderModel"], "tokenizer": ["transformers", "T5Tokenizer"]}
        with open(f"{model}/model_index.json", "w") as file: json.dump(index, file)
        return model

    def write(self, model, *arguments):
        """Under another name until it is complete: a bench that was stopped leaves no half of a model."""
        script, part = f"{package}/benchmarks/peers/random_if.py", f"{model}.part"
        shutil.rmtree(part, ignore_errors=True)
        subprocess.run([self.python, script, part, *arguments], check=True, stdout=sys.stderr)
        os.rename(part, model)

    def draw(self, name, size, model, precision, memory):
        """Encodes the prompt and evaluates the network, if `size` is one, once. The tensors are in NAME.safetensors."""
        stages = {
            "model": {"stage": "model", "from": model, "precision": precision},
            "c": {"stage": "text", "model": "@model", "prompt": prompt}}
        tensors = {"c": "@c"}
        if size != "T5-XXL":
            noise = {"stage": "gaussian-noise", "model": "@model", "generator": "@rng"}
            estimate = {"stage": "estimate", "model": "@model", "image": "@x", "at": 500, "condition": "@c"}
            stages |= {"rng": {"stage": "generator", "seed": 1}, "x": noise, "e": estimate}
            tensors |= {"x": "@x", "e": "@e"}
            if size in second:
                stages["small"] = noise
                estimate |= {"low-resolution": "@small", "noise-level": 250}
                tensors["small"] = "@small"
        stages["save"] = {"stage": "write-tensor", "tensors": tensors, "to": f"{name}.safetensors"}
        with open(f"{self.work}/full-size.json", "w") as file: json.dump({"pipeline": "full-size", "stages": stages}, file)
        return self.run("full-size.json", "--overwrite", "--memory", memory)

    def forget_model(self, size):
        if not self.keeps: shutil.rmtree(f"{self.work}/{size}", ignore_errors=True)

    def forget_prompts(self): shutil.rmtree(f"{self.work}/cache", ignore_errors=True)

    def refer(self, size, model):
        """What diffusers or transformers compute of the same inputs: a file, which is missing where memory is."""
        reference = f"{self.work}/reference.safetensors"
        if os.path.exists(reference): os.remove(reference)
        part = f"{model}/text_encoder" if size == "T5-XXL" else f"{model}/unet"
        # Twice the weights in half precision, and what Python and the activations take.
        needed = 2 * sum(entry.stat().st_size for entry in os.scandir(part)) + 1.5e9
        if needed > free_memory():
            print(f"no comparison of {size}: diffusers needs about {gigabytes(needed)} GB", file=sys.stderr)
            return reference
        self.python_prints(REFERENCE, size, model, f"{self.work}/single.safetensors", reference)
        return reference

    def measure_text_encoder(self):
        """A row of the first table for each precision: the prompt is encoded with nothing in the cache."""
        model = self.write_model("IF-I-M")
        copy = f"{self.work}/int8"
        shutil.rmtree(copy, ignore_errors=True)
        self.run("quantise", model, copy, "--no-measure")
        rows = []
        for precision, source in (("single", model), ("int8-weights", copy)):
            self.forget_prompts()
            rows.append((precision, source, self.draw(precision, "T5-XXL", source, "single", "12GB")))
        reference = self.refer("T5-XXL", model)
        for precision, source, memory in rows:
            error = self.error(f"{self.work}/{precision}.safetensors", reference)
            print(f"| T5-XXL, {precision} | {weigh(f'{source}/text_encoder')} | {gigabytes(memory)} | {error} |", flush=True)
        shutil.rmtree(copy)
        # Networks find the prompt in the cache, as every run but the first does.
        self.forget_prompts()
        self.draw("single", "T5-XXL", model, "single", "12GB")

    def measure_network(self, size):
        model = self.write_model(size)
        fields = {}
        for precision in ("single", "int8-weights", "half"):
            # A processor without VNNI has no 'half'.
            try: fast = self.draw(precision, size, model, precision, "12GB")
            except Refused as refused:
                print(refused, file=sys.stderr)
                continue
            lean = self.draw(precision, size, model, precision, "lean") if precision != "half" else None
            fields[precision] = (fast, lean)
        reference = self.refer(size, model)
        for precision, (fast, lean) in fields.items():
            error = self.error(f"{self.work}/{precision}.safetensors", reference)
            least = gigabytes(lean) if lean else "–"
            print(f"| {size}, {precision} | {weigh(f'{model}/unet')} | {gigabytes(fast)} | {least} | {error} |", flush=True)

    def measure_cascade(self, memory):
        """Both stages and the text encoder in one run, which may take so much memory."""
        models = [self.write_model(size) for size in cascade]
        self.forget_prompts()
        most = self.run(
            f"{package}/pipelines/cascade.json", f"model={models[0]}", f"enlarger={models[1]}", "steps=2", "--memory",
            memory, "--overwrite")
        print(f"| {' + '.join(cascade)} + T5-XXL, 2 steps each, --memory {memory} | {gigabytes(most)} |", flush=True)


def free_memory():
    """MemAvailable of Linux, in bytes."""
    with open("/proc/meminfo") as file:
        return next(1024 * int(line.split()[1]) for line in file if line.startswith("MemAvailable"))


def gigabytes(count): return f"{count / 1e9:.2f}"


def weigh(path):
    """What the files of a folder take, in GB."""
    return gigabytes(sum(entry.stat().st_size for entry in os.scandir(path)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runner", default=f"{package}/.build/release/runner")
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--work", required=True, help="a folder for the models, which are removed when they are done with")
    parser.add_argument("--only", help="T5-XXL, cascade, or a network's size; several with commas")
    parser.add_argument("--keep", action="store_true", help="keep the models")
    arguments = parser.parse_args()
    arguments.work = os.path.abspath(arguments.work)
    arguments.runner = os.path.abspath(arguments.runner)
    os.makedirs(arguments.work, exist_ok=True)
    bench = Bench(arguments)
    everything = ["T5-XXL", *first, *second, "cascade"]
    chosen = arguments.only.split(",") if arguments.only else everything
    unknown = set(chosen) - set(everything)
    if unknown: sys.exit(f"no {', '.join(sorted(unknown))}; there are: {', '.join(everything)}")

    if "T5-XXL" in chosen:
        print("| text encoder, weights | files, GB | memory, GB | error |\n|---|---|---|---|", flush=True)
        bench.measure_text_encoder()
    sizes = [size for size in (*first, *second) if size in chosen]
    if sizes:
        print("\n| network, weights | files, GB | memory with --memory 12GB | with --memory lean | error |\n|---|---|---|---|---|", flush=True)
    for size in sizes:
        bench.measure_network(size)
        if size not in cascade or "cascade" not in chosen: bench.forget_model(size)
    if "cascade" in chosen:
        print("\n| run | memory, GB |\n|---|---|", flush=True)
        bench.measure_cascade("16GB")
    for size in everything[1:-1]: bench.forget_model(size)


main()
