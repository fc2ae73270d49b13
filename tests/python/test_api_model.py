"""The API model that the engine and `domain` are tested against, compared with the one of the installed botocore."""

import json
import pathlib

import botocore.loaders

API_MODEL = pathlib.Path(__file__).parents[2] / "engine/src/sagemaker/api-model.json"


def members(shapes, name):
    return list(shapes[name]["members"])


def test_the_members_of_a_training_job_are_those_of_the_installed_model():
    ours = json.loads(API_MODEL.read_text())
    theirs = botocore.loaders.Loader().load_service_model("sagemaker", "service-2")["shapes"]
    assert members(ours["shapes"], "CreateTrainingJobRequest") == members(theirs, "CreateTrainingJobRequest")
    assert ours["description"] == members(theirs, "DescribeTrainingJobResponse")
