"""Writes models/mini-if/reference.safetensors and sample.png: eight prompts by diffusers' IFPipeline.

usage: mini_if_reference.py      needs: pip install torch diffusers transformers safetensors sentencepiece pillow

float32, 50 steps, guidance 5, torch's generator with seed 180 for each; values -1…1. The parity tests compare our pictures with them.
"""
import os
import numpy as np, torch
from diffusers import DDPMScheduler, IFPipeline, UNet2DConditionModel
from PIL import Image
from safetensors.torch import save_file
import sentencepiece
from transformers import T5EncoderModel

torch.set_grad_enabled(False)
model = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../models/mini-if")
unet = UNet2DConditionModel.from_pretrained(f"{model}/unet", variant="fp16", torch_dtype=torch.float32).eval()
encoder = T5EncoderModel.from_pretrained(f"{model}/text_encoder", variant="fp16", dtype=torch.float32).eval()
pieces = sentencepiece.SentencePieceProcessor(model_file=f"{model}/tokenizer/spiece.model")
pipeline = IFPipeline(None, None, unet, DDPMScheduler.from_pretrained(f"{model}/scheduler"), None, None, None, requires_safety_checker=False)
pipeline.set_progress_bar_config(disable=True)


def encoded(text):
    ids = pieces.encode(text)[:76] + [1]; pad = [0] * (77 - len(ids))
    return encoder(input_ids=torch.tensor([ids + pad]), attention_mask=torch.tensor([[1] * len(ids) + pad]))[0]


prompts = ["a rocket ship", "a photo of a dog", "a pencil", "a skull", "a hamburger", "a castle", "a red heart", "a photo of a penguin"]
pictures = {}
for prompt in prompts:
    pictures[prompt] = pipeline(
        prompt_embeds=encoded(prompt), negative_prompt_embeds=encoded(""), num_inference_steps=50, guidance_scale=5.0,
        generator=torch.Generator().manual_seed(180), output_type="pt").images.contiguous()
save_file(pictures, f"{model}/reference.safetensors")
row = torch.cat([pictures[p][0] for p in prompts], 2).clamp(-1, 1).permute(1, 2, 0).numpy()
sheet = Image.fromarray(np.round((row + 1) * 127.5).astype(np.uint8))
sheet.resize((sheet.width * 2, sheet.height * 2), Image.NEAREST).save(f"{model}/sample.png")
print("written:", ", ".join(prompts))
