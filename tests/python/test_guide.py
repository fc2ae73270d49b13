"""The guide's program with both generations of the SageMaker Python SDK: the second job starts from the first one's model."""

import boto3
import pytest

from guide import ROLE


@pytest.mark.parametrize("generation, version", [("2", "2.257.7"), ("1", "1.72.1")])
def test_the_guides_program_trains_and_trains_on(guides, generation, version):
    run = guides[generation]
    printed = run.finished()
    assert run.version() == version
    # `logs=True` shows the algorithm's own lines, and the SDK counts the seconds.
    assert printed.count("Training has finished") == 2, printed[-4000:]
    assert printed.count("Epoch[2] Validation-accuracy=") == 2
    assert printed.count("Completed - Training job completed") == 2
    assert printed.count("Billable seconds: ") == 2

    sagemaker = boto3.client(
        "sagemaker",
        endpoint_url=run.environment["AWS_ENDPOINT_URL"],
        region_name=run.environment["AWS_DEFAULT_REGION"],
        aws_access_key_id=run.environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=run.environment["AWS_SECRET_ACCESS_KEY"],
    )
    listed = sagemaker.list_training_jobs(SortBy="CreationTime", SortOrder="Ascending")["TrainingJobSummaries"]
    first, second = [sagemaker.describe_training_job(TrainingJobName=job["TrainingJobName"]) for job in listed]
    assert [first["TrainingJobStatus"], second["TrainingJobStatus"]] == ["Completed", "Completed"]
    assert [channel["ChannelName"] for channel in first["InputDataConfig"]] == ["train", "validation"]
    model = next(channel for channel in second["InputDataConfig"] if channel["ChannelName"] == "model")
    assert model["DataSource"]["S3DataSource"]["S3Uri"] == first["ModelArtifacts"]["S3ModelArtifacts"]
    assert model["ContentType"] == "application/x-sagemaker-model"
    assert second["RoleArn"] == ROLE
    assert second["HyperParameters"]["model_prefix"] == ""
