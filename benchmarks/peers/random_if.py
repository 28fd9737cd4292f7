"""Writes a DeepFloyd-IF stage I model of full shape with random weights, for timing and memory checks.

usage: random_if.py OUT [CHANNELS]   CHANNELS: 192 (IF-I-M, default), 320 (L), 704 (XL); float16 safetensors, diffusers layout
needs: pip install torch diffusers safetensors
"""
import json, sys
import torch
from diffusers import DDPMScheduler, UNet2DConditionModel

out, c = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 192
torch.manual_seed(0)
unet = UNet2DConditionModel(
    sample_size=64, in_channels=3, out_channels=6, layers_per_block=3, block_out_channels=[c, 2 * c, 3 * c, 4 * c],
    down_block_types=["ResnetDownsampleBlock2D"] + ["SimpleCrossAttnDownBlock2D"] * 3,
    up_block_types=["SimpleCrossAttnUpBlock2D"] * 3 + ["ResnetUpsampleBlock2D"],
    mid_block_type="UNetMidBlock2DSimpleCrossAttn", cross_attention_dim=4 * c, encoder_hid_dim=4096,
    attention_head_dim=64, addition_embed_type="text", addition_embed_type_num_heads=64,
    cross_attention_norm="group_norm", resnet_time_scale_shift="scale_shift", resnet_skip_time_act=True,
    act_fn="gelu", time_embedding_act_fn="gelu")
unet.half().save_pretrained(f"{out}/unet", variant="fp16")
DDPMScheduler(
    variance_type="learned_range", beta_schedule="squaredcos_cap_v2", thresholding=True, sample_max_value=1.5
).save_pretrained(f"{out}/scheduler")
index = {
    "_class_name": "IFPipeline", "scheduler": ["diffusers", "DDPMScheduler"],
    "unet": ["diffusers", "UNet2DConditionModel"]}
with open(f"{out}/model_index.json", "w") as file: json.dump(index, file)
print(out, sum(p.numel() for p in unet.parameters()) / 1e6, "M parameters")
