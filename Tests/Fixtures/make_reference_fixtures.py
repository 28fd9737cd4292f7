"""Copies reference models and cases, made by PyTorch and diffusers, into Tests/Fixtures/reference.

usage: make_reference_fixtures.py REFERENCE   (the folder that make_reference.py wrote: if-stage1, if-stage2, cases)
needs: pip install safetensors numpy

Activations inside the networks (`at.*`) are left out: they are for finding a fault, not for keeping.
"""
import os, shutil, sys
from safetensors.numpy import load_file, save_file

source, target = sys.argv[1], os.path.join(os.path.dirname(os.path.abspath(__file__)), "reference")
shutil.rmtree(target, ignore_errors=True)
for model in ("if-stage1", "if-stage2"):
    shutil.copytree(f"{source}/{model}", f"{target}/{model}", copy_function=shutil.copyfile)
os.makedirs(f"{target}/cases")
for name in sorted(os.listdir(f"{source}/cases")):
    if name.endswith(".safetensors"):
        tensors = {k: v for k, v in load_file(f"{source}/cases/{name}").items() if not k.startswith("at.")}
        save_file(tensors, f"{target}/cases/{name}")
    else:
        shutil.copyfile(f"{source}/cases/{name}", f"{target}/cases/{name}")
for folder, _, files in os.walk(target):
    os.chmod(folder, 0o755)
    for name in files:
        os.chmod(f"{folder}/{name}", 0o644)
