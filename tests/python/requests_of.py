"""CreateTrainingJob requests of the tests: a small image classification, and the parts that vary."""

import itertools
import uuid

ROLE = "arn:aws:iam::000000000000:role/service-role/BatonTests"
IMAGE = "433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:1"
_numbers = itertools.count(1)


def name(kind):
    """A job name that no other test uses."""
    return f"{kind}-{next(_numbers)}-{uuid.uuid4().hex[:8]}"


def channel(name, uri, content_type="application/x-recordio", **more):
    source = {"S3DataType": "S3Prefix", "S3Uri": uri, "S3DataDistributionType": "FullyReplicated"}
    return {
        "ChannelName": name,
        "DataSource": {"S3DataSource": source},
        "ContentType": content_type,
        "CompressionType": "None",
        "RecordWrapperType": "None",
        "InputMode": "File",
    } | more


def model_channel(artifact):
    return channel("model", artifact, "application/x-sagemaker-model")


def job(kind, bucket, channels=None, hyperparameters=None, **more):
    return {
        "TrainingJobName": name(kind),
        "RoleArn": ROLE,
        "AlgorithmSpecification": {"TrainingImage": IMAGE, "TrainingInputMode": "File"},
        "HyperParameters": {
            "num_layers": "20",
            "image_shape": "3,28,28",
            "num_classes": "2",
            "num_training_samples": "96",
            "mini_batch_size": "16",
            "epochs": "4",
            "learning_rate": "0.05",
        }
        | (hyperparameters or {}),
        "InputDataConfig": channels
        or [channel("train", f"s3://{bucket}/train/"), channel("validation", f"s3://{bucket}/validation/")],
        "OutputDataConfig": {"S3OutputPath": f"s3://{bucket}/output"},
        "ResourceConfig": {"InstanceType": "ml.p3.2xlarge", "InstanceCount": 1, "VolumeSizeInGB": 1},
        "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
    } | more
