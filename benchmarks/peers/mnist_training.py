"""Trains the networks of recipes/mnist-*.json with PyTorch: the same network, start, data, objective, optimiser and
schedule, but for its own random numbers. Prints the time a step takes, and what `runner evaluate` prints of ours: for the
denoiser the mean squared error on the 10,000 test digits at the recipe's sigma, for the others the loss on them, five
times with fresh noise and timesteps.

usage: mnist_training.py denoiser|time|class|flow|flow-class|flow-constant|reflow DATA_FOLDER [--epochs N] [--first N]
                         [--channels D] [--predicts noise|v|x0] [--sigma S] [--pair-steps N] [--guidance G] [--batch N]
                         [--rate R] [--decay none|exponential] [--threads N] [--seed N]

To compare with a shortened schedule, give both sides the same one:
    python benchmarks/peers/mnist_training.py time data/mnist --epochs 1 --first 20000
    runner train recipes/mnist-time.json epochs=1 first=20000 --out runs/time-1
    runner evaluate recipes/mnist-time.json epochs=1 first=20000 --model runs/time-1/model

The learning rate falls over the shortened run as it would over the whole one. The network is that of
Tests/Fixtures/training/make.py. Reflow draws its pairs by PyTorch too, with the weights of one of our embedded flows. Needs
torch, numpy and safetensors.
"""
import argparse
import gzip
import json
import pathlib
import sys
import time

import numpy
import torch
from safetensors.torch import load_file
from torch.nn import functional as F

package = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(package / "Tests/Fixtures/training"))
from make import UNet  # noqa: E402


def idx(folder, name):
    """The numbers of an IDX file, gzipped or not."""
    path = pathlib.Path(folder) / name
    data = path.read_bytes() if path.exists() else gzip.open(str(path) + ".gz").read()
    shape = [int.from_bytes(data[4 + 4 * i:8 + 4 * i], "big") for i in range(data[3])]
    return numpy.frombuffer(data, numpy.uint8, offset=4 + 4 * data[3]).reshape(shape)


def digits(folder, part, black):
    """N×1×28×28 from `black` to 1, and labels."""
    images = torch.tensor(idx(folder, part + "-images-idx3-ubyte")).float()[:, None] / 255
    return black + (1 - black) * images, torch.tensor(idx(folder, part + "-labels-idx1-ubyte")).long()


