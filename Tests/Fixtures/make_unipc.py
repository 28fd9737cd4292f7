"""Writes reference/cases/steps-unipc.safetensors and steps-unipc-linear.safetensors: eight steps of diffusers' UniPC.

usage: make_unipc.py            needs: pip install torch diffusers safetensors

bh2, of second order, predicting x0. x.K is x before step K, estimate.K the network's output there (random; for a model with
a learned variance, six channels, of which the scheduler gets the noise), and `timesteps` the walk.
"""
import os
import torch
from diffusers import UniPCMultistepScheduler
from safetensors.torch import save_file

folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "reference", "cases")


def walk(name, channels, **options):
    scheduler = UniPCMultistepScheduler(
        num_train_timesteps=1000, solver_order=2, solver_type="bh2", predict_x0=True, timestep_spacing="leading", **options)
    scheduler.set_timesteps(8)
    generator = torch.Generator().manual_seed(21)
    x = torch.randn(2, 3, 8, 8, generator=generator)
    saved = {"timesteps": scheduler.timesteps.int(), "x.0": x}
    for k, t in enumerate(scheduler.timesteps):
        estimate = torch.randn(2, channels, 8, 8, generator=generator)
        # Towards the noise that is there, as a network estimates it.
        estimate[:, :3] = 0.8 * x + 0.3 * estimate[:, :3]
        saved[f"estimate.{k}"] = estimate
        x = scheduler.step(estimate[:, :3], t, x, return_dict=False)[0]
        saved[f"x.{k + 1}"] = x
    save_file({k: v.contiguous() for k, v in saved.items()}, f"{folder}/{name}.safetensors")


walk(
    "steps-unipc", 6, beta_schedule="squaredcos_cap_v2", thresholding=True, dynamic_thresholding_ratio=0.95,
    sample_max_value=1.5)
walk("steps-unipc-linear", 3, beta_schedule="linear", beta_start=1e-4, beta_end=0.02)
