"""Writes reference/cases/trajectories.safetensors: every x_t on the way of the six whole pipelines of `parity/`.

usage: make_trajectories.py            needs: pip install torch diffusers safetensors

The networks of the fixture are random, and with random weights a walk of ten guided steps is chaotic: diffusers itself,
run in float32 on two processors, or in float32 and float64 on one, ends with pictures that differ by up to 1 in 0 … 1.
So each step is compared from the reference's own x_t. NAME.K holds x before step K; NAME.10 (img2img: NAME.7) the end.
"""
import os
import torch
from diffusers import DDPMScheduler, IFImg2ImgPipeline, IFInpaintingPipeline, IFPipeline, IFSuperResolutionPipeline, UNet2DConditionModel
from safetensors.torch import load_file, save_file
import torch.nn.functional as F

torch.set_grad_enabled(False)
root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "reference")
cases, illusions = load_file(f"{root}/cases/pipelines.safetensors"), load_file(f"{root}/cases/illusions.safetensors")
load = lambda name: UNet2DConditionModel.from_pretrained(f"{root}/{name}/unet", variant="fp16", torch_dtype=torch.float32).eval()
stage1, stage2 = load("if-stage1"), load("if-stage2")
scheduler = lambda name, folder="scheduler": DDPMScheduler.from_pretrained(f"{root}/{name}/{folder}")
generator = lambda: torch.Generator().manual_seed(180)
saved = {}


class Recorder:
    """A UNet that notes what it is given: the sample of each step."""
    def __init__(self, unet, name, channels=3):
        self.unet, self.name, self.seen, self.channels = unet, name, [], channels
    def __getattr__(self, key): return getattr(self.unet, key)
    def __call__(self, x, *a, **k):
        self.seen.append(x[:1, :self.channels].clone()); return self.unet(x, *a, **k)


def pipeline(cls, name, unet, model, extra={}, **arguments):
    p = cls(tokenizer=None, text_encoder=None, unet=unet, scheduler=scheduler(model), safety_checker=None, feature_extractor=None, watermarker=None, requires_safety_checker=False, **extra)
    p.set_progress_bar_config(disable=True)
    # diffusers checks a component's class only when it is registered; calls go to whatever stands there.
    object.__setattr__(p, "unet", Recorder(unet, name))
    image = p(num_inference_steps=10, guidance_scale=7.0, output_type="pt", prompt_embeds=cases["embedding"], negative_prompt_embeds=cases["unconditional"], generator=generator(), **arguments).images
    for k, x in enumerate(p.__dict__["unet"].seen + [image]): saved[f"{name}.{k}"] = x


def sample(name, estimate):
    s = scheduler("if-stage1"); s.set_timesteps(10); g = generator(); x = torch.randn(1, 3, 32, 32, generator=g)
    for k, t in enumerate(s.timesteps):
        saved[f"{name}.{k}"] = x
        x = s.step(estimate(x, t), t, x, generator=g, return_dict=False)[0]
    saved[f"{name}.10"] = x


def guided(x, t, e):
    c, u = stage1(x, t, e, return_dict=False)[0], stage1(x, t, illusions["unconditional"], return_dict=False)[0]
    return torch.cat([u[:, :3] + 7 * (c[:, :3] - u[:, :3]), c[:, 3:]], 1)


def blur(x, k=17, sigma=2.0):
    a = torch.linspace(-(k - 1) / 2, (k - 1) / 2, k); w = torch.exp(-0.5 * (a / sigma) ** 2); w /= w.sum(); c = x.shape[1]
    return F.conv2d(F.pad(x, [k // 2] * 4, mode="reflect"), torch.outer(w, w).expand(c, 1, k, k), groups=c)


def hybrid(x, t):
    a, b = guided(x, t, illusions["first"]), guided(x, t, illusions["second"])
    return torch.cat([blur(a[:, :3]) + b[:, :3] - blur(b[:, :3]), (a[:, 3:] + b[:, 3:]) / 2], 1)


flip = lambda z: z.flip(2)
photo, mask = cases["photo"], cases["mask"]
pipeline(IFPipeline, "sample", stage1, "if-stage1")
pipeline(IFImg2ImgPipeline, "img2img", stage1, "if-stage1", image=photo, strength=0.7)
pipeline(IFInpaintingPipeline, "inpaint", stage1, "if-stage1", image=photo, mask_image=mask, strength=1.0)
pipeline(IFSuperResolutionPipeline, "superresolution", stage2, "if-stage2", {"image_noising_scheduler": scheduler("if-stage2", "image_noising_scheduler")}, image=photo, height=64, width=64, noise_level=250)
sample("anagram", lambda x, t: (guided(x, t, illusions["first"]) + flip(guided(flip(x), t, illusions["second"]))) / 2)
sample("hybrid", hybrid)
save_file({k: v.contiguous() for k, v in saved.items()}, f"{root}/cases/trajectories.safetensors")
print({n: sum(k.startswith(n + ".") for k in saved) for n in ("sample", "img2img", "inpaint", "superresolution", "anagram", "hybrid")})
