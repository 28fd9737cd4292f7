"""Asks `runner serve mini-if` with NVIDIA Triton's own client: triton_client.py HTTP_ADDRESS GRPC_ADDRESS

Looks at all that the client can ask, and compares the outputs over HTTP (numbers in binary, and in JSON) and gRPC, which
must be the same numbers. needs: pip install tritonclient[http,grpc]
"""
import sys

import numpy as np
import tritonclient.grpc
import tritonclient.http

NAME = "mini-if"
rng = np.random.default_rng(0)
INPUTS = {
    "sample": rng.standard_normal((2, 3, 64, 64)).astype(np.float32),
    "timestep": np.array([[900], [20]], np.float32),
    "encoder_hidden_states": rng.standard_normal((2, 16, 128)).astype(np.float32),
}


def ask(module, address, **binary):
    client = module.InferenceServerClient(address)
    assert client.is_server_live() and client.is_server_ready() and client.is_model_ready(NAME)
    as_json = {"as_json": True} if module is tritonclient.grpc else {}
    assert client.get_server_metadata(**as_json)["name"] == "pipelinekit"
    described = {tensor["name"] for tensor in client.get_model_metadata(NAME, **as_json)["inputs"]}
    assert described == set(INPUTS), described
    config = client.get_model_config(NAME, **as_json)
    assert config.get("config", config)["max_batch_size"] == 8
    inputs = []
    for name, numbers in INPUTS.items():
        tensor = module.InferInput(name, numbers.shape, "FP32")
        tensor.set_data_from_numpy(numbers, **binary)
        inputs.append(tensor)
    outputs = [module.InferRequestedOutput("out_sample", **binary)]
    result = client.infer(NAME, inputs, outputs=outputs, request_id="7").as_numpy("out_sample")
    assert result.shape == (2, 6, 64, 64) and np.isfinite(result).all()
    statistics = client.get_inference_statistics(NAME, **as_json)["model_stats"][0]
    assert int(statistics["inference_count"]) >= 2, statistics
    for name, wrong in ((NAME, inputs[:2]), ("another", inputs)):
        try:
            client.infer(name, wrong)
            raise AssertionError("a wrong request was answered")
        except Exception as error:
            print(f"  {error}")
    return result


binary = ask(tritonclient.http, sys.argv[1], binary_data=True)
text = ask(tritonclient.http, sys.argv[1], binary_data=False)
grpc = ask(tritonclient.grpc, sys.argv[2])
assert (binary == text).all() and (binary == grpc).all()
print("the outputs over HTTP, in binary and in JSON, and over gRPC are equal")
