"""Times one UNet evaluation by PyTorch, in float32 and bfloat16, and, if installed, by OpenVINO, in these and in NNCF's
int8: medians after a warm-up.

usage: time_peers.py MODEL_DIR BATCH [REFERENCE.safetensors]     writes inputs and PyTorch's float32 output to the file
needs: pip install torch diffusers safetensors [openvino nncf]
"""
import contextlib, pathlib, statistics, sys, warnings
warnings.filterwarnings("ignore")
import torch
from diffusers import UNet2DConditionModel
from machine import measurement, times

path, n = sys.argv[1], int(sys.argv[2])
torch.set_grad_enabled(False); torch.manual_seed(0)


def load(dtype):
    # Weights are frozen: OpenVINO's tracing with PyTorch 2.15 refuses those that want gradients.
    unet = UNet2DConditionModel.from_pretrained(f"{path}/unet", variant="fp16", torch_dtype=dtype)
    return unet.eval().requires_grad_(False)


unet = load(torch.float32)
size = unet.config.sample_size
x = torch.randn(n, unet.config.in_channels, size, size); t = torch.tensor(500)
text = torch.randn(n, 77, unet.config.encoder_hid_dim or unet.config.cross_attention_dim)
reference = unet(x, t, text)[0]
if len(sys.argv) > 3:
    from safetensors.torch import save_file
    save_file({"sample": x, "timestep": t.float().reshape(1), "encoder_hidden_states": text, "output": reference}, sys.argv[3])


def report(who, how, run, output=None):
    values = {} if output is None else {"error": float((output - reference).norm() / reference.norm())}
    work = f"{pathlib.Path(path).name}, {n} picture{'s' if n > 1 else ''} of {size} px"
    print(measurement("evaluation", work, how, who, seconds=round(statistics.median(times(run)), 4), **values))


report("PyTorch", "f32", lambda: unet(x, t, text))
try:
    import openvino as ov

    class Network(torch.nn.Module):
        def forward(self, x, t, text): return unet(x, t, text, return_dict=False)[0]

    network = ov.convert_model(Network(), example_input=(x, t, text))
    inputs = [x.numpy(), t.numpy(), text.numpy()]

    def time(network, how, hints):
        request = ov.Core().compile_model(network, "CPU", {"PERFORMANCE_HINT": "LATENCY"} | hints).create_infer_request()
        output = torch.from_numpy(list(request.infer(inputs).values())[0])
        report("OpenVINO", how, lambda: request.infer(inputs), output)

    for precision in ("f32", "bf16"): time(network, precision, {"INFERENCE_PRECISION_HINT": precision})
    try:
        # It reports its progress on standard output, where measurements go.
        with contextlib.redirect_stdout(sys.stderr):
            import nncf
            # Weights and activations in 8 bits, their ranges taken from the very input that is measured.
            whole = nncf.quantize(network, nncf.Dataset([inputs]), subset_size=1, model_type=nncf.ModelType.TRANSFORMER)
        time(whole, "int8", {})
    except ImportError: pass
except ImportError: pass
last = unet.to(memory_format=torch.channels_last)
report("PyTorch", "f32 channels_last", lambda: last(x, t, text))
half = load(torch.bfloat16); halves = x.bfloat16(), t, text.bfloat16()
report("PyTorch", "bf16", lambda: half(*halves), half(*halves)[0].float())
