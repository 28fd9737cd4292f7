"""Writes unet.json: the hybrid loss of models/mini-if on one batch, and its gradients, by PyTorch and diffusers.

usage: make_unet.py      needs: torch, diffusers
The loss is written out in float64 as Nichol & Dhariwal (2021) have it, weighted by min-SNR (Hang et al. 2023) raised at high noise.
"""
import json, math, os
import torch
from diffusers import DDPMScheduler, UNet2DConditionModel

here = os.path.dirname(os.path.abspath(__file__))
model = os.path.join(here, "../../../models/mini-if")
unet = UNet2DConditionModel.from_pretrained(model + "/unet", variant="fp16", torch_dtype=torch.float32).train()
scheduler = DDPMScheduler.from_pretrained(model + "/scheduler")

generator = torch.Generator().manual_seed(5)
x = torch.randn(4, 3, 64, 64, generator=generator).clamp(-1, 1)
noise = torch.randn(4, 3, 64, 64, generator=generator)
text = torch.randn(4, 77, 128, generator=generator)
t = torch.tensor([0, 12, 431, 990])

alpha = scheduler.alphas_cumprod.double(); beta = scheduler.betas.double()
previous = torch.cat([torch.ones(1).double(), alpha[:-1]])
posterior = beta * (1 - previous) / (1 - alpha)
log_posterior = torch.cat([posterior[1:2], posterior[1:]]).log()
at = lambda values: values[t].view(-1, 1, 1, 1)

noisy = (at(alpha).sqrt() * x + (1 - at(alpha)).sqrt() * noise).float()
output = unet(noisy, t, text, return_dict=False)[0].double()
estimate, variance = output.chunk(2, 1)
snr = at(alpha) / (1 - at(alpha))
weight = snr.clamp(max=5) / snr * snr.rsqrt().clamp(1, 14)
log_variance = (variance + 1) / 2 * at(beta.log()) + (1 - variance) / 2 * at(log_posterior)
clean = ((noisy - (1 - at(alpha)).sqrt() * estimate) / at(alpha).sqrt()).clamp(-1, 1).detach()
gap = (at(beta * previous.sqrt() / (1 - alpha)) * (x - clean)) ** 2
divergence = 0.5 * (-1 + log_variance - at(log_posterior) + (at(log_posterior) - log_variance).exp() + gap * (-log_variance).exp())
simple = (weight * (estimate - noise) ** 2).mean()
variational = divergence[t > 0].mean() / math.log(2)
(simple + 1e-3 * variational).backward()

number = lambda v: float(f"{float(v):.7g}")
sampled = ["conv_in.weight", "conv_out.weight", "conv_out.bias", "conv_norm_out.weight", "time_embedding.linear_1.weight", "encoder_hid_proj.weight",
    "add_embedding.norm1.weight", "add_embedding.pool.positional_embedding", "add_embedding.pool.k_proj.weight", "add_embedding.proj.bias",
    "down_blocks.0.downsamplers.0.conv1.weight", "down_blocks.2.resnets.0.time_emb_proj.weight", "down_blocks.3.attentions.0.group_norm.weight",
    "down_blocks.3.attentions.0.norm_cross.weight", "down_blocks.3.attentions.0.add_k_proj.weight", "down_blocks.4.attentions.0.to_k.weight",
    "mid_block.attentions.0.to_q.weight", "mid_block.attentions.0.add_v_proj.bias", "up_blocks.0.resnets.1.conv_shortcut.weight",
    "up_blocks.1.upsamplers.0.norm2.weight", "up_blocks.1.attentions.1.to_out.0.weight", "up_blocks.4.resnets.1.conv2.weight"]
gradients = {}
for name, p in unet.named_parameters():
    g = p.grad.flatten().double()
    gradients[name] = [number(g.norm())] + ([number(g[i * (len(g) - 1) // 7]) for i in range(8)] if name in sampled else [])
assert all(name in gradients for name in sampled)
json.dump(dict(simple=number(simple), variational=number(variational), gradients=gradients), open(os.path.join(here, "unet.json"), "w"), indent=0)
print(len(gradients), "tensors; simple", simple.item(), "variational", variational.item())
