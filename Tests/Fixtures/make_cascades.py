"""Writes parity/cascades.safetensors: what diffusers makes of the cascades of pipelines/ with the fixture's models.

usage: make_cascades.py [--check]     needs: pip install torch diffusers transformers sentencepiece safetensors pillow

Stage I is reference/if-stage1 (32 pixels), stage II reference/if-stage2 (64 pixels), each with 4 steps, in float32.
Both stages draw from one generator, in this order: stage I's start and steps, stage II's start, the noise of the small
picture, stage II's steps. NAME.small is stage I's picture, NAME stage II's. CascadeTests.swift has the same settings.

- cascade: IFPipeline, then IFSuperResolutionPipeline.
- cascade-sdedit: IFImg2ImgPipeline, then IFImg2ImgSuperResolutionPipeline.
- cascade-inpaint: IFInpaintingPipeline, then IFInpaintingSuperResolutionPipeline.
- cascade-anagram (upside down; `.rotate-90` and `.negate` by other views), cascade-hybrid: diffusers has no pipeline for them. Their loops are written out with its networks and
  schedulers, by the equations of two papers. Visual Anagrams (Geng et al. 2024, `sample_stage_1`, `sample_stage_2`): a
  view moves the noisy and the small picture together, its inverse moves noise and variance back, and their means make
  the step. The negative's inverse leaves the variance as it is. Factorized Diffusion (Geng et al. 2024): the low-pass of one estimate plus the high-pass of the other. The
  authors' filter is 4 · 33 + 1 = 133 pixels wide at 256 pixels; here it is 2 ⌊height / 4⌋ + 1, as in `low-pass`: 129.
  The weights beyond are below 1e-8.

Random networks enlarge rounding errors at every step. --check computes everything in float64, too, and prints the
relative differences: a program that computes in float32 can't be expected to be closer.
"""
import os
import sys
import numpy
import torch
import torch.nn.functional as F
from diffusers import (
    IFImg2ImgPipeline, IFImg2ImgSuperResolutionPipeline, IFInpaintingPipeline, IFInpaintingSuperResolutionPipeline,
    IFPipeline, IFSuperResolutionPipeline)
from PIL import Image
from safetensors.torch import save_file

torch.set_grad_enabled(False)
fixtures = os.path.dirname(os.path.abspath(__file__))
picture = Image.open(f"{fixtures}/../../pictures/castle-sketch.png").convert("RGB")
STEPS, SMALL, SIZE, LEVEL, GUIDANCE, ENLARGING = 4, 32, 64, 250, 2.0, 1.5
BOX = [0.25, 0.125, 0.5, 0.625]


def sized(size, dtype):
    """The picture in −1 … 1, 1×3×size×size: Pillow's BICUBIC on each channel, without rounding to 8 bits."""
    channels = [channel.convert("F").resize((size, size), Image.BICUBIC) for channel in picture.split()]
    return torch.from_numpy(numpy.stack(channels)).div(127.5).sub(1).clamp(-1, 1)[None].to(dtype)


def mask(size, dtype):
    left, top, width, height = (round(edge * size) for edge in BOX)
    result = torch.zeros(1, 1, size, size, dtype=dtype)
    result[..., top:top + height, left:left + width] = 1
    return result


def low(x, sigma):
    """A Gaussian blur with reflected edges, in a window of 2 ⌊height / 4⌋ + 1 pixels."""
    reach, channels = x.shape[2] // 4, x.shape[1]
    weights = torch.exp(-0.5 * (torch.arange(-reach, reach + 1, dtype=x.dtype) / sigma) ** 2)
    weights /= weights.sum()
    x = F.pad(x, [reach] * 4, mode="reflect")
    x = F.conv2d(x, weights.view(1, 1, 1, -1).repeat(channels, 1, 1, 1), groups=channels)
    return F.conv2d(x, weights.view(1, 1, -1, 1).repeat(channels, 1, 1, 1), groups=channels)


# What a network sees through a view, and how its estimate of the noise and of the variance come back.
VIEWS = {
    "identity": (lambda x: x,) * 3,
    "flip": (lambda x: x.flip(2),) * 3,
    "rotate-90": (lambda x: x.rot90(-1, (2, 3)), *(lambda x: x.rot90(1, (2, 3)),) * 2),
    "negate": (lambda x: -x, lambda x: -x, lambda x: x),
}


