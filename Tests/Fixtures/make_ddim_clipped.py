"""Writes reference/cases/steps-ddim-clipped.safetensors: eight steps of diffusers' DDIM with `use_clipped_model_output`.

usage: make_ddim_clipped.py     needs: pip install torch diffusers safetensors

x.K is x before step K, estimate.K the network's output there (random; six channels, of which the scheduler gets the noise),
and `timesteps` the walk. x̂₀ is thresholded at every step, so that the two forms of DDIM differ.
"""
import os
import torch
from diffusers import DDIMScheduler
from safetensors.torch import save_file

folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "reference", "cases")
scheduler = DDIMScheduler(
    num_train_timesteps=1000, beta_schedule="squaredcos_cap_v2", clip_sample=False, thresholding=True,
    dynamic_thresholding_ratio=0.95, sample_max_value=1.5, timestep_spacing="leading")
scheduler.set_timesteps(8)
generator = torch.Generator().manual_seed(22)
x = torch.randn(2, 3, 8, 8, generator=generator)
saved = {"timesteps": scheduler.timesteps.int(), "x.0": x}
for k, t in enumerate(scheduler.timesteps):
    estimate = torch.randn(2, 6, 8, 8, generator=generator)
    # Towards the noise that is there, as a network estimates it.
    estimate[:, :3] = 0.8 * x + 0.3 * estimate[:, :3]
    saved[f"estimate.{k}"] = estimate
    x = scheduler.step(estimate[:, :3], t, x, use_clipped_model_output=True, return_dict=False)[0]
    saved[f"x.{k + 1}"] = x
save_file({k: v.contiguous() for k, v in saved.items()}, f"{folder}/steps-ddim-clipped.safetensors")
