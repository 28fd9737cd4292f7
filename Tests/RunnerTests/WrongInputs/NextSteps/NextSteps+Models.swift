extension NextSteps {
  /// What to do about errors of models: their names, folders, weights and configurations, and served ones.
  static let models: Table = [
    // Names and folders.
    "there is no model '*'; did you mean": "Write the proposed name; `runner models` lists the models that are there.",
    "there is no model '*'; expected": "Name a model that `runner models` lists, or the folder of one.",
    "' is not downloaded": "Download it as the message says, or name a model that `runner models` lists.",
    "it is a classifier, which draws nothing": "Name a network that draws; `runner models` lists the embedded ones.",
    "no such folder; expected a folder in the diffusers layout":
      "Check the path, which starts from the file's folder; `runner models` lists models that have names.",
    "expected a model's folder": "Name the model's folder, not a file.",
    // Served models.
    "which a file may not; '--allow-net": "If you trust the file and the server, add `--allow-net HOST:PORT`.",
    "is not the address of a served model": "Write the model's name on the server after the host.",
    "is not HOST or HOST:PORT": "Write the host's name and a port from 1 to 65535.",
    "': names * twice": "Name each server once.",
    "an address with '@' in it": inMessage,
    "has an unknown option": "Write the proposed option; docs/guides/serving.md describes all options.",
    "the option 'timeout' of the address": "Write a number of seconds in this range.",
    "is not an option NAME=VALUE": "Remove one of the two; docs/guides/serving.md describes the options.",
    "a served model's schedule and tokenizer": "Add `?local=FOLDER` with a local folder of the same model.",
    "it is not a model of a known kind":
      "Name a folder with the listed files, or an address of the listed form; `runner models` lists models.",
    // Weights.
    "the file is truncated": "Copy or download the weights again; the file is incomplete.",
    ".safetensors: 0 bytes are too few": "Copy or download the file again; it is empty.",
    "it is a Git LFS pointer": "Run `git lfs pull` in the folder of the model.",
    "' holds NaN at": "Download the weights again; if they are your own, train them again with a lower rate.",
    "which is missing; there is": "Take the weights and the `config.json` of one and the same model.",
    "the network has no place for": "Take weights of the same model as `config.json`, without additions.",
    "tensor '*' should be *, found": "Take the weights and the `config.json` of one and the same model.",
    "weights are read from safetensors alone": "Convert the weights to safetensors, or download them in that format.",
    "found no weights": "Download the whole model again, or copy its weights into this folder.",
    "it is a link to *, which is missing": "Download the model again; the file behind the link is gone.",
    "written in 8 bits; this model is small": "Use the model as it is.",
    "its weights are in 8 bits already": "Use this model, or name the original one.",
    "the folder should be empty, found": "Name a folder that isn't there yet.",
    // The other files of a model.
    "expected a model in the diffusers layout; '":
      "Copy the missing file into the folder, or download the whole model.",
    "expected a SentencePiece model": "Download the model's `tokenizer/spiece.model` again.",
    "is not supported": "Use another model; this one has a part that PipelineKit does not know.",
    "; supported: ": "Use a model whose configuration has one of the supported values.",
    "config.json:*: not JSON": "Download or copy the model's configuration again; the file is damaged.",
    "but its noise schedule": "Copy the file from where the network was trained: a run's `model` folder has it.",
  ]
}
