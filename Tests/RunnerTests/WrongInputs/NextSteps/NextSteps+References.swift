extension NextSteps {
  /// What to do about errors of names: stages, inputs, outputs, references, kinds, loops and included files.
  static let references: Table = [
    // Names.
    "there is no stage '*'; did you mean": "Write the proposed name; `runner stages` lists all stages.",
    "lacks its input": "Give the stage this input, or correct its spelling; `runner stages STAGE` lists all inputs.",
    "nothing here is called '*'; did you mean": "Write the proposed name, or another one of this file.",
    "has no output '*'; did you mean": "Write the proposed name; `runner stages STAGE` lists all outputs.",
    "is not a reference; expected": "Write a stage's name after the `@`, or `@@` for the sign itself.",
    "there is no kind '*'": "Write one of the listed kinds; docs/guides/writing-pipelines.md names all.",
    "writes '*' already": "Give each file that is written a name of its own.",
    // Values of another kind.
    "'conditional' takes estimate, found image":
      "Refer to the output of a stage `estimate`; `runner stages guide` lists the inputs.",
    "found list of image": "Take one picture of the list with the stage `select`, or use a loop.",
    "found generator (@":
      "Refer to a stage that gives one of these kinds, such as `gaussian-noise` with this generator.",
    "'mask' takes mask, found image": "Make a mask with the stage `read-mask` or `rectangle`.",
    "found names with generator": "Give values of these kinds; for random numbers, give a seed as a number.",
    "takes text, found integer": "Write the value in double quotes.",
    "takes integer, found number": "Write an integer.",
    "takes *integer*, found text": "Write an integer, without quotes.",
    "takes number, found text": "Write a number, without quotes.",
    "takes list of text, found text": "Write a list of texts, such as `[\"sh\", \"sharpen.sh\"]`.",
    // Loops and included files.
    "each of these waits for the next":
      "Remove one of these references; a loop's `carry` gives a result to its next iteration.",
    "iterates over a list or timesteps": "Give a list, such as `[1, 2, 3]`, or the stage `timesteps`.",
    "elements to iterate over, but": "Give lists of one length, or put one loop into another for all combinations.",
    "has no entry in 'next'": "Add the name to `next`, or give the value without `carry`.",
    "the file includes itself": "Remove the stage that closes the circle.",
    "there is no file '": "Check the path; it starts from the folder of the file that names it.",
    "this file is a part": "Run a file that uses this one as a stage.",
    "would run its body more than": "Iterate over shorter lists, or nest fewer loops.",
    "would collect more than": "Collect smaller or fewer values, or iterate over a shorter list.",
    "loops and files that are stages are nested": "Nest fewer loops and files.",
    "stages, which is the limit": "Include fewer files, or use a loop.",
    "a text is longer than": "Write fewer or shorter values into the text.",
  ]
}
