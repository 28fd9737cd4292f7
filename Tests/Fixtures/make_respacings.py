"""Writes respacings.json: the timesteps and schedules that diffusers computes, for Tests/PipelineStagesTests.

usage: make_respacings.py OUT.json     needs: pip install torch diffusers
"""
import json
import sys

from diffusers import DDPMScheduler
from diffusers.pipelines.deepfloyd_if import timesteps as named

NAMES = ["fast27", "smart27", "smart50", "smart100", "smart185", "super27", "super40", "super100"]
COUNTS = [1, 2, 3, 7, 10, 13, 27, 30, 48, 49, 50, 75, 99, 100, 250, 333, 500, 999, 1000]


def spaced(spacing, count):
    scheduler = DDPMScheduler(beta_schedule="squaredcos_cap_v2", timestep_spacing=spacing)
    scheduler.set_timesteps(count)
    return scheduler.timesteps.tolist()


def linear(count, start, end):
    scheduler = DDPMScheduler(count, beta_start=start, beta_end=end, beta_schedule="linear")
    return {
        "count": count, "from": start, "to": end, "betas": scheduler.betas.tolist(),
        "alphasCumprod": scheduler.alphas_cumprod.tolist(),
    }


def strength(count, strength):
    """As IFImg2ImgPipeline.get_timesteps keeps them."""
    start = max(count - min(int(count * strength), count), 0)
    return {"count": count, "strength": strength, "timesteps": spaced("leading", count)[start:]}


result = {
    "named": {name: list(getattr(named, name + "_timesteps")) for name in NAMES},
    "spaced": [
        {"spacing": spacing, "count": count, "timesteps": spaced(spacing, count)}
        for spacing in ("leading", "trailing", "linspace") for count in COUNTS
    ],
    "linear": [linear(1000, 1e-4, 0.02), linear(300, 1e-4, 0.02), linear(1, 1e-4, 0.02)],
    "strength": [strength(50, s) for s in (0.02, 0.29, 0.3, 0.58, 0.7, 0.99, 1.0)] + [strength(10, 0.7)],
}
with open(sys.argv[1], "w") as file:
    json.dump(result, file, separators=(",", ":"))
    file.write("\n")
