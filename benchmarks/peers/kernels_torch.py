"""Single layers by PyTorch in float32: those that `benchmarks kernels --json` measured, at the same shapes.

usage: kernels_torch.py < OURS.jsonl > THEIRS.jsonl
needs: pip install torch
"""
import json, statistics, sys
import torch
import torch.nn.functional as F
from machine import measurement, times

torch.set_grad_enabled(False); torch.manual_seed(0)


def convolution(n, inputs, outputs, kernel, height, width):
    x, w, b = torch.randn(n, inputs, height, width), torch.randn(outputs, inputs, kernel, kernel), torch.randn(outputs)
    return lambda: F.conv2d(x, w, b, padding=kernel // 2)


def dense(n, inputs, outputs, places):
    x, w, b = torch.randn(n, places, inputs), torch.randn(outputs, inputs), torch.randn(outputs)
    return lambda: F.linear(x, w, b)


def projection(n, inputs, outputs, places): return dense(n, inputs, outputs, places)


def attention(n, channels, heads, queries, keys):
    q, k, v = (torch.randn(n, heads, length, channels // heads) for length in (queries, keys, keys))
    return lambda: F.scaled_dot_product_attention(q, k, v)


def groupNorm(n, channels, groups, places):
    x, w, b = torch.randn(n, channels, places), torch.randn(channels), torch.randn(channels)
    return lambda: F.gelu(F.group_norm(x, groups, w, b, 1e-5))


for line in sys.stdin:
    ours = json.loads(line)
    if "call" not in ours: continue
    (kind, shape), = ours["call"].items()
    found = times({f.__name__: f for f in (convolution, dense, projection, attention, groupNorm)}[kind](ours["pictures"], **shape), at_least=0.1)
    same = {key: ours[key] for key in ("call", "pictures", "count", "operations") if key in ours}
    print(measurement("kernel", ours["work"], "f32", seconds=statistics.median(found), least=found[0], **same), flush=True)
