extension NextSteps {
  /// What to do about stages that don't fit each other, or the model.
  static let stages: Table = [
    // Models.
    "; read it with \"colour\"": inMessage,
    "; give it a prompt with the stage": inMessage,
    "; give it a class with the stage": inMessage,
    "or give its conditions with 'read-tensor'": inMessage,
    "can't read prompts": "Remove the stage `text`, or use a model that reads prompts; `runner models` tells which do.",
    "as timesteps fall; found": "Exchange the two numbers.",
    "can't denoise in one go": "Use `estimate` and then `clean`, or a single-step denoiser such as `mnist-denoiser`.",
    "can't estimate noise": "Use the stage `denoise`, or a model that estimates noise, such as `mnist-time`.",
    "can't give timesteps": "Remove the stage and use `denoise`, or use a model such as `mnist-time`.",
    "can't noise an image": "Use the stage `add-noise` with a σ, or a model with a schedule.",
    "can't take a class": "Remove the stage `label`, or use a model of classes, such as `mnist-class`.",
    "can't reuse features": "Remove `reuse` and what belongs to it, or load the model on this machine.",
    "'branches' takes": "Write fewer branches, or leave out `branches`.",
    "expected at most one of": "Give one of these inputs.",
    "is for reuse": "Add `reuse`, or remove this input.",
    "needs 'reuse'": "Add `reuse`, or remove this input.",
    "can't be conditioned": "Remove this stage; `estimate` needs no `condition` with this model.",
    "it needs 'low-resolution'": "Give both inputs; `pipelines/super-resolution.json` shows how to make them.",
    "' belong together": "Give both inputs, or neither.",
    "does not enlarge pictures": "Remove `low-resolution` and `noise-level`, or use a stage II model.",
    "takes what 'label' makes": "Give the stage `label` of this model one class, or one for each picture.",
    "takes what 'text' makes": "Give the output of the stage `text` with this model.",
    "takes heights and widths that are multiples of": "Resize the picture to such a size with the stage `resize`.",
    // Pictures and their sizes.
    "'low-resolution' is * but 'image' is": "Resize the small picture to the size of `image` with the stage `resize`.",
    "'mask' is * but": "Give the mask the picture's size: `size` in the stage that makes the mask.",
    "' is * but '": "Bring the pictures to one size with the stage `resize`.",
    "'size' takes": "Write a size within these limits, such as `64` or `[96, 64]`.",
    "takes N×1×H×W (gray) or N×3×H×W (RGB)": "Give pictures of one channel or three, with four axes.",
    "takes N×L×D": "Give the output of the stage `text`.",
    "none of them 0": "Give at least one picture, of at least one pixel each way.",
    "'image' takes N×3×32×32": "Resize the picture to the size of the model's own pictures with `resize`.",
    "a tensor has at most": "Choose a smaller size, or fewer pictures at once.",
    "'box' takes": "Make the box smaller, or move it inside of the picture.",
    "takes a picture whose sides are multiples": "Resize the picture, or choose other `patches`.",
    "takes a square picture": "Resize or crop the picture to such a square: `size` in `read-image`.",
    "a permutation of the": "Use a file with one number for each pixel or tile of this picture.",
    "expected each number once": "Correct the file: each number from 0 on occurs once.",
    // Timesteps and steps.
    "expected exactly one of": "Give exactly one of these inputs.",
    "steps, found": "Write an integer in this range.",
    "takes timesteps *of the model's schedule": "Choose timesteps in this range.",
    "takes timesteps that descend": "Order the timesteps from the largest to the smallest.",
    "'strength' takes at least": "Give a larger `strength`, or more timesteps.",
    "the estimate has no variance": "Give an estimate of this model, or set `\"method\": \"ddim-clipped\"`.",
    "input 'generator' is missing": "Add a stage `generator`, and give it as `\"generator\": \"@NAME\"`.",
  ]

  /// What to do about values that an input does not take. These patterns are general and stand last.
  static let values: Table = [
    "takes at least one picture": "Give at least one picture.",
    "is an empty list; expected at least one": "Give at least one element.",
    "one label for each picture": "Give as many labels as pictures, or use the inputs that the message names.",
    "'kernel' takes odd numbers": "Write an odd number.",
    "'kernel' takes at most": "Choose a smaller kernel, or blur a smaller picture.",
    "takes classes from 0": "Write classes from 0 on; `runner models` tells how many the model has.",
    "takes * … *, found": "Write a value in this range.",
    "takes '*', found": "Write one of these words.",
  ]
}
