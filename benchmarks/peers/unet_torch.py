"""One UNet evaluation by PyTorch in float32, in a process that does nothing else: its time, and its peak memory.

usage: unet_torch.py MODEL_DIR BATCH [REFERENCE.safetensors]     writes inputs and output to the file, if there is none yet
needs: pip install torch diffusers safetensors
"""
import os, pathlib, statistics, sys, warnings
warnings.filterwarnings("ignore")
import torch
from diffusers import UNet2DConditionModel
from machine import measurement, peak_memory, times

model, n = sys.argv[1], int(sys.argv[2])
torch.set_grad_enabled(False); torch.manual_seed(0)
unet = UNet2DConditionModel.from_pretrained(f"{model}/unet", variant="fp16", torch_dtype=torch.float32).eval()
size = unet.config.sample_size
x = torch.randn(n, unet.config.in_channels, size, size); t = torch.tensor(500)
text = torch.randn(n, 77, unet.config.encoder_hid_dim or unet.config.cross_attention_dim)
found = times(lambda: unet(x, t, text))
work = f"{pathlib.Path(model).name}, {n} picture{'s' if n > 1 else ''} of {size} px"
print(measurement(
    "evaluation", work, "f32", seconds=statistics.median(found), least=found[0], memory=peak_memory(), threads=torch.get_num_threads()))
if len(sys.argv) > 3 and not os.path.exists(sys.argv[3]):
    from safetensors.torch import save_file
    save_file({"sample": x, "timestep": t.float().reshape(1), "encoder_hidden_states": text, "output": unet(x, t, text)[0]}, sys.argv[3])
