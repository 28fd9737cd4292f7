"""The picture of pipelines/hybrid.json with method=ddpm steps=50 by PyTorch and diffusers, as a script of one's own would make it.

usage: hybrid_diffusers.py MODEL_DIR OUT.png [STEPS]     time the whole process, from start to picture
needs: pip install torch diffusers transformers safetensors sentencepiece pillow
"""
import sys
import sentencepiece, torch
import torch.nn.functional as F
from diffusers import DDPMScheduler, UNet2DConditionModel
from PIL import Image
from transformers import T5EncoderModel

path, out, steps = sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 50
torch.set_grad_enabled(False)
unet = UNet2DConditionModel.from_pretrained(f"{path}/unet", variant="fp16", torch_dtype=torch.float32).eval()
encoder = T5EncoderModel.from_pretrained(f"{path}/text_encoder", variant="fp16", dtype=torch.float32).eval()
pieces = sentencepiece.SentencePieceProcessor(model_file=f"{path}/tokenizer/spiece.model")
scheduler = DDPMScheduler.from_pretrained(f"{path}/scheduler")
scheduler.set_timesteps(steps)


def tokens(text):
    ids = pieces.encode(text.lower().strip())[:76] + [1]
    return ids + [0] * (77 - len(ids)), [1] * len(ids) + [0] * (77 - len(ids))


def low(x, k=33, sigma=2.6):
    a = torch.linspace(-(k - 1) / 2, (k - 1) / 2, k); w = torch.exp(-0.5 * (a / sigma) ** 2); w /= w.sum()
    y = F.pad(x, [k // 2] * 4, mode="reflect"); c = x.shape[1]
    return F.conv2d(F.conv2d(y, w.view(1, 1, 1, k).expand(c, 1, 1, k), groups=c), w.view(1, 1, k, 1).expand(c, 1, k, 1), groups=c)


ids, mask = zip(*(tokens(t) for t in ("a fox", "a crab", "")))
text = encoder(input_ids=torch.tensor(ids), attention_mask=torch.tensor(mask))[0]
generator = torch.Generator().manual_seed(4)
x = torch.randn(1, 3, 64, 64, generator=generator)
for t in scheduler.timesteps:
    far, near, none = unet(x.expand(3, -1, -1, -1), t, text, return_dict=False)[0].split(1)
    e = [none[:, :3] + 7 * (c[:, :3] - none[:, :3]) for c in (far, near)]
    noise = low(e[0]) + e[1] - low(e[1])
    x = scheduler.step(torch.cat([noise, (far[:, 3:] + near[:, 3:]) / 2], 1), t, x, generator=generator, return_dict=False)[0]
Image.fromarray(((x[0].clamp(-1, 1) + 1) * 127.5).round().byte().permute(1, 2, 0).numpy()).save(out)
