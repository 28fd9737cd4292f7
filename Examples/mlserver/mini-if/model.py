"""MLServer's runtime: runs diffusers' UNet2DConditionModel of the folder in the environment variable MODEL_FOLDER.

needs: pip install mlserver torch diffusers safetensors
"""
import os

import torch
from diffusers import UNet2DConditionModel
from mlserver import MLModel
from mlserver.codecs import NumpyCodec
from mlserver.types import InferenceRequest, InferenceResponse


class DiffusersUNet(MLModel):
    async def load(self) -> bool:
        torch.set_grad_enabled(False)
        self.unet = UNet2DConditionModel.from_pretrained(
            os.environ["MODEL_FOLDER"], subfolder="unet", variant="fp16", torch_dtype=torch.float32,
            local_files_only=True).eval()
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        inputs = {tensor.name: torch.from_numpy(NumpyCodec.decode_input(tensor).copy()) for tensor in payload.inputs}
        with torch.inference_mode():
            output = self.unet(
                inputs["sample"], inputs["timestep"].flatten(), inputs["encoder_hidden_states"], return_dict=False)[0]
        return InferenceResponse(
            model_name=self.name, model_version=self.version,
            outputs=[NumpyCodec.encode_output("out_sample", output.numpy())])
