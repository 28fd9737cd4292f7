extension NextSteps {
  /// What to do about errors of the command line, of its parameters and of sweeps.
  static let commands: Table = [
    // Commands and options.
    "there is no command, installed pipeline or file '*'; did you mean":
      "Run the proposed command; `runner --help` lists all commands.",
    "there is no command, installed pipeline or file":
      "Check the spelling; `runner --help` lists the commands, `runner pipelines` the installed files.",
    "there is no command '*'; did you mean": "Use the proposed command; `runner --help` lists all commands.",
    "there is no 'runner cache": "Use the proposed command; `runner cache --help` lists all of them.",
    "there is an empty argument": "Set the variable, or leave the argument out.",
    "A parameter is set without dashes": "Write the parameter as `NAME=VALUE`, as the message shows.",
    "Unknown option": "Correct or remove the option; `runner COMMAND --help` lists all options.",
    "Missing expected argument": "Add what is missing; the lines that follow show the command and its arguments.",
    "is invalid for '--": "Write a value of the kind that the help line shows.",
    "--every is for previews": inMessage,
    "--show: this terminal can't": "Write the preview to a file with `--preview FILE`, or use another terminal.",
    "--peer-timeout takes": "Write seconds, minutes or hours, such as `--peer-timeout 90`, `2m` or `1h`.",
    "--time-limit takes": "Write seconds, minutes or hours, such as `--time-limit 90`, `2m` or `1h`.",
    "--memory takes": "Write one size with its unit, such as `--memory 8GB`; `fast` or `lean` may stand beside it.",
    "--max-output takes": "Write a number with its unit, such as `--max-output 8GB`.",
    "--generate-completion-script takes": "Name one of these three shells.",
    "--queue takes": "Write an integer in this range.",
    "--port takes": "Write a number in this range, or 0 for any port that is free.",
    "--batch takes": "Write an integer in this range.",
    "--largest-request takes": "Write a size with its unit, such as `--largest-request 64MB`.",
    "--precision takes": "Write one of the listed words.",
    "two models are called": "Write `NAME=MODEL` for one of the two, with a name of your own.",
    "--certificate and --key belong together": inMessage,
    "can't be read as PEM": "Name a certificate, or its key, in PEM: `-----BEGIN …`.",
    "holds no token": "Write one word into the file, such as what `openssl rand -hex 32` prints.",
    "can't be a model's name in requests": "Write another name before the model, such as `small=mini-if`.",
    "--allow-net takes": "Write the server's name, and its port if only that one is meant: `--allow-net gpu:8000`.",
    "can't listen at": "Name an address of this machine, and a port that no other program has.",
    "takes a number from 1 on": "Write an integer from 1 on.",
    "--* takes a number from 0 to": "Write a number in this range.",
    // Environment variables.
    "the environment variable PIPELINEKIT_MODELS":
      "Set the variable to an existing folder, or unset it.",
    "there is no cache: ": "Set the variable to the full path of a folder, or unset it.",
    "the environment variable * takes": "Set the variable to one of the listed words, or unset it.",
    // Parameters.
    "has no '='": "Write the name, `=` and the value without spaces, such as `seed=4`.",
    "parameter '*' is given more than once": "Keep one of the values; to try several, use `--each NAME=VALUES`.",
    "there is no parameter '*'; there are none":
      "Write the value itself, or declare the parameter under `\"parameters\"` in the file.",
    "there is no parameter '*'; did you mean":
      "Write the proposed name; `runner FILE --help` or `runner train FILE --help` lists the parameters.",
    "there is no parameter '*'; expected one of": "Use a listed name, or declare the parameter in the file.",
    "parameter '*' takes an integer": "Write an integer after the `=`, such as `seed=4`.",
    "parameter '*' takes a number": "Write a number after the `=`, such as `scale=2.5`.",
    "parameter '*' takes true or false": "Write `NAME=true` or `NAME=false`.",
    "parameter '*' takes a list of integer": "Write integers with commas between them, such as `sizes=32,64`.",
    // Sweeps.
    "--each takes NAME=VALUES": "Write the parameter's name, `=` and its values, such as `--each seed=1..16`.",
    "--each * has no values": "Write at least one value after the `=`.",
    "is given both as": "Remove the single value, or the `--each` of this parameter.",
    "--each * is given more than once": "Put all values of this parameter into one `--each`.",
    "--zip takes": "Give both parameters the same number of values, or remove `--zip` for all combinations.",
    "--each * takes a range": "Write start, end and step, such as `0..1..0.25`, with steps that lead to the end.",
    "--each * has more than": "Give a shorter range, or a larger step.",
    "the sweep has more than": "Give fewer values, or split the sweep into several commands.",
    "--each * no file matches": "Check the folder; the pattern starts from the working directory.",
    "would both write": inMessage,
    "--name: there is no": "Write a parameter's name, `{name}` or `{index}`.",
    "--name: expected": "Remove the spaces inside of the braces.",
    "--shard takes": "Write the part's number and how many parts there are; the number is at most the count.",
    "says the part in its place": "Correct the scheduler's variable, or say the part with `--shard I/N`.",
    "tasks are not evenly spaced": inMessage,
    "holds no sweep-plan.json": "Name the folder that the sweep's parts wrote to: their `--out`.",
    "is not a plan that this version's sweeps write":
      "Remove or rename the file and run the sweep again, or name another folder with `--out`.",
    "--sheet is for sweeps": inMessage,
  ]
}
