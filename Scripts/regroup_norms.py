"""Changes the number of groups in a stage I model's group norms, with gains and offsets fitted to the norms' old outputs.

usage: regroup_norms.py FROM TO GROUPS DATA      DATA: pictures with captions, as train_mini_if.py --draw writes them
needs: pip install torch diffusers transformers sentencepiece pillow

A group norm subtracts its group's mean. Where a group is one channel, as with mini-if's 16 channels in 16 groups, the network can't use the mean
brightness or colour of its input, and its last norm removes them from its output. This script gives every norm the new groups, and each channel
the gain and offset that fit the old output best by least squares over 256 noised pictures; training corrects the remaining error. FROM and TO are folders in the diffusers layout with float16 weights.
"""
import glob, os, shutil, sys
import numpy as np, sentencepiece, torch
from diffusers import DDPMScheduler, UNet2DConditionModel
from PIL import Image
from transformers import T5EncoderModel

source, target, groups, data = sys.argv[1:3] + [int(sys.argv[3])] + sys.argv[4:5]
if os.path.exists(target): sys.exit(f"{target} is there already")
torch.manual_seed(0)
unet = UNet2DConditionModel.from_pretrained(f"{source}/unet", variant="fp16").float().eval()
encoder = T5EncoderModel.from_pretrained(f"{source}/text_encoder", variant="fp16").float().eval()
pieces = sentencepiece.SentencePieceProcessor(model_file=f"{source}/tokenizer/spiece.model")
alpha = DDPMScheduler.from_pretrained(f"{source}/scheduler").alphas_cumprod

files = sorted(glob.glob(f"{data}/*.png"))[:256]
side = unet.config.sample_size
x = torch.stack([torch.from_numpy(np.array(Image.open(f).convert("RGB").resize((side, side), Image.BOX))).permute(2, 0, 1) for f in files])
x = x.float() / 127.5 - 1
tokens = [pieces.encode(open(f[:-3] + "txt").read().split("\n")[0])[:76] + [1] for f in files]
ids = torch.tensor([row + [0] * (77 - len(row)) for row in tokens])

# Per channel and norm: sums of the new output, the old output, the new output squared and their product; the count.
sums = {}
norms = {n: m for n, m in unet.named_modules() if isinstance(m, torch.nn.GroupNorm) and m.num_groups == unet.config.norm_num_groups}


def compare(name):
    def hook(norm, arguments, old):
        new = torch.nn.functional.group_norm(arguments[0], groups, eps=norm.eps)
        axes = [0] + list(range(2, new.ndim))
        found = [v.double().sum(axes) for v in (new, old, new * new, new * old)] + [new[:, 0].numel()]
        sums[name] = [a + b for a, b in zip(sums.get(name, [0] * 5), found)]
    return hook


with torch.no_grad():
    text = encoder(input_ids=ids, attention_mask=(ids != 0).long())[0]
    t, noise = torch.randint(0, 1000, (len(x),)), torch.randn_like(x)
    kept = alpha[t].view(-1, 1, 1, 1)
    noisy = kept.sqrt() * x + (1 - kept).sqrt() * noise
    estimate = lambda: torch.cat([unet(*part, return_dict=False)[0][:, :3] for part in zip(noisy.split(32), t.split(32), text.split(32))])
    hooks = [norm.register_forward_hook(compare(name)) for name, norm in norms.items()]
    before = estimate()
    for hook in hooks: hook.remove()
    for name, norm in norms.items():
        new, old, squares, products, count = sums[name]
        gain = (products - new * old / count) / (squares - new * new / count + 1e-8 * count)
        norm.weight.copy_(gain); norm.bias.copy_((old - gain * new) / count)
        norm.num_groups = groups
    print("mean squared error of the noise:", *((e - noise).square().mean().item() for e in (before, estimate())), "(before, after)")

unet.register_to_config(norm_num_groups=groups)
shutil.copytree(source, target, ignore=shutil.ignore_patterns("unet", "*.png", "reference.safetensors", "README.md"))
unet.half().save_pretrained(f"{target}/unet", variant="fp16")
