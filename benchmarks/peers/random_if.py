"""Writes a model of DeepFloyd IF's architecture and full size with random weights, in the published layout: for timing,
for memory, and for comparison with diffusers. No tensor is in memory as a whole model, so any size can be written.

usage: random_if.py OUT SIZE [--text-encoder FILE] [--seed N]
  SIZE               IF-I-M, IF-I-L, IF-I-XL (64 px), IF-II-M or IF-II-L (256 px, from a picture of 64 px)
  --text-encoder     a text encoder of T5-XXL's size too, in two shards, with this SentencePiece model as its tokenizer
needs: pip install torch diffusers transformers safetensors numpy

Stage I has the published sizes. The configurations of stage II aren't public without accepting a licence: theirs are of the
published numbers of parameters (0.45 and 1.2 billion), with every option that sets stage II apart.
"""
import argparse
import json
import math
import os
import shutil

import numpy as np
import torch
from diffusers import DDPMScheduler, UNet2DConditionModel
from transformers import T5Config, T5EncoderModel

BASE = {"IF-I-M": 192, "IF-I-L": 320, "IF-I-XL": 704}
SECOND = {
    "IF-II-M": ([64, 128, 256, 512, 1024], [1, 2, 2, 3, 4]),
    "IF-II-L": ([192, 384, 768, 1152], [2, 4, 8, 8]),
}


def unet(size):
    """The network's structure, without memory for its weights."""
    common = dict(
        out_channels=6, encoder_hid_dim=4096, attention_head_dim=64, addition_embed_type="text",
        addition_embed_type_num_heads=64, cross_attention_norm="group_norm", resnet_time_scale_shift="scale_shift",
        resnet_skip_time_act=True, act_fn="gelu", time_embedding_act_fn="gelu",
        mid_block_type="UNetMidBlock2DSimpleCrossAttn")
    if size in BASE:
        channels = [BASE[size] * level for level in (1, 2, 3, 4)]
        kinds = "RSSS"
        own = dict(sample_size=64, in_channels=3, layers_per_block=3)
    else:
        channels, layers = SECOND[size]
        kinds = "R" * (len(channels) - 2) + "SS"
        own = dict(
            sample_size=256, in_channels=6, layers_per_block=layers, resnet_out_scale_factor=math.sqrt(2),
            mid_block_scale_factor=math.sqrt(2), class_embed_type="timestep", only_cross_attention=True)
    down = {"R": "ResnetDownsampleBlock2D", "S": "SimpleCrossAttnDownBlock2D"}
    up = {"R": "ResnetUpsampleBlock2D", "S": "SimpleCrossAttnUpBlock2D"}
    with torch.device("meta"):
        return UNet2DConditionModel(
            block_out_channels=channels, cross_attention_dim=channels[-1],
            down_block_types=[down[kind] for kind in kinds], up_block_types=[up[kind] for kind in reversed(kinds)],
            **common, **own)


def drawn(generator, name, shape):
    """Weights as PyTorch and T5 begin with, so that activations stay finite in every layer; float16, little-endian."""
    count = math.prod(shape)
    if len(shape) == 1 and "norm" in name and name.endswith("weight"):
        return np.ones(count, "<f2")
    width = 1 / math.sqrt(math.prod(shape[1:])) if len(shape) > 1 else 0.02
    if name == "shared.weight" or name.endswith("embed_tokens.weight"):
        width = math.sqrt(3)
    elif ".SelfAttention.q." in name:
        width = math.sqrt(3 / shape[1] / 64)
    elif ".SelfAttention." in name or ".DenseReluDense." in name:
        width *= math.sqrt(3)
    values = generator.random(count, np.float32)
    values -= 0.5
    values *= 2 * width
    return values.astype("<f2")


def write(path, tensors, generator):
    """A safetensors file of these names and shapes, a tensor at a time."""
    header, offset = {"__metadata__": {"format": "pt"}}, 0
    for name, shape in tensors:
        end = offset + 2 * math.prod(shape)
        header[name] = {"dtype": "F16", "shape": list(shape), "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little"))
        file.write(text)
        for name, shape in tensors:
            drawn(generator, name, shape).tofile(file)
    return offset


def text_encoder(out, tokenizer, generator):
    config = T5Config(
        vocab_size=32128, d_model=4096, d_kv=64, d_ff=10240, num_layers=24, num_heads=64,
        feed_forward_proj="gated-gelu", tie_word_embeddings=False, is_encoder_decoder=False,
        architectures=["T5EncoderModel"])
    with torch.device("meta"):
        model = T5EncoderModel(config)
    tensors = [(name, tuple(value.shape)) for name, value in model.named_parameters()]
    folder = f"{out}/text_encoder"
    os.makedirs(folder)
    config.save_pretrained(folder)
    half = sum(math.prod(shape) for _, shape in tensors) / 2
    shards, seen = ([], []), 0
    for tensor in tensors:
        shards[seen >= half].append(tensor)
        seen += math.prod(tensor[1])
    places, size = {}, 0
    for number, shard in enumerate(shards, 1):
        name = f"model.fp16-{number:05}-of-00002.safetensors"
        size += write(f"{folder}/{name}", shard, generator)
        places.update({tensor: name for tensor, _ in shard})
    with open(f"{folder}/model.safetensors.index.fp16.json", "w") as file:
        json.dump({"metadata": {"total_size": size}, "weight_map": places}, file, indent=1)
    os.makedirs(f"{out}/tokenizer")
    shutil.copy(tokenizer, f"{out}/tokenizer/spiece.model")
    return size


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("size", choices=[*BASE, *SECOND])
    parser.add_argument("--text-encoder", metavar="FILE")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    generator = np.random.default_rng(args.seed)
    os.makedirs(f"{args.out}/unet")
    network = unet(args.size)
    network.save_config(f"{args.out}/unet")
    size = write(
        f"{args.out}/unet/diffusion_pytorch_model.fp16.safetensors",
        [(name, tuple(value.shape)) for name, value in network.named_parameters()], generator)
    is_first = args.size in BASE
    schedule = dict(
        variance_type="learned_range", beta_schedule="squaredcos_cap_v2", thresholding=True,
        sample_max_value=1.5 if is_first else 1.0)
    DDPMScheduler(**schedule).save_pretrained(f"{args.out}/scheduler")
    index = {
        "_class_name": "IFPipeline" if is_first else "IFSuperResolutionPipeline",
        "scheduler": ["diffusers", "DDPMScheduler"], "unet": ["diffusers", "UNet2DConditionModel"]}
    if not is_first:
        DDPMScheduler(beta_schedule="squaredcos_cap_v2").save_pretrained(f"{args.out}/image_noising_scheduler")
        index["image_noising_scheduler"] = ["diffusers", "DDPMScheduler"]
    if args.text_encoder:
        size += text_encoder(args.out, args.text_encoder, generator)
        index |= {"text_encoder": ["transformers", "T5EncoderModel"], "tokenizer": ["transformers", "T5Tokenizer"]}
    with open(f"{args.out}/model_index.json", "w") as file:
        json.dump(index, file)
    print(f"{args.out}: {size / 2e6:.0f} M parameters, {size / 1e9:.2f} GB")


main()
