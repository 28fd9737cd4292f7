"""Checks manifests of jobs without a network: check_kubernetes.py FILE.yaml …

Each is held to Examples/kubernetes/job.schema.json, which is of Kubernetes' published schema, and to what that can't say: the
parts of a sweep are as many as the pods of its job. Prints `FILE: valid`, or a line for each thing that is wrong; exits with 1
if there is one. Needs jsonschema and PyYAML.
"""

import json
import pathlib
import sys

import yaml
from jsonschema import Draft202012Validator

folder = pathlib.Path(__file__).parent.parent / "Examples/kubernetes"
schema = json.loads((folder / "job.schema.json").read_text())
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)


def problems(manifest):
    """What is wrong, by the schema and then by what the manifest's values mean together."""
    found = [f"{'.'.join(map(str, error.absolute_path))}: {error.message}" for error in validator.iter_errors(manifest)]
    for key in ("apiVersion", "kind", "metadata", "spec"):
        if not isinstance(manifest, dict) or not manifest.get(key):
            found.append(f"{key}: is missing")
    if found:
        return found
    spec = manifest["spec"]
    pod = spec["template"]["spec"]
    indexed = spec.get("completionMode") == "Indexed"
    if indexed and not spec.get("completions"):
        found.append("spec.completions: an indexed job says how many")
    if ("podFailurePolicy" in spec or "backoffLimitPerIndex" in spec) and pod.get("restartPolicy") != "Never":
        found.append("spec.template.spec.restartPolicy: must be Never where failures are counted by index or exit code")
    claims = {volume["name"] for volume in pod.get("volumes", [])}
    for container in pod["containers"]:
        shards = {entry["name"]: entry.get("value") for entry in container.get("env", [])}.get("PIPELINEKIT_SHARDS")
        if indexed and shards != str(spec.get("completions")):
            found.append(f"PIPELINEKIT_SHARDS of {container['name']}: expected {spec.get('completions')}, found {shards}")
        for mount in container.get("volumeMounts", []):
            if mount["name"] not in claims:
                found.append(f"volumeMounts of {container['name']}: there is no volume {mount['name']}")
    return found


failed = False
for path in sys.argv[1:]:
    found = problems(yaml.safe_load(pathlib.Path(path).read_text()))
    failed = failed or bool(found)
    for problem in found or ["valid"]:
        print(f"{path}: {problem}")
sys.exit(1 if failed else 0)
