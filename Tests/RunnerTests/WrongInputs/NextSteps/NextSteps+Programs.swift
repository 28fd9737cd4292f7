extension NextSteps {
  /// What to do about errors of the stage `run`. They stand before those of files, because they may contain these.
  static let programs: Table = [
    "it runs the program '*'; '--allow-run'": "Read the program; if you trust it, add `--allow-run`.",
    "there is no program '*' in the folders of PATH": "Install the program, or write its path.",
    "there is no program '": "Check the path; it starts from the pipeline file's folder.",
    "can't be started: Permission denied": "Make the program executable with `chmod +x FILE`.",
    "ended with exit code": "Read the program's messages, which follow, and correct the program or its arguments.",
    "was ended by signal": "Run the program by hand with the same arguments to find out why it crashes.",
    "was stopped after *; 'timeout'": "Give a larger `timeout`, or make the program faster.",
    "the output of '*too few":
      "Write safetensors to standard output, and messages to standard error; see docs/programs.md.",
    "the program gives no tensor": "Write this tensor in the program, or correct the name in `outputs`.",
    "the program gives '*' as": "Correct the shape in the program, or remove `like` in `outputs`.",
    "infinite or not a number": "Correct the program; it may divide by 0 or overflow.",
    "a program gives image": "Write one of the listed kinds in `outputs`.",
    "which is no input of the program": "Write the name of a listed input after `like`.",
    "names nothing that the program gives": "Name at least one output with its kind, such as `{\"image\": \"image\"}`.",
    "expected a program and its arguments": "Write the program and its arguments, such as `[\"sh\", \"sharpen.sh\"]`.",
  ]
}
