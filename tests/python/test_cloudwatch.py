"""CloudWatch's metrics of training jobs, as boto3 asks for them in each protocol, the CLI, and the SageMaker SDK."""

import datetime
import json
import pathlib
import subprocess
import sys

import boto3
import botocore.config
import botocore.exceptions
import botocore.session
import pytest

import requests_of
import stripes
from programs import clean_environment

NAMESPACE = "/aws/sagemaker/TrainingJobs"
WAITER = {"Delay": 1, "MaxAttempts": 240}
EPOCHS = 3


@pytest.fixture(scope="module")
def job(sagemaker, s3, bucket):
    """The description of a small job that has completed."""
    s3.put_object(Bucket=bucket, Key="metrics/stripes.rec", Body=stripes.record_io(32, seed=3))
    channels = [requests_of.channel(name, f"s3://{bucket}/metrics/") for name in ("train", "validation")]
    request = requests_of.job("metrics", bucket, channels, {"epochs": str(EPOCHS), "num_training_samples": "32"})
    sagemaker.create_training_job(**request)
    waiter = sagemaker.get_waiter("training_job_completed_or_stopped")
    waiter.wait(TrainingJobName=request["TrainingJobName"], WaiterConfig=WAITER)
    return sagemaker.describe_training_job(TrainingJobName=request["TrainingJobName"])


@pytest.fixture(params=["smithy-rpc-v2-cbor", "json", "query"])
def cloudwatch(engine, request):
    """A client that speaks one protocol."""
    session = botocore.session.get_session()
    metadata = session.get_component("data_loader").load_service_model("cloudwatch", "service-2")["metadata"]
    metadata |= {"protocol": request.param, "protocols": [request.param]}
    environment = engine.environment
    client = session.create_client(
        "cloudwatch",
        endpoint_url=environment["AWS_ENDPOINT_URL"],
        region_name=environment["AWS_DEFAULT_REGION"],
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
        config=botocore.config.Config(retries={"max_attempts": 1}),
    )
    assert client.meta.service_model.resolved_protocol == request.param
    return client


def question(job, **changes):
    minute = datetime.timedelta(minutes=1)
    return {
        "Namespace": NAMESPACE,
        "MetricName": "validation:accuracy",
        "Dimensions": [{"Name": "TrainingJobName", "Value": job["TrainingJobName"]}],
        "StartTime": job["TrainingStartTime"],
        "EndTime": job["TrainingEndTime"] + minute,
        "Period": 3600,
        "Statistics": ["SampleCount", "Maximum"],
    } | changes


def final(job, name):
    return next(metric["Value"] for metric in job["FinalMetricDataList"] if metric["MetricName"] == name)


def test_statistics_are_those_of_the_log(cloudwatch, job):
    answer = cloudwatch.get_metric_statistics(**question(job))
    [point] = answer["Datapoints"]
    assert answer["Label"] == "validation:accuracy"
    assert point["SampleCount"] == EPOCHS and point["Maximum"] >= final(job, "validation:accuracy")
    assert point["Unit"] == "None" and point["Timestamp"].second == 0 and "Average" not in point
    extended = question(job, ExtendedStatistics=["p0", "p100"])
    del extended["Statistics"]
    [point] = cloudwatch.get_metric_statistics(**extended)["Datapoints"]
    assert point["ExtendedStatistics"]["p100"] == answer["Datapoints"][0]["Maximum"]
    assert cloudwatch.get_metric_statistics(**question(job, MetricName="unknown"))["Datapoints"] == []


def test_data_comes_in_pages(cloudwatch, job):
    def query(id, name):
        metric = {"Namespace": NAMESPACE, "MetricName": name, "Dimensions": question(job)["Dimensions"]}
        return {"Id": id, "MetricStat": {"Metric": metric, "Period": 60, "Stat": "SampleCount"}}

    asked = {
        "MetricDataQueries": [query("first", "validation:accuracy"), query("second", "train:accuracy:epoch")],
        "StartTime": job["TrainingStartTime"],
        "EndTime": job["TrainingEndTime"] + datetime.timedelta(minutes=1),
        "LabelOptions": {"Timezone": "+0130"},
    }
    pages = cloudwatch.get_paginator("get_metric_data").paginate(**asked, MaxDatapoints=1)
    results = [result for page in pages for result in page["MetricDataResults"]]
    for id in ["first", "second"]:
        mine = [result for result in results if result["Id"] == id]
        assert sum(value for result in mine for value in result["Values"]) == EPOCHS
        assert all(time.tzinfo for result in mine for time in result["Timestamps"])
        assert mine[-1]["StatusCode"] == "Complete"


