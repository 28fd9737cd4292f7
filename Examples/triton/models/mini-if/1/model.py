"""Triton's Python back end: runs diffusers' UNet2DConditionModel.

The model's folder is the parameter `folder` of config.pbtxt, in which environment variables are replaced.
needs: pip install torch diffusers safetensors
"""
import json
import os

import torch
import triton_python_backend_utils as triton
from diffusers import UNet2DConditionModel


class TritonPythonModel:
    def initialize(self, args):
        folder = os.path.expandvars(json.loads(args["model_config"])["parameters"]["folder"]["string_value"])
        torch.set_grad_enabled(False)
        torch.set_num_threads(int(os.environ.get("MODEL_THREADS", torch.get_num_threads())))
        # Weights in float16 are computed with in float32, as PipelineKit does.
        self.unet = UNet2DConditionModel.from_pretrained(
            folder, subfolder="unet", variant="fp16", torch_dtype=torch.float32, local_files_only=True).eval()

    def execute(self, requests):
        return [self.respond(request) for request in requests]

    def respond(self, request):
        def tensor(name):
            # A copy: the request's memory is only lent.
            return torch.from_numpy(triton.get_input_tensor_by_name(request, name).as_numpy().copy())

        output = self.unet(
            tensor("sample"), tensor("timestep").flatten(), tensor("encoder_hidden_states"), return_dict=False)[0]
        return triton.InferenceResponse([triton.Tensor("out_sample", output.numpy())])