def pairs(objective, labels):
    """For each label noise and the digit that a flow draws from it: the midpoint method, two of the timesteps to a step, with
    classifier-free guidance (Liu et al. 2023, section 2.2)."""
    folder = package / "models" / objective["from"]
    config = json.loads((folder / "config.json").read_text())
    flow = UNet(config["channels"], True, 10)
    flow.load_state_dict({k: v.float() for k, v in load_file(folder / "model.safetensors").items()}, strict=False)
    flow.eval()

    def velocity(x, t, c):
        without, with_class = flow(torch.cat([x, x]), t.expand(2 * len(x), 1), torch.cat([0 * c, c])).chunk(2)
        return without + objective["guidance"] * (with_class - without)

    noise = torch.randn(len(labels), 1, 28, 28)
    drawn, step = [], 2 / objective["pair-steps"]
    with torch.no_grad():
        for x, y in zip(noise.split(100), labels.split(100)):
            c = F.one_hot(y, 10).float()
            for i in range(objective["pair-steps"] // 2):
                t = torch.tensor([[1 - i * step]])
                middle = x - step / 2 * velocity(x, t, c)
                x = x - step * velocity(middle, t - step / 2, c)
            drawn.append(x.clamp(-1, 1))
    return noise, torch.cat(drawn)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recipe", choices=["denoiser", "time", "class", "flow", "flow-class", "flow-constant", "reflow"])
    parser.add_argument("data")
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--channels", type=int)
    parser.add_argument("--predicts", choices=["noise", "v", "x0"])
    parser.add_argument("--sigma", type=float)
    parser.add_argument("--pair-steps", type=int)
    parser.add_argument("--guidance", type=float)
    parser.add_argument("--batch", type=int)
    parser.add_argument("--rate", type=float)
    parser.add_argument("--decay", choices=["none", "exponential"])
    parser.add_argument("--threads", type=int)
    parser.add_argument("--seed", type=int)
    a = parser.parse_args()
    if a.threads:
        torch.set_num_threads(a.threads)

    # The recipe's own file says what is trained; what the command line gives comes first.
    path = package / f"recipes/mnist-{a.recipe}.json"
    recipe = json.loads(path.read_text())
    defaults = {k: v["default"] if isinstance(v, dict) else v for k, v in recipe["parameters"].items()}
    given = {k.replace("_", "-"): v for k, v in vars(a).items() if v is not None}
    values = defaults | {k: v for k, v in given.items() if k in defaults}
    part = lambda name: {k: values[v[1:]] if isinstance(v, str) and v[:1] == "$" else v for k, v in recipe[name].items()}
    network, objective, data, run = part("network"), part("objective"), part("data"), part("run")
    with_time, with_class = network.get("time", False), network.get("class", False)
    black = data.get("black", -1)

    torch.manual_seed(run["seed"])
    images, labels = digits(a.data, "train", black)
    if values["first"]:
        images, labels = images[:values["first"]], labels[:values["first"]]
    net = UNet(network["channels"], with_time, 10 if with_class else None)
    steps = run["epochs"] * -(-len(images) // run["batch"])
    adam = torch.optim.Adam(net.parameters(), run["rate"])
    falls = run.get("decay") == "exponential"
    fall = torch.optim.lr_scheduler.LambdaLR(adam, lambda s: run.get("decay-to", 0.1) ** (s / steps) if falls else 1)

    reflows = objective["learn"] == "reflow"
    flows, predicts = reflows or objective["learn"] == "flow", objective.get("predicts", "noise")
    if with_time and not flows:
        count = objective["steps"]
        alphas = (1 - torch.linspace(objective["beta-from"], objective["beta-to"], count)).double().cumprod(0).float()

    def loss(x, y, noise=None):
        if noise is None: noise = torch.randn_like(x)
        if not with_time:
            return F.mse_loss(net(x + objective["sigma"] * noise), x)
        if flows:
            t = torch.rand(len(x), 1)
            from_picture, from_noise = 1 - t[..., None, None], t[..., None, None]
            goal = noise - x
        else:
            t = torch.randint(0, count, (len(x), 1))
            kept = alphas[t][..., None, None]
            from_picture, from_noise = kept.sqrt(), (1 - kept).sqrt()
            goal = {"noise": noise, "x0": x, "v": from_picture * noise - from_noise * x}[predicts]
            t = t / count
        c = None
        if with_class:
            c = F.one_hot(y, 10).float() * (torch.rand(len(x), 1) >= objective.get("without-class", 0))
        return F.mse_loss(net(from_picture * x + from_noise * noise, t, c), goal)

    # The weights' moving average, as Trainer.step and TrainingState.average have it.
    averaging = run.get("averaging")
    averages = [p.detach().clone() for p in net.parameters()]

    noise, images = pairs(objective, labels) if reflows else (None, images)
    begin, done, recent = time.perf_counter(), 0, []
    for epoch in range(run["epochs"]):
        for batch in torch.randperm(len(images)).split(run["batch"]):
            value = loss(images[batch], labels[batch], noise[batch] if reflows else None)
            adam.zero_grad()
            value.backward()
            adam.step()
            fall.step()
            done += 1
            if averaging is not None:
                kept = min(averaging, done / (done + 19))
                for average, p in zip(averages, net.parameters()):
                    average.lerp_(p.detach(), 1 - kept)
            recent = (recent + [value.item()])[-50:]
            if done % 50 == 0 or done == steps:
                speed = done * run["batch"] / (time.perf_counter() - begin)
                print(f"step {done} of {steps}: loss {sum(recent) / len(recent):.5f}, {speed:.1f} images a second",
                      file=sys.stderr, flush=True)
    seconds = time.perf_counter() - begin

    if averaging is not None:
        with torch.no_grad():
            for average, p in zip(averages, net.parameters()):
                p.copy_(average)
    net.eval()
    torch.manual_seed(0)
    x, y = digits(a.data, "t10k", black)
    passes = 5 if with_time else 1
    with torch.no_grad():
        losses = torch.tensor([loss(*b).item() for _ in range(passes) for b in zip(x.split(100), y.split(100))])
    print(json.dumps({
        "recipe": recipe["recipe"], "epochs": run["epochs"], "steps": steps,
        "images per second": round(steps * run["batch"] / seconds, 1),
        "test loss": round(losses.mean().item(), 6),
        "standard error": round((losses.std() / len(losses) ** 0.5).item(), 6),
    }))


if __name__ == "__main__":
    main()