def test_metrics_are_listed(cloudwatch, job):
    pages = cloudwatch.get_paginator("list_metrics").paginate(Namespace=NAMESPACE, Dimensions=question(job)["Dimensions"])
    metrics = [metric for page in pages for metric in page["Metrics"]]
    assert all(metric["Dimensions"] == question(job)["Dimensions"] for metric in metrics)
    names = [metric["MetricName"] for metric in metrics]
    assert names == sorted(names) and {"train:accuracy:epoch", "validation:accuracy"} <= set(names)


def test_errors_have_the_codes_of_cloudwatch(cloudwatch, job):
    def refused(operation, **request):
        with pytest.raises(botocore.exceptions.ClientError) as raised:
            getattr(cloudwatch, operation)(**request)
        assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
        return raised.value.response["Error"]["Code"], raised.value.response["Error"]["Message"]

    code, message = refused("get_metric_statistics", **question(job, StartTime=0, Period=60))
    assert code == "InvalidParameterCombination" and "exceeds the limit of 1,440" in message
    assert refused("get_metric_statistics", **question(job, Period=61))[0] == "InvalidParameterValue"
    with pytest.raises(cloudwatch.exceptions.InvalidNextToken):
        query = {"Id": "a", "MetricStat": {"Metric": {"Namespace": "a", "MetricName": "b"}, "Period": 60, "Stat": "Sum"}}
        cloudwatch.get_metric_data(MetricDataQueries=[query], StartTime=0, EndTime=60, NextToken="?")
    math = [{"Id": "math", "Expression": "1 + 1"}]
    code, message = refused("get_metric_data", MetricDataQueries=math, StartTime=0, EndTime=60)
    assert code == "ValidationError" and "metric math" in message
    code, message = refused("put_metric_data", Namespace="mine", MetricData=[{"MetricName": "a", "Value": 1}])
    assert code in ("UnknownOperationException", "InvalidAction") and '"PutMetricData"' in message


def test_the_sdk_draws_the_curves(engine, monkeypatch, tmp_path, sagemaker, job):
    for name, value in engine.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("HOME", str(tmp_path))
    sdk = pytest.importorskip("sagemaker")
    analytics = pytest.importorskip("sagemaker.analytics")
    session = sdk.Session(boto3.Session())
    estimator = sdk.estimator.Estimator.attach(job["TrainingJobName"], sagemaker_session=session)
    frame = estimator.training_job_analytics.dataframe()
    assert {"train:accuracy:epoch", "validation:accuracy"} <= set(frame["metric_name"])
    one = analytics.TrainingJobAnalytics(
        job["TrainingJobName"], metric_names=["validation:accuracy"], sagemaker_session=session, period=60
    ).dataframe()
    assert set(one["metric_name"]) == {"validation:accuracy"} and one["value"].between(0, 1).all()


def test_the_cli_reads_metrics(engine, tmp_path, job):
    aws = pathlib.Path(sys.executable).parent / "aws"
    environment = clean_environment() | engine.environment | {"HOME": str(tmp_path), "AWS_PAGER": ""}

    def run(*words):
        done = subprocess.run([aws, "cloudwatch", *words], env=environment, capture_output=True, text=True)
        return done.returncode, done.stdout or done.stderr

    dimension = f"Name=TrainingJobName,Value={job['TrainingJobName']}"
    code, text = run("list-metrics", "--namespace", NAMESPACE, "--dimensions", dimension)
    assert code == 0 and "validation:accuracy" in [metric["MetricName"] for metric in json.loads(text)["Metrics"]], text
    times = [job["TrainingStartTime"].isoformat(), (job["TrainingEndTime"] + datetime.timedelta(minutes=1)).isoformat()]
    words = ["--namespace", NAMESPACE, "--metric-name", "validation:accuracy", "--dimensions", dimension]
    code, text = run(
        "get-metric-statistics", *words, "--start-time", times[0], "--end-time", times[1], "--period", "60", "--statistics", "Sum"
    )
    assert code == 0 and json.loads(text)["Datapoints"], text
    code, text = run("describe-alarms")
    assert code != 0 and "UnknownOperationException" in text and "DescribeAlarms" in text, text
