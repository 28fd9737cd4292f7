"""Checks files against schemas/ with the validator jsonschema from PyPI: check_schemas.py PACKAGE [FOLDER].

Prints a line for each shipped pipeline and recipe of PACKAGE, `shipped FILE: valid` or what is wrong, and for each .json file
of FOLDER, which should be wrong, `wrong FILE: refused` or `wrong FILE: not refused`. Exits 1 if a shipped file is refused.
"""

import json
import pathlib
import sys

from jsonschema import Draft202012Validator

package = pathlib.Path(sys.argv[1])


def validator(name):
    schema = json.loads((package / "schemas" / f"{name}.schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


pipelines, recipes = validator("pipeline"), validator("recipe")
failed = False
for check, pattern in ((pipelines, "pipelines/**/*.json"), (recipes, "recipes/*.json")):
    for path in sorted(package.glob(pattern)):
        errors = [error.message for error in check.iter_errors(json.loads(path.read_text()))]
        failed = failed or bool(errors)
        print(f"shipped {path.relative_to(package)}: {'; '.join(errors)[:300] if errors else 'valid'}")
for path in sorted(pathlib.Path(sys.argv[2]).glob("*.json")) if len(sys.argv) > 2 else []:
    try:
        refused = not pipelines.is_valid(json.loads(path.read_text()))
    except (RecursionError, ValueError):
        refused = True
    print(f"wrong {path.name}: {'refused' if refused else 'not refused'}")
sys.exit(1 if failed else 0)
