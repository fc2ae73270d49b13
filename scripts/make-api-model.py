#!/usr/bin/env python3
"""Writes what the engine must know of SageMaker's API model: the inputs of its operations, with every constraint,
and the members of a job's description.

    target/python/bin/python scripts/make-api-model.py engine/src/sagemaker/api-model.json

The source is the model that botocore ships. Only members, types, bounds, patterns and enumerations are kept.
"""

import json
import pathlib
import re
import sys

import botocore
import botocore.loaders

# The operations of the engine: the names of `OPERATIONS` in engine/src/sagemaker.rs, compared by a test there.
OPERATIONS = [
    "CreateTrainingJob", "DescribeTrainingJob", "ListTrainingJobs", "StopTrainingJob", "UpdateTrainingJob", "DeleteTrainingJob",
    "Search", "CreateModel", "DescribeModel", "ListModels", "DeleteModel", "AddTags", "DeleteTags", "ListTags",
]
# What the service's regular expressions say, in the form that Rust's read.
CLASSES = {r"\d": "0-9", r"\w": "A-Za-z0-9_"}
REPLACEMENTS = {
    r"\p{Alnum}": "A-Za-z0-9",
    "([a-zA-Z0-9]([a-zA-Z0-9-]){0,62})(?<!-)": "([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)",
}


def portable(pattern):
    """The pattern for Rust; `None` where it looks ahead or names surrogates, which no Rust pattern can."""
    if "(?=" in pattern or "(?!" in pattern or r"\uD8" in pattern:
        return None
    for theirs, ours in REPLACEMENTS.items():
        pattern = pattern.replace(theirs, ours)
    for name, characters in CLASSES.items():
        pattern = pattern.replace(name, characters if inside_class(pattern, name) else f"[{characters}]")
    return re.sub(r"\\u([0-9A-F]{4})", r"\\u{\1}", pattern)


def inside_class(pattern, part):
    # Its first place decides, which is enough for this model.
    place = pattern.find(part)
    return place >= 0 and pattern.rfind("[", 0, place) > pattern.rfind("]", 0, place)


def trimmed(shape):
    kind = shape["type"]
    result = {"type": kind}
    if kind == "structure":
        result["required"] = shape.get("required", [])
        result["members"] = {name: member["shape"] for name, member in shape["members"].items()}
    elif kind == "list":
        result["member"] = shape["member"]["shape"]
    elif kind == "map":
        result |= {"key": shape["key"]["shape"], "value": shape["value"]["shape"]}
    result |= {name: shape[name] for name in ("min", "max", "enum") if name in shape}
    if pattern := shape.get("pattern"):
        result["pattern"] = pattern.removeprefix("^").removesuffix("$")
        rust = portable(result["pattern"])
        if rust != result["pattern"]:
            result["rust"] = rust
    return result


def main():
    model = botocore.loaders.Loader().load_service_model("sagemaker", "service-2")
    inputs = {name: model["operations"][name]["input"]["shape"] for name in OPERATIONS}
    shapes, open_names = {}, list(inputs.values())
    while open_names:
        name = open_names.pop()
        if name in shapes:
            continue
        shapes[name] = trimmed(model["shapes"][name])
        entry = shapes[name]
        open_names += [*entry.get("members", {}).values(), *(entry[part] for part in ("member", "key", "value") if part in entry)]
    entries = ",\n".join(f" {json.dumps(name)}: {json.dumps(shapes[name])}" for name in sorted(shapes))
    description = model["operations"]["DescribeTrainingJob"]["output"]["shape"]
    head = {
        "source": f"botocore {botocore.__version__}, sagemaker 2017-07-24",
        "inputs": inputs,
        # Which members of a request a description gives back: `domain::wire::members` is compared with it.
        "description": list(model["shapes"][description]["members"]),
    }
    head = json.dumps(head, indent=1)
    pathlib.Path(sys.argv[1]).write_text(f'{head.removesuffix("}").rstrip()},\n "shapes": {{\n{entries}\n}}}}\n')


main()
