extension NextSteps {
  /// What to do about errors of recipes, training, evaluation and data sets.
  static let training: Table = [
    "is a recipe; 'runner": inMessage,
    "is a pipeline; 'runner": inMessage,
    "but Open MPI can't be used here":
      "Install Debian's libopenmpi3 on this machine, or start `runner` without mpirun.",
    "is not a recipe of a known kind": "Add one of these keys; `runner schema recipes` describes recipes.",
    "which 'runner evaluate' does not measure": "Look at the sheets and the loss curve in the run's folder instead.",
    "lacks the key 'network'": "Add this key, or correct its spelling; `runner schema recipes` describes recipes.",
    "lacks the key 'channels'": "Add this key, or correct its spelling; `runner schema recipes` describes recipes.",
    "should be an integer from": "Write an integer in this range.",
    "the recipe's name should be": "Choose a name without `/`; `--out FOLDER` puts the run elsewhere.",
    "'learn' should be": "Write one of these words.",
    "gets the MNIST database": "Download the digits as the message says, or name the folder that has them.",
    "is not a complete gzip file":
      "Remove the file and download it again, for MNIST with `runner fetch mnist --to FOLDER`.",
    "is not an IDX file": "Remove the file and download it again, for MNIST with `runner fetch mnist --to FOLDER`.",
    "images, but * labels": "Take both files from one data set; `runner fetch mnist --to FOLDER` downloads MNIST.",
    "a classifier reads images of": "Give digits of this size, or learn another goal with them.",
    "has a caption but is": inMessage,
    "and give it a caption, or remove it": inMessage,
    "has no caption": "Write the picture's caption into the text file that the message names.",
    "expected a file of captions, found a pipe": "Put a text file in its place, or remove it with its picture.",
    "picture, found a pipe": "Put a picture in its place, or remove it with its caption.",
    "picture, found a device": "Put a picture in its place, or remove it.",
    "there is no run to resume": inMessage,
    "there is a run already": inMessage,
    "which the run would write over": inMessage,
    "state.safetensors: * too few": "Start another run with `--out FOLDER`; the state of this one is lost.",
    "belongs to another run": inMessage,
    "there is no trained network": inMessage,
    "without that on the command line": "Remove this parameter from the command line, or name another network.",
    "is not what the recipe '*' trains": "Name the recipe of this network, or another network with `--model FOLDER`.",
    "there is no data set": "Write `runner fetch mnist`.",
    "no mirror provided it": inMessage,
    "holds something else": inMessage,
  ]
}
