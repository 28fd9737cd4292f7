"""Runs time_peers.py and prints what it found as measurements.

usage: evaluation.py TIME_PEERS.py MODEL_DIR BATCH REFERENCE.safetensors
needs: pip install torch diffusers safetensors [openvino]

Weights are frozen first: OpenVINO's tracing with PyTorch 2.15 refuses those that want gradients.
"""
import contextlib, io, json, pathlib, runpy, sys
from diffusers import UNet2DConditionModel
from machine import measurement

script, model, batch, reference = sys.argv[1:5]
load = UNet2DConditionModel.from_pretrained.__func__
UNet2DConditionModel.from_pretrained = classmethod(lambda c, *a, **k: load(c, *a, **k).requires_grad_(False))
sys.argv = [script, model, batch, "--save", reference]
printed = io.StringIO()
with contextlib.redirect_stdout(printed): runpy.run_path(script, run_name="__main__")
found = json.loads(printed.getvalue().strip().splitlines()[-1])
size = json.load(open(f"{model}/unet/config.json"))["sample_size"]
n = found.pop("batch")
work = f"{pathlib.Path(model).name}, {n} picture{'s' if n > 1 else ''} of {size} px"
for key, seconds in found.items():
    if key.endswith(" error"): continue
    who, how = key.split(" ", 1)
    values = {"error": found[f"{key} error"]} if f"{key} error" in found else {}
    print(measurement("evaluation", work, how, {"torch": "PyTorch", "openvino": "OpenVINO"}[who], seconds=seconds, **values))
