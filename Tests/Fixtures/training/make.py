"""Makes network.json and operations.json: what PyTorch computes when it trains the digits' UNet for three steps, and
the gradients of single operations.

usage: python make.py   (needs torch; run in this folder)
"""
import json
import torch
from torch import nn
from torch.nn import functional as F


class Conv(nn.Module):
    def __init__(self, i, o, stride=1):
        super().__init__()
        self.conv, self.norm = nn.Conv2d(i, o, 3, stride, 1), nn.BatchNorm2d(o)

    def forward(self, x):
        return F.gelu(self.norm(self.conv(x)))


class Block(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.first, self.second = Conv(i, o), Conv(o, o)

    def forward(self, x):
        return self.second(self.first(x))


class Down(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.down, self.block = Conv(i, o, 2), Block(o, o)

    def forward(self, x):
        return self.block(self.down(x))


class UpConv(nn.Module):
    def __init__(self, i, o, *form):
        super().__init__()
        self.conv, self.norm = nn.ConvTranspose2d(i, o, *form), nn.BatchNorm2d(o)

    def forward(self, x):
        return F.gelu(self.norm(self.conv(x)))


class Up(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.up, self.block = UpConv(i, o, 4, 2, 1), Block(o, o)

    def forward(self, x):
        return self.block(self.up(x))


class Full(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.first, self.second = nn.Linear(i, o), nn.Linear(o, o)

    def forward(self, x):
        return self.second(F.gelu(self.first(x)))[..., None, None]


class Condition(nn.Module):
    def __init__(self, i, d):
        super().__init__()
        self.deep, self.shallow = Full(i, 2 * d), Full(i, d)


class UNet(nn.Module):
    """Shared by every script that compares: D channels, time and class or neither."""

    def __init__(self, d, time=False, classes=None):
        super().__init__()
        self.enter, self.down1, self.down2 = Block(1, d), Down(d, d), Down(d, 2 * d)
        self.unflatten = UpConv(2 * d, 2 * d, 7, 7)
        self.up1, self.up2, self.leave = Up(4 * d, d), Up(2 * d, d), Block(2 * d, d)
        self.last = nn.Conv2d(d, 1, 3, 1, 1)
        self.time = Condition(1, d) if time else None
        self.add_module("class", Condition(classes, d) if classes else None)

    def forward(self, x, t=None, c=None):
        def conditioned(x, name):
            if c is not None:
                x = x * getattr(getattr(self, "class"), name)(c)
            return x if t is None else x + getattr(self.time, name)(t)

        full = self.enter(x)
        half = self.down1(full)
        quarter = self.down2(half)
        deep = conditioned(self.unflatten(F.gelu(F.avg_pool2d(quarter, 7))), "deep")
        up = conditioned(self.up1(torch.cat([deep, quarter], 1)), "shallow")
        return self.last(self.leave(torch.cat([self.up2(torch.cat([up, half], 1)), full], 1)))


def sample(tensor):
    """The norm of a tensor and eight of its numbers, evenly spread."""
    flat = tensor.detach().flatten().double()
    return [float(flat.norm())] + [float(flat[i * (len(flat) - 1) // 7]) for i in range(8)]


def network():
    torch.manual_seed(1)
    net = UNet(16, True, 10)
    result = {"initial": {name: sample(p) for name, p in net.named_parameters()}, "losses": []}
    torch.manual_seed(2)
    x, noise = torch.randn(3, 1, 28, 28), torch.randn(3, 1, 28, 28)
    t, c = torch.tensor([[0.1], [0.5], [0.9]]), F.one_hot(torch.tensor([3, 0, 9]), 10).float()
    c[1] = 0
    adam = torch.optim.Adam(net.parameters(), 1e-3)
    for step in range(3):
        loss = (net(x + noise, t, c) - noise).pow(2).mean()
        adam.zero_grad()
        loss.backward()
        if step == 0:
            result["gradients"] = {name: sample(p.grad) for name, p in net.named_parameters()}
        adam.step()
        result["losses"].append(float(loss))
    result["final"] = {name: sample(v) for name, v in net.state_dict().items() if "num_batches" not in name}
    net.eval()
    result["evaluated"] = sample(net(x, t, c))
    return result


def case(function, *inputs, **notes):
    """Inputs, the output and the gradients of Σ output·weight, weight the sines of 1, 2, 3 …"""
    inputs = [i.requires_grad_() for i in inputs]
    y = function(*inputs)
    weight = torch.sin(torch.arange(1, y.numel() + 1).float()).reshape(y.shape)
    (y * weight).sum().backward()
    flat = lambda t: {"shape": list(t.shape), "values": t.detach().flatten().tolist()}
    return {"inputs": [flat(i) for i in inputs], "output": flat(y), "gradients": [flat(i.grad) for i in inputs], **notes}


def operations():
    torch.manual_seed(3)
    r = torch.randn

    def attention(q, k, v, bias):
        heads = lambda x: x.reshape(2, 2, 4, -1).transpose(2, 3)
        p = (heads(q) @ heads(k).transpose(2, 3) * 0.5 + bias).softmax(-1)
        return (p @ heads(v)).transpose(2, 3).reshape(2, 8, -1)

    def group(x, w, b, scale, shift):
        y = F.group_norm(x, 2, w, b, 1e-5)
        return F.silu(y * (1 + scale[..., None, None]) + shift[..., None, None])

    return {
        "convolution": case(lambda x, w, b: F.conv2d(x, w, b, 2, 1), r(2, 3, 7, 6), r(4, 3, 3, 3), r(4)),
        "transposed": case(lambda x, w, b: F.conv_transpose2d(x, w, b, 2, 1), r(2, 3, 4, 5), r(3, 2, 4, 4), r(2)),
        "batch norm": case(lambda x, w, b: F.gelu(F.batch_norm(x, None, None, w, b, True)), r(3, 2, 4, 5), r(2), r(2)),
        "group norm": case(group, r(2, 4, 3, 5), r(4), r(4), r(2, 4), r(2, 4)),
        "layer norm": case(lambda x, w, b: F.layer_norm(x, [6], w, b, 1e-5), r(3, 6), r(6), r(6)),
        "linear": case(F.linear, r(3, 5), r(4, 5), r(4)),
        "attention": case(attention, r(2, 8, 5), r(2, 8, 6), r(2, 8, 6), r(2, 5, 6)),
        "embedding": case(lambda w: F.embedding(torch.tensor([2, 0, 2]), w), r(4, 3)),
        "pooling": case(lambda x: F.avg_pool2d(x, 7), r(1, 2, 14, 7)),
        "cross-entropy": case(lambda x: F.cross_entropy(x, torch.tensor([2, 0, 4])), 3 * r(3, 5)),
    }


if __name__ == "__main__":
    for name, made in [("network", network()), ("operations", operations())]:
        with open(name + ".json", "w") as file:
            json.dump(made, file)
