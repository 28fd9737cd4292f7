"""What faults happen to: a run, a run with previews and events, a batch with tensors and a film, a drawing, a sweep and a
training run. All use embedded models and data made here, so nothing is downloaded.

A subject knows its command, how it is done again after a fault, and which of its files change while it runs.
"""

import json
import os
import random
import struct

import files

BATCH = {
    "pipeline": "batch",
    "stages": {
        "rng": {"stage": "generator", "seed": 1},
        "noise": {"stage": "gaussian-noise", "generator": "@rng", "shape": [3, 3, 24, 24]},
        "pictures": {"stage": "write-image", "image": "@noise", "to": "batch.png"},
        "film": {"stage": "write-animation", "images": "@noise", "to": "film.gif"},
        "tensors": {"stage": "write-tensor", "tensors": {"noise": "@noise"}, "to": "batch.safetensors"},
    },
}


def digits(folder, count=256):
    """Squares of random places as digits, in IDX files."""
    os.makedirs(folder)
    numbers = random.Random(1)
    for part in ("train", "t10k"):
        pictures = bytearray(count * 28 * 28)
        for index in range(count):
            x, y = numbers.randrange(4, 18), numbers.randrange(4, 18)
            for row in range(6):
                for column in range(6):
                    pictures[index * 784 + (y + row) * 28 + x + column] = 255 - 10 * row - 5 * column
        with open(os.path.join(folder, f"{part}-images-idx3-ubyte"), "wb") as file:
            file.write(struct.pack(">IIII", 0x803, count, 28, 28) + pictures)
        with open(os.path.join(folder, f"{part}-labels-idx1-ubyte"), "wb") as file:
            file.write(struct.pack(">II", 0x801, count) + bytes(index % 10 for index in range(count)))


class Subject:
    """A command of the program.

    `changing` are the files whose content depends on how far a run came; all others have one content only, and a file
    with any other is a breach. `loose` are files that an error may leave out or old without ending the run. `lines` is the most
    that its errors take: one for each file that can't be written, and for each job of a sweep.
    """

    def __init__(self, name, arguments, changing=(), loose=(), again=None, lines=1):
        self.name, self.make, self.changing, self.loose = name, arguments, changing, loose
        self.make_again, self.lines = again or arguments, lines
        self.expected, self.cache, self.seconds = {}, {}, 0

    def arguments(self, place):
        return self.make(place)

    def again(self, place):
        return self.make_again(place)

    def measure(self, place):
        """Runs it undisturbed, and keeps the bytes that every later run must give."""
        outcome = place.run(self.arguments(place))
        if outcome.code != 0:
            raise SystemExit(f"{self.name}: undisturbed, it exits with {outcome.code}: {' '.join(outcome.lines)}")
        self.expected, self.cache = files.tree(place.out), files.tree(place.cache)
        self.seconds = outcome.seconds
        for name, data in self.expected.items():
            if why := files.fault(name, data):
                raise SystemExit(f"{self.name}: undisturbed: {why}")


def all(bench):
    """The subjects, by name."""
    hybrid = os.path.join(bench.root, "pipelines", "hybrid.json")
    batch = os.path.join(bench.scratch, "batch.json")
    with open(batch, "w") as file:
        json.dump(BATCH, file)
    # The shipped recipe, with a noise schedule of few steps: a sheet of samples takes one evaluation for each.
    with open(os.path.join(bench.root, "recipes", "mnist-class.json")) as file:
        recipe = json.load(file)
    del recipe["$schema"]
    recipe["objective"]["steps"] = 5
    training = os.path.join(bench.scratch, "recipe.json")
    with open(training, "w") as file:
        json.dump(recipe, file)
    data = os.path.join(bench.scratch, "digits")
    digits(data)

    def train(place):
        return ["train", training, f"data={data}", "channels=4", "epochs=2", "batch=32", "--out", place.out, "--quiet"]

    def resume(place):
        # Before the first state there is nothing to continue.
        begun = os.path.exists(os.path.join(place.out, "state.safetensors"))
        return train(place) + (["--resume"] if begun else [])

    sheets = ["--sheet", "sheet.png", "--page", "page"]
    subjects = [
        Subject("run", lambda place: [hybrid, "steps=4", "--quiet"], lines=2),
        Subject(
            "preview",
            lambda place: [hybrid, "steps=4", "--preview", "preview.png", "--json"],
            changing=("preview.png",),
            loose=("preview.png",),
            lines=2,
        ),
        Subject("batch", lambda place: [batch, "--quiet"]),
        Subject("graph", lambda place: ["graph", hybrid, "--output", "graph.svg", "--overwrite"]),
        Subject(
            "sweep",
            lambda place: [hybrid, "steps=3", "--each", "seed=1..4", "--quiet"] + sheets,
            changing=("sheet.png", "page/index.html"),
            lines=9,
        ),
        Subject("training", train, changing=("state.safetensors", "loss.csv", "loss.png"), again=resume),
    ]
    for subject in subjects:
        place = bench.place()
        subject.measure(place)
        place.remove()
    return {subject.name: subject for subject in subjects}
