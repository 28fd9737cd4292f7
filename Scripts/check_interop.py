"""What PyTorch and diffusers say of files and models of PipelineKit; InteropTests calls it.

usage: check_interop.py read FILE.pth FILE.safetensors        both hold the same tensors, by torch.load and safetensors
       check_interop.py write FOLDER                          writes torch.save's files of all kinds, and expected.json
       check_interop.py encode MODEL PROMPT FILE              encodes a prompt with diffusers, and saves it by its ending
       check_interop.py draw MODEL PROMPT STEPS OUT.safetensors [FILE.pth]
                                                              a picture of diffusers' IFPipeline, of its own or given prompts
needs: torch, safetensors; diffusers, transformers and sentencepiece for `encode` and `draw`
"""
import json, os, sys, warnings

warnings.simplefilter("ignore")
import torch
from safetensors.torch import load_file, save_file


def read(path, twin):
    tensors, others = torch.load(path, weights_only=True), load_file(twin)
    assert type(tensors) is dict and set(tensors) == set(others), (set(tensors), set(others))
    for name, tensor in tensors.items():
        assert tensor.dtype == torch.float32 and tensor.is_contiguous(), name
        assert torch.equal(tensor, others[name]), name
    mapped = torch.load(path, weights_only=True, mmap=True)
    assert all(torch.equal(mapped[name], tensor) for name, tensor in tensors.items())
    print("equal:", ", ".join(tensors))


def write(folder):
    x = torch.randn(2, 3, 4, generator=torch.Generator().manual_seed(1))
    kinds = "float16 bfloat16 float32 float64 int8 int16 int32 int64 uint8 bool".split()
    files = {
        "types.pth": {kind: (x * 3).to(getattr(torch, kind)) for kind in kinds},
        "views.pth": {
            "t": x.transpose(0, 2), "slice": x[1:, ::2, 1:3], "scalar": x[1, 2, 3], "expanded": x[:, :1].expand(2, 5, 4),
            "flipped": x.flip(0), "half": x.half()[..., 1].t(), "empty": x[:0], "strided": x.as_strided((3, 3), (1, 5), 2),
        },
        "state.pt": torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4)).state_dict(),
        "alone.pth": torch.nn.Parameter(x[0]),
    }
    expected = {}
    for name, value in files.items():
        torch.save(value, os.path.join(folder, name))
        tensors = {"tensor": value} if isinstance(value, torch.Tensor) else value
        expected[name] = {
            key: {"shape": list(t.shape), "values": t.detach().float().flatten().tolist()} for key, t in tensors.items()
        }
    with open(os.path.join(folder, "expected.json"), "w") as file:
        json.dump(expected, file)


def pipeline(model, **options):
    from diffusers import IFPipeline
    from diffusers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    pipe = IFPipeline.from_pretrained(model, variant="fp16", torch_dtype=torch.float32, **options)
    pipe.set_progress_bar_config(disable=True)
    return pipe


def encode(model, prompt, path):
    prompt_embeds, negative_prompt_embeds = pipeline(model).encode_prompt(prompt)
    embeds = {"prompt_embeds": prompt_embeds, "negative_prompt_embeds": negative_prompt_embeds}
    if path.endswith(".safetensors"):
        save_file(embeds, path)
    else:
        torch.save(embeds, path)


def draw(model, prompt, steps, out, given=None):
    generator = torch.Generator().manual_seed(180)
    options = dict(num_inference_steps=int(steps), guidance_scale=4.0, generator=generator, output_type="np")
    if given:
        embeds = torch.load(given, weights_only=True)
        pictures = pipeline(model, text_encoder=None, tokenizer=None)(**embeds, **options).images
    else:
        pictures = pipeline(model)(prompt, **options).images
    save_file({"picture": torch.from_numpy(pictures).permute(0, 3, 1, 2).contiguous()}, out)


if __name__ == "__main__":
    torch.set_grad_enabled(False)
    {"read": read, "write": write, "encode": encode, "draw": draw}[sys.argv[1]](*sys.argv[2:])
