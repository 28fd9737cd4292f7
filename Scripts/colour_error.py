"""Measures a stage I model's error of a picture's mean colour: the error of x̂₀'s mean over all pixels, by timestep.

usage: colour_error.py MODEL DATA [N]      DATA: pictures with captions, as train_mini_if.py --draw writes them; uses the first N (default 96) plain ones
needs: pip install torch diffusers transformers sentencepiece pillow
Root mean square over pictures and channels of mean(x̂₀ − x₀), x̂₀ = (x_t − √(1−ᾱ) ε̂) / √ᾱ with the estimate under the caption, in −1…1. For comparison: the error of
a network that assumes the noise's mean is 0, √((1−ᾱ)/ᾱ) / 64 for 64 × 64 pixels, and of one that always guesses the mean colour of these pictures.
"""
import glob, sys
import numpy as np, sentencepiece, torch
from diffusers import DDPMScheduler, UNet2DConditionModel
from PIL import Image
from transformers import T5EncoderModel

torch.set_grad_enabled(False)
model, data = sys.argv[1:3]
count = int(sys.argv[3]) if len(sys.argv) > 3 else 96
unet = UNet2DConditionModel.from_pretrained(f"{model}/unet", variant="fp16").float().eval()
encoder = T5EncoderModel.from_pretrained(f"{model}/text_encoder", variant="fp16").float().eval()
pieces = sentencepiece.SentencePieceProcessor(model_file=f"{model}/tokenizer/spiece.model")
alpha = DDPMScheduler.from_pretrained(f"{model}/scheduler").alphas_cumprod
side = unet.config.sample_size

captions = {f[:-3]: open(f).read().split("\n")[0] for f in sorted(glob.glob(f"{data}/*.txt"))}
plain = [f for f, c in captions.items() if not any(word in c for word in ("sketch", "painting", "lithograph", "background"))][:count]
x = torch.stack([torch.from_numpy(np.array(Image.open(f + "png").convert("RGB").resize((side, side), Image.BOX))).permute(2, 0, 1) for f in plain])
x = x.float() / 127.5 - 1
tokens = [pieces.encode(captions[f])[:76] + [1] for f in plain]
ids = torch.tensor([row + [0] * (77 - len(row)) for row in tokens])
text = encoder(input_ids=ids, attention_mask=(ids != 0).long())[0]
colours = x.mean((2, 3))
print(f"always the mean colour: {(colours - colours.mean(0)).square().mean().sqrt():.3f}")
for t in (990, 980, 960, 940, 900, 800, 500):
    kept, generator = alpha[t], torch.Generator().manual_seed(t)
    noise = torch.randn(x.shape, generator=generator)
    noisy = kept.sqrt() * x + (1 - kept).sqrt() * noise
    estimate = torch.cat([unet(a, t, b, return_dict=False)[0][:, :3] for a, b in zip(noisy.split(32), text.split(32))])
    clean = (noisy - (1 - kept).sqrt() * estimate) / kept.sqrt()
    print(f"t = {t}: {(clean.mean((2, 3)) - colours).square().mean().sqrt():.3f}; blind: {((1 - kept) / kept).sqrt() / side:.3f}")
