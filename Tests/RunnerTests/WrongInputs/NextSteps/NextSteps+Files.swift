extension NextSteps {
  /// What to do about errors of pictures, tensor files, films and outputs.
  static let files: Table = [
    // Reading.
    "'~' is not replaced by": inMessage,
    "stage '*: no such file": "Check the name; a relative path starts from the pipeline file's folder.",
    "no such file": "Check the name; a relative path starts from the working directory.",
    "can't be read: it is a device": "Name a file in place of the device.",
    "can't be read: it is a folder": "Name a file in this folder.",
    "takes a file's name, found an empty text": "Write the name of a file.",
    "picture, found an empty file": "Save or download the picture again; this file holds nothing.",
    "picture, found a text": "Name a picture; this file holds a text, whatever its name says.",
    "picture, found a GIF": "Convert the picture to PNG or JPEG.",
    "is cut off before the end of the picture": "Save or download the picture again; the file is incomplete.",
    "the PNG file is damaged": "Save or download the picture again.",
    "; convert it to RGB first": inMessage,
    "expected a picture with an alpha channel": "Use a picture with transparency, or set `\"channel\": \"luma\"`.",
    "not safetensors?": "Name a safetensors file; if it is one, copy or download it again.",
    "there is no tensor '*'; did you mean": "Write the proposed name, or that of another tensor in the file.",
    "'name' is needed: it holds": "Add `\"name\"` with one of the listed tensors.",
    "has type *; expected one of": "Save the tensor in one of the listed types.",
    "its header names '*' twice": "Save the file again with a safetensors library.",
    "the format allows": "Save the file again with a safetensors library.",
    "elements are possible": "Save the tensor with smaller axes.",
    "can't be called '__metadata__'": "Give the tensor another name.",
    // Writing.
    "expected a name that ends in": "Give the file a name with one of these endings.",
    "it leads to *; '--allow-write":
      "Write into the output folder, or allow the other one with `--allow-write FOLDER`.",
    "--overwrite replaces it": "Choose another name, or add `--overwrite` to replace the existing file.",
    "can't be written: it is a folder": "Choose another name, or move the folder away.",
    "can't be written: it is a": "Choose another name, or remove what is in the file's place.",
    "is not a folder": "Choose another folder, or move away the file that is in its place.",
    "is a symbolic link to nothing": "Make the folder that the link names, or choose another one.",
    "the name of a folder in its path takes": "Choose a shorter name.",
    "the picture is not a number": "Run it with `--check-numbers`, which names the stage where this begins.",
    "names nothing to write": "Name at least one tensor.",
    "takes at most 65500 pixels each way": "Write a PNG, or make the picture smaller.",
    "takes at most 1000000 pixels each way": "Make the picture smaller.",
    "takes at most 65535 pixels each way": "Write an APNG, or make the film smaller.",
    "megapixels in all frames": "Show fewer or smaller pictures, or magnify less.",
  ]
}