class Cascade:
    def __init__(self, dtype):
        def load(kind, name):
            p = kind.from_pretrained(f"{fixtures}/reference/{name}", variant="fp16", torch_dtype=torch.float32)
            p.text_encoder.to(dtype), p.unet.to(dtype)
            return p

        self.dtype = dtype
        self.one, self.two = load(IFPipeline, "if-stage1"), load(IFSuperResolutionPipeline, "if-stage2")
        for p in (self.one, self.two): p.set_progress_bar_config(disable=True)

    def pipeline(self, kind, stage):
        p = kind(**stage.components, requires_safety_checker=False)
        p.set_progress_bar_config(disable=True)
        return p

    def texts(self, stage, prompt, guidance):
        embedded, negative = stage.encode_prompt(prompt, negative_prompt="", clean_caption=False)
        return dict(
            prompt_embeds=embedded, negative_prompt_embeds=negative, guidance_scale=guidance,
            num_inference_steps=STEPS, output_type="pt")

    def both(self, kinds, prompt, seed, small={}, large={}):
        """Two of diffusers' pipelines, one after the other, with one generator."""
        generator = torch.Generator().manual_seed(seed)
        first, second = self.pipeline(kinds[0], self.one), self.pipeline(kinds[1], self.two)
        x = first(**self.texts(self.one, prompt, GUIDANCE), generator=generator, **small).images
        return x, second(
            image=x, **self.texts(self.two, prompt, ENLARGING), generator=generator, noise_level=LEVEL, **large).images

    def cascade(self):
        return self.both(
            (IFPipeline, IFSuperResolutionPipeline), "a castle", 180, large=dict(height=SIZE, width=SIZE))

    def sdedit(self):
        return self.both(
            (IFImg2ImgPipeline, IFImg2ImgSuperResolutionPipeline), "a castle", 181,
            dict(image=sized(SMALL, self.dtype), strength=0.75),
            dict(original_image=sized(SIZE, self.dtype), strength=0.8))

    def inpaint(self):
        return self.both(
            (IFInpaintingPipeline, IFInpaintingSuperResolutionPipeline), "a castle", 182,
            dict(image=sized(SMALL, self.dtype), mask_image=mask(SMALL, self.dtype), strength=1.0),
            dict(original_image=sized(SIZE, self.dtype), mask_image=mask(SIZE, self.dtype), strength=0.8))

    def sample(self, stage, prompts, guidance, generator, size, views, combine, small=None):
        """DDPM steps by `combine` of one guided estimate per prompt, each made of what its view shows."""
        texts = [stage.encode_prompt(p, negative_prompt="", clean_caption=False) for p in prompts]
        shape = (1, 3, size, size)
        x = torch.randn(shape, generator=generator).to(self.dtype)
        if small is not None:
            small = F.interpolate(small, (size, size), mode="bilinear", align_corners=True)
            noise = torch.randn(shape, generator=generator).to(self.dtype)
            small = stage.image_noising_scheduler.add_noise(small, noise, torch.tensor([LEVEL]))
        stage.scheduler.set_timesteps(STEPS)
        for t in stage.scheduler.timesteps:
            estimates = []
            for (view, back, back_variance), (condition, none) in zip(views, texts):
                seen = view(x if small is None else torch.cat([x, small], 1))
                level = {} if small is None else dict(class_labels=torch.tensor([LEVEL]))
                c, u = (stage.unet(seen, t, text, return_dict=False, **level)[0] for text in (condition, none))
                estimates.append((back(u[:, :3] + guidance * (c[:, :3] - u[:, :3])), back_variance(c[:, 3:])))
            (first, one), (second, other) = estimates
            estimate = torch.cat([combine(first, second), (one + other) / 2], 1)
            x = stage.scheduler.step(estimate, t, x, generator=generator, return_dict=False)[0]
        return x

    def illusion(self, prompts, seed, views, small, large):
        generator = torch.Generator().manual_seed(seed)
        x = self.sample(self.one, prompts, GUIDANCE, generator, SMALL, views, small)
        return x, self.sample(self.two, prompts, ENLARGING, generator, SIZE, views, large, small=x)

    def anagram(self, view="flip"):
        mean = lambda first, second: (first + second) / 2
        return self.illusion(("a fox", "a star"), 183, (VIEWS["identity"], VIEWS[view]), mean, mean)

    def hybrid(self):
        split = lambda sigma: lambda far, near: low(far, sigma) + near - low(near, sigma)
        return self.illusion(("a fox", "a crab"), 184, (VIEWS["identity"],) * 2, split(1.3), split(2.6))


def results(dtype):
    cascade, saved = Cascade(dtype), {}
    for name in ("cascade", "anagram", "hybrid", "sdedit", "inpaint"):
        key = name if name == "cascade" else "cascade-" + name
        saved[key + ".small"], saved[key] = (x.contiguous() for x in getattr(cascade, name)())
    for view in ("rotate-90", "negate"):
        key = "cascade-anagram." + view
        saved[key + ".small"], saved[key] = (x.contiguous() for x in cascade.anagram(view))
    return saved


saved = results(torch.float32)
if "--check" in sys.argv:
    randn = torch.randn  # The draws depend on the type.
    torch.randn = lambda *shape, dtype=None, **options: randn(*shape, **options).to(dtype)
    exact = results(torch.float64)
    for name, x in saved.items():
        print(f"{name}: float32 and float64 differ by {((x - exact[name]).norm() / exact[name].norm()).item():.2g}")
else:
    save_file(saved, f"{fixtures}/parity/cascades.safetensors")
