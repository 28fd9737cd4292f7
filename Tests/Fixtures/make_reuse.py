"""Writes reference/cases/reuse.safetensors and reuse-digits.safetensors: evaluations that take over features of an earlier one.

usage: make_reuse.py            needs: pip install torch diffusers safetensors

A network is evaluated at `first` and `first.timestep`, then at `second` and `second.timestep`: as a whole, by its upward path
alone on the first one's downward path (`encoder`), and by its N topmost branches on what the first one's upward path has made
when it reaches them (`deep.N`). The parts are composed here by hand, of diffusers' blocks for DeepFloyd's network and of
PyTorch's functions for the digits'.
"""
import os
import torch
import torch.nn.functional as F
from diffusers import UNet2DConditionModel
from safetensors.torch import load_file, save_file

torch.set_grad_enabled(False)
root = os.path.dirname(os.path.abspath(__file__))


def reuse(parts, first, second, branches):
    """`parts(input)` are the parts of a network: downward, the lowest, upward, and the end."""
    down, lowest, up, end = parts(*first)
    x, skips = first[0], []
    for part in down:
        x = part(x)
        skips.append(x)
    made = []
    x = bottom = lowest(x)
    for part, skip in zip(up, reversed(skips)):
        made.append(x)
        x = part(x, skip)
    results = {"first.output": end(x)}

    down, lowest, up, end = parts(*second)
    x, fresh = second[0], []
    for part in down:
        x = part(x)
        fresh.append(x)
    x = lowest(x)
    for part, skip in zip(up, reversed(fresh)): x = part(x, skip)
    results["second.output"] = end(x)
    x = bottom
    for part, skip in zip(up, reversed(skips)): x = part(x, skip)
    results["encoder"] = end(x)
    for count in branches:
        x = made[len(up) - count]
        for k in reversed(range(count)): x = up[len(up) - 1 - k](x, fresh[k])
        results[f"deep.{count}"] = end(x)
    return results


def deepfloyd(unet, text):
    def parts(sample, timestep):
        temb = unet.time_embedding(unet.get_time_embed(sample=sample, timestep=timestep))
        temb = temb + unet.get_aug_embed(emb=temb, encoder_hidden_states=text, added_cond_kwargs={})
        states = unet.process_encoder_hidden_states(encoder_hidden_states=text, added_cond_kwargs={})
        layer = lambda r, a: lambda x: a(r(x, temb), encoder_hidden_states=states) if a is not None else r(x, temb)
        attentions = lambda block: getattr(block, "attentions", [None] * len(block.resnets))
        down = [unet.conv_in]
        for block in unet.down_blocks:
            down += [layer(r, a) for r, a in zip(block.resnets, attentions(block))]
            down += [layer(r, None) for r in block.downsamplers or []]
        up = []
        for block in unet.up_blocks:
            layers = [layer(r, a) for r, a in zip(block.resnets, attentions(block))]
            ends = [[] for _ in layers]
            ends[-1] = [layer(r, None) for r in block.upsamplers or []]
            def joined(l, e):
                def part(x, skip):
                    x = l(torch.cat([x, skip], 1))
                    for r in e: x = r(x)
                    return x
                return part
            up += [joined(l, e) for l, e in zip(layers, ends)]
        lowest = lambda x: unet.mid_block(x, temb, encoder_hidden_states=states)
        return down, lowest, up, lambda x: unet.conv_out(unet.conv_act(unet.conv_norm_out(x)))
    return parts


unet = UNet2DConditionModel.from_pretrained(
    f"{root}/reference/if-stage1/unet", variant="fp16", torch_dtype=torch.float32).eval()
generator = torch.Generator().manual_seed(21)
random = lambda *shape: torch.randn(*shape, generator=generator)
text = load_file(f"{root}/reference/cases/unet-stage1.safetensors")["encoder_hidden_states"]
first = (random(2, 3, 16, 16), torch.tensor([700.0, 300.0]))
second = (first[0] + 0.3 * random(2, 3, 16, 16), torch.tensor([640.0, 260.0]))
saved = reuse(deepfloyd(unet, text), first, second, [1, 3, 6, 9])
for (sample, timestep), key in ((first, "first.output"), (second, "second.output")):
    whole = unet(sample, timestep, text, return_dict=False)[0]
    assert (whole - saved[key]).abs().max() < 1e-5 * whole.abs().max()
saved |= {"text": text, "first": first[0], "first.timestep": first[1], "second": second[0], "second.timestep": second[1]}
save_file({k: v.contiguous() for k, v in saved.items()}, f"{root}/reference/cases/reuse.safetensors")

w = load_file(f"{root}/digits/class/model.safetensors")
one_hot = F.one_hot(torch.tensor([3, 8]), 10).float()


def norm(x, name):
    p = lambda key: w[f"{name}.norm.{key}"]
    return F.gelu(F.batch_norm(x, p("running_mean"), p("running_var"), p("weight"), p("bias"), eps=1e-5))


def conv(x, name, stride=1):
    return norm(F.conv2d(x, w[f"{name}.conv.weight"], w[f"{name}.conv.bias"], stride=stride, padding=1), name)


def up_conv(x, name, **options):
    return norm(F.conv_transpose2d(x, w[f"{name}.conv.weight"], w[f"{name}.conv.bias"], **options), name)


block = lambda x, name: conv(conv(x, f"{name}.first"), f"{name}.second")
dense = lambda x, name: F.linear(x, w[f"{name}.weight"], w[f"{name}.bias"])
full = lambda x, name: dense(F.gelu(dense(x, f"{name}.first")), f"{name}.second")[:, :, None, None]
join = lambda x, skip: torch.cat([x, skip], 1)


def digits(sample, timestep):
    t = timestep[:, None] / 300
    conditioned = lambda x, place: full(one_hot, f"class.{place}") * x + full(t, f"time.{place}")
    down = [
        lambda x: block(x, "enter"), lambda x: block(conv(x, "down1.down", 2), "down1.block"),
        lambda x: block(conv(x, "down2.down", 2), "down2.block")]
    larger = lambda x, name: block(up_conv(x, f"{name}.up", stride=2, padding=1), f"{name}.block")
    up = [
        lambda x, skip: conditioned(
            larger(join(conditioned(up_conv(x, "unflatten", stride=7), "deep"), skip), "up1"), "shallow"),
        lambda x, skip: larger(join(x, skip), "up2"), lambda x, skip: block(join(x, skip), "leave")]
    return down, lambda x: F.gelu(F.avg_pool2d(x, 7)), up, lambda x: F.conv2d(x, w["last.weight"], w["last.bias"], padding=1)


first = (random(2, 1, 28, 28), torch.tensor([200.0, 100.0]))
second = (first[0] + 0.3 * random(2, 1, 28, 28), torch.tensor([190.0, 80.0]))
saved = reuse(digits, first, second, [1, 2, 3])
saved |= {"one-hot": one_hot, "first": first[0], "first.timestep": first[1], "second": second[0], "second.timestep": second[1]}
save_file({k: v.contiguous() for k, v in saved.items()}, f"{root}/reference/cases/reuse-digits.safetensors")
for name in ("reuse", "reuse-digits"):
    tensors = load_file(f"{root}/reference/cases/{name}.safetensors")
    whole = tensors["second.output"]
    print(name, {k: float((v - whole).norm() / whole.norm()) for k, v in tensors.items() if k == "encoder" or "deep" in k})
