"""Writes Examples/kubernetes/job.schema.json: kubernetes_schema.py FOLDER.

FOLDER is a version's of kubernetes-validate from PyPI, such as kubernetes_validate/kubernetes-json-schema/v1.37.0-local-strict.
It holds the JSON Schemas that are made of Kubernetes' published OpenAPI document (Apache License 2.0), without unknown members.
Of these, a Job and all that it refers to are kept, without descriptions.
"""

import json
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
PREFIX = "#/$defs/"
definitions = json.loads((folder / "_definitions.json").read_text())["$defs"]


def without_descriptions(schema, is_properties=False):
    """A schema's rules alone. Among properties, a description is a property's name."""
    if isinstance(schema, list):
        return [without_descriptions(element) for element in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: without_descriptions(value, key == "properties" and not is_properties)
        for key, value in schema.items()
        if is_properties or not (key == "description" or key.startswith("x-kubernetes"))
    }


def references(schema):
    if isinstance(schema, list):
        return set().union(*map(references, schema)) if schema else set()
    if not isinstance(schema, dict):
        return set()
    found = {schema["$ref"]} if isinstance(schema.get("$ref"), str) else set()
    return found.union(*map(references, schema.values())) if schema else found


kept, waiting = {}, ["io.k8s.api.batch.v1.Job"]
while waiting:
    name = waiting.pop()
    if name in kept:
        continue
    kept[name] = without_descriptions(definitions[name])
    waiting += [reference.removeprefix(PREFIX) for reference in references(kept[name])]

schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$comment": f"Kubernetes {folder.name.split('-')[0]}, batch/v1 Job: The Kubernetes Authors, Apache License 2.0. "
    "Scripts/kubernetes_schema.py wrote it.",
    "$ref": PREFIX + "io.k8s.api.batch.v1.Job",
    "$defs": dict(sorted(kept.items())),
}
text = json.dumps(schema, separators=(",", ":"))
# A definition a line: what a later version changes can be seen.
text = text.replace('},"io.k8s.', '},\n"io.k8s.').replace('"$defs":{', '"$defs":{\n', 1)
path = pathlib.Path(__file__).parent.parent / "Examples/kubernetes/job.schema.json"
path.write_text(text + "\n")
print(f"{path.name}: {len(kept)} definitions, {len(text)} bytes")
