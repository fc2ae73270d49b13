"""boto3 and the SageMaker SDK beyond a job's life: paginators, links, forms, transfers, models, search, retries."""

import base64
import hashlib
import hmac
import html
import io
import json
import os
import urllib.error
import urllib.request

import boto3
import boto3.s3.transfer
import botocore.config
import botocore.exceptions
import pytest

import programs
import requests_of
import stripes

WAITER = {"Delay": 1, "MaxAttempts": 240}


@pytest.fixture(scope="module")
def job(sagemaker, s3, bucket):
    """The description of a small job that has completed."""
    s3.put_object(Bucket=bucket, Key="clients/stripes.rec", Body=stripes.record_io(32, seed=7))
    channels = [requests_of.channel(name, f"s3://{bucket}/clients/") for name in ("train", "validation")]
    request = requests_of.job("clients", bucket, channels, hyperparameters={"epochs": "1", "num_training_samples": "32"})
    sagemaker.create_training_job(**request, Tags=[{"Key": "team", "Value": "clients"}])
    waiter = sagemaker.get_waiter("training_job_completed_or_stopped")
    waiter.wait(TrainingJobName=request["TrainingJobName"], WaiterConfig=WAITER)
    return sagemaker.describe_training_job(TrainingJobName=request["TrainingJobName"])


def test_a_model_is_made_of_the_artifact_and_found_by_pages(sagemaker, client, job):
    container = {
        "Image": job["AlgorithmSpecification"]["TrainingImage"],
        "ModelDataUrl": job["ModelArtifacts"]["S3ModelArtifacts"],
    }
    made = [requests_of.name("model") for _ in range(3)]
    for name in made:
        arn = sagemaker.create_model(ModelName=name, PrimaryContainer=container, ExecutionRoleArn=requests_of.ROLE)["ModelArn"]
        assert arn.endswith(f":model/{name}")
    pages = sagemaker.get_paginator("list_models").paginate(SortBy="CreationTime", SortOrder="Ascending", PaginationConfig={"PageSize": 2})
    assert [model["ModelName"] for page in pages for model in page["Models"] if model["ModelName"] in made] == made
    described = sagemaker.describe_model(ModelName=made[0])
    assert described["PrimaryContainer"]["ModelDataUrl"] == container["ModelDataUrl"]
    sagemaker.add_tags(ResourceArn=described["ModelArn"], Tags=[{"Key": "stage", "Value": "test"}])
    assert sagemaker.list_tags(ResourceArn=described["ModelArn"])["Tags"] == [{"Key": "stage", "Value": "test"}]
    for name in made:
        sagemaker.delete_model(ModelName=name)
    with pytest.raises(botocore.exceptions.ClientError, match=f'Could not find model "arn:aws:.*:model/{made[0]}".'):
        sagemaker.describe_model(ModelName=made[0])


def test_jobs_are_searched_by_what_they_are(sagemaker, job):
    expression = {
        "Filters": [
            {"Name": "Tags.team", "Operator": "Equals", "Value": "clients"},
            {"Name": "TrainingJobStatus", "Operator": "Equals", "Value": "Completed"},
        ]
    }
    pages = sagemaker.get_paginator("search").paginate(Resource="TrainingJob", SearchExpression=expression)
    found = [result["TrainingJob"] for page in pages for result in page["Results"]]
    assert [entry["TrainingJobName"] for entry in found] == [job["TrainingJobName"]]
    assert found[0]["CreationTime"] == job["CreationTime"]
    with pytest.raises(botocore.exceptions.ClientError, match="searches training jobs only"):
        sagemaker.search(Resource="Endpoint")


def test_a_throttled_call_gets_through_by_itself(client, bucket):
    # boto3 tries again as it does with AWS; two throttled answers are within its patience.
    patient = client("sagemaker", config=botocore.config.Config(retries={"total_max_attempts": 4, "mode": "standard"}))
    channels = [requests_of.channel(name, f"s3://{bucket}/clients/") for name in ("train", "validation")]
    request = requests_of.job("throttled", bucket, channels, hyperparameters={"epochs": "1"})
    answer = patient.create_training_job(**request, Tags=[{"Key": "baton:rehearse", "Value": "throttling 2"}])
    assert answer["ResponseMetadata"]["RetryAttempts"] == 2
    patient.stop_training_job(TrainingJobName=request["TrainingJobName"])


def test_an_answer_that_is_lost_is_settled_by_describing(sagemaker, bucket, job):
    channels = [requests_of.channel(name, f"s3://{bucket}/clients/") for name in ("train", "validation")]
    request = requests_of.job("lost", bucket, channels, hyperparameters={"epochs": "1"})
    # boto3 sends the call again by itself, and is told that the first one did its work.
    with pytest.raises(sagemaker.exceptions.ResourceInUse):
        sagemaker.create_training_job(**request, Tags=[{"Key": "baton:rehearse", "Value": "lost-answer"}])
    assert sagemaker.describe_training_job(TrainingJobName=request["TrainingJobName"])["RoleArn"] == request["RoleArn"]
    sagemaker.stop_training_job(TrainingJobName=request["TrainingJobName"])


def test_large_files_travel_in_parts(s3, bucket, tmp_path):
    settings = boto3.s3.transfer.TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20)
    body = bytes(range(256)) * (12 << 12)
    s3.upload_fileobj(io.BytesIO(body), bucket, "parts.bin", Config=settings, ExtraArgs={"Metadata": {"kind": "parts"}})
    head = s3.head_object(Bucket=bucket, Key="parts.bin")
    assert head["ETag"].endswith('-3"') and head["Metadata"] == {"kind": "parts"}
    s3.download_file(bucket, "parts.bin", str(tmp_path / "parts.bin"), Config=settings)
    assert (tmp_path / "parts.bin").read_bytes() == body
    assert s3.get_object(Bucket=bucket, Key="parts.bin", Range="bytes=256-258")["Body"].read() == bytes([0, 1, 2])


@pytest.mark.parametrize("version", ["s3v4", "s3"])
def test_links_work_without_keys(client, bucket, version):
    s3 = client("s3", config=botocore.config.Config(signature_version=version))
    key = f"link-{version}.txt"
    put = s3.generate_presigned_url("put_object", {"Bucket": bucket, "Key": key}, ExpiresIn=60)
    # Older signatures cover the type, and this client would send one by itself.
    urllib.request.urlopen(urllib.request.Request(put, data=b"by link", method="PUT", headers={"Content-Type": ""}))
    get = s3.generate_presigned_url("get_object", {"Bucket": bucket, "Key": key, "ResponseContentType": "text/x-test"})
    with urllib.request.urlopen(get) as answer:
        assert (answer.read(), answer.headers["Content-Type"]) == (b"by link", "text/x-test")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(get.replace(key, "another.txt"))
    assert refused.value.code == 403


def refusal(request):
    """Status and text of the answer to a request that is refused."""
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    return refused.value.code, refused.value.read().decode()


@pytest.mark.parametrize("version", ["s3v4", "s3"])
def test_a_link_does_what_was_signed_and_no_more(client, s3, bucket, version):
    signer = client("s3", config=botocore.config.Config(signature_version=version))
    key = f"only-{version}.txt"
    s3.put_object(Bucket=bucket, Key="secret.txt", Body=b"secret")
    put = signer.generate_presigned_url("put_object", {"Bucket": bucket, "Key": key}, ExpiresIn=60)
    for name, value in {"x-amz-copy-source": f"{bucket}/secret.txt", "x-amz-meta-a": "1", "x-amz-user-agent": "own"}.items():
        headers = {"Content-Type": "", name: value}
        code, text = refusal(urllib.request.Request(put, data=b"", method="PUT", headers=headers))
        assert code == 403
        assert version == "s3" or f"<HeadersNotSigned>{name}</HeadersNotSigned>" in text, text
    # A parameter that stands there twice is part of the signature, too.
    code, _ = refusal(urllib.request.Request(f"{put}&tagging&tagging", data=b"<Tagging/>", method="PUT", headers={"Content-Type": ""}))
    assert code == 403
    with pytest.raises(botocore.exceptions.ClientError, match="404"):
        s3.head_object(Bucket=bucket, Key=key)
    # What this client signs as a header may be sent as one.
    if version == "s3v4":
        copy = {"Bucket": bucket, "Key": key, "CopySource": {"Bucket": bucket, "Key": "secret.txt"}}
        link = signer.generate_presigned_url("copy_object", copy, ExpiresIn=60)
        headers = {"Content-Type": "", "x-amz-copy-source": f"{bucket}/secret.txt"}
        urllib.request.urlopen(urllib.request.Request(link, data=b"", method="PUT", headers=headers))
        assert s3.get_object(Bucket=bucket, Key=key)["Body"].read() == b"secret"


def test_a_call_that_was_changed_after_it_was_signed_is_refused(client, bucket):
    changed = client("s3")
    changed.put_object(Bucket=bucket, Key="changed-source", Body=b"secret")

    def change(request, **_):
        request.headers["x-amz-copy-source"] = f"{bucket}/changed-source"

    changed.meta.events.register("before-send.s3", change)
    with pytest.raises(botocore.exceptions.ClientError) as refused:
        changed.put_object(Bucket=bucket, Key="changed", Body=b"mine")
    error = refused.value.response["Error"]
    assert (error["Code"], error["HeadersNotSigned"]) == ("AccessDenied", "x-amz-copy-source")


def test_a_link_carries_what_its_author_says_of_the_object(client, s3, bucket):
    # Version 2 puts the metadata into the address; version 4 has the client send them.
    signer = client("s3", config=botocore.config.Config(signature_version="s3"))
    put = signer.generate_presigned_url("put_object", {"Bucket": bucket, "Key": "said.txt", "Metadata": {"owner": "ann"}})
    urllib.request.urlopen(urllib.request.Request(put, data=b"x", method="PUT", headers={"Content-Type": ""}))
    assert s3.head_object(Bucket=bucket, Key="said.txt")["Metadata"] == {"owner": "ann"}
    code, _ = refusal(urllib.request.Request(put.replace("ann", "eve"), data=b"x", method="PUT", headers={"Content-Type": ""}))
    assert code == 403


def send_form(form, file):
    boundary = "form-of-the-tests"
    parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in form["fields"].items()]
    file = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{file}"\r\n\r\nby form\r\n--{boundary}--\r\n'
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    with urllib.request.urlopen(urllib.request.Request(form["url"], "".join([*parts, file]).encode(), headers)) as answer:
        return answer.status, answer.headers, answer.read().decode()


def test_a_form_uploads_without_keys(s3, bucket):
    assert send_form(s3.generate_presigned_post(bucket, "form/a.txt", ExpiresIn=60), "b.txt")[0] == 204
    assert s3.get_object(Bucket=bucket, Key="form/a.txt")["Body"].read() == b"by form"


def test_a_form_that_breaks_its_policy_is_told_which_condition(client, bucket):
    signer = client("s3", config=botocore.config.Config(signature_version="s3v4"))
    form = signer.generate_presigned_post(bucket, "form/v4.txt", ExpiresIn=60)
    assert send_form(form, "b.txt")[0] == 204
    form["fields"]["key"] = "form/else.txt"
    with pytest.raises(urllib.error.HTTPError) as refused:
        send_form(form, "b.txt")
    text = html.unescape(refused.value.read().decode())
    assert refused.value.code == 403 and 'Policy Condition failed: ["eq", "$key", "form/v4.txt"]' in text


def test_a_form_must_say_until_when_it_is_good(s3, bucket):
    keys = s3._request_signer._credentials
    for expiration in ["2099-11-29 15:00:00+00:00", "tomorrow"]:
        conditions = [{"bucket": bucket}, {"key": "form/late.txt"}]
        policy = json.dumps({"expiration": expiration, "conditions": conditions}).encode()
        policy = base64.b64encode(policy).decode()
        signature = hmac.new(keys.secret_key.encode(), policy.encode(), hashlib.sha1).digest()
        fields = {"key": "form/late.txt", "AWSAccessKeyId": keys.access_key, "policy": policy}
        form = {"url": f"{s3.meta.endpoint_url}/{bucket}", "fields": fields | {"signature": base64.b64encode(signature).decode()}}
        with pytest.raises(urllib.error.HTTPError) as refused:
            send_form(form, "b.txt")
        assert refused.value.code == 400
        assert f"Invalid Policy: Invalid 'expiration' value: '{expiration}'" in html.unescape(refused.value.read().decode())
    with pytest.raises(botocore.exceptions.ClientError, match="404"):
        s3.head_object(Bucket=bucket, Key="form/late.txt")


def test_a_form_may_take_the_name_of_its_file(s3, bucket):
    asks = {"success_action_status": "201"}
    form = s3.generate_presigned_post(bucket, "form/${filename}", Fields=asks, Conditions=[asks], ExpiresIn=60)
    status, headers, text = send_form(form, "my photo.txt")
    found = s3.get_object(Bucket=bucket, Key="form/my photo.txt")
    assert (status, found["Body"].read()) == (201, b"by form")
    place = f"{s3.meta.endpoint_url}/{bucket}/form/my%20photo.txt"
    assert (headers["Location"], headers["ETag"]) == (place, found["ETag"])
    assert f"<Location>{place}</Location>" in text and f"&quot;{found['ETag'][1:-1]}&quot;" in text


def test_listings_roll_up_and_go_on(s3, bucket):
    keys = [f"list/{folder}/{number:02}" for folder in "abc" for number in range(7)] + ["list/z ü&<"]
    for key in keys:
        s3.put_object(Bucket=bucket, Key=key, Body=b"")
    paginator = s3.get_paginator("list_objects_v2")
    pages = list(paginator.paginate(Bucket=bucket, Prefix="list/", PaginationConfig={"PageSize": 4}))
    assert len(pages) == 6
    assert [entry["Key"] for page in pages for entry in page["Contents"]] == sorted(keys)
    rolled = list(paginator.paginate(Bucket=bucket, Prefix="list/", Delimiter="/", PaginationConfig={"PageSize": 2}))
    assert [entry["Prefix"] for page in rolled for entry in page.get("CommonPrefixes", [])] == ["list/a/", "list/b/", "list/c/"]
    assert [entry["Key"] for page in rolled for entry in page.get("Contents", [])] == ["list/z ü&<"]
    deleted = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": key} for key in keys]})["Deleted"]
    assert len(deleted) == len(keys)


def test_a_bucket_is_emptied_by_its_versions(engine):
    variables = engine.environment
    session = boto3.Session(variables["AWS_ACCESS_KEY_ID"], variables["AWS_SECRET_ACCESS_KEY"], region_name="us-west-2")
    resource = session.resource("s3", endpoint_url=variables["AWS_ENDPOINT_URL"])
    emptied = resource.create_bucket(Bucket="emptied-bucket", CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
    for number in range(5):
        emptied.put_object(Key=f"a/{number} ü", Body=b"")
    assert [version.id for version in emptied.object_versions.all()] == ["null"] * 5
    emptied.object_versions.delete()
    assert list(emptied.objects.all()) == []
    emptied.delete()


@pytest.mark.parametrize("algorithm", ["CRC32", "SHA256"])
def test_uploads_in_parts_have_the_checksum_that_is_asked_for(s3, bucket, algorithm):
    content = os.urandom(12 * 1024 * 1024)
    s3.upload_fileobj(io.BytesIO(content), bucket, "parts", ExtraArgs={"ChecksumAlgorithm": algorithm})
    head = s3.head_object(Bucket=bucket, Key="parts", ChecksumMode="ENABLED")
    assert f"Checksum{algorithm}" in head
    assert s3.get_object(Bucket=bucket, Key="parts")["Body"].read() == content


def test_writes_can_be_conditional(s3, bucket):
    first = s3.put_object(Bucket=bucket, Key="once", Body=b"1", IfNoneMatch="*")["ETag"]
    for condition in ({"IfNoneMatch": "*"}, {"IfMatch": '"0"'}):
        with pytest.raises(botocore.exceptions.ClientError) as refused:
            s3.put_object(Bucket=bucket, Key="once", Body=b"2", **condition)
        assert refused.value.response["Error"]["Code"] == "PreconditionFailed"
    s3.put_object(Bucket=bucket, Key="once", Body=b"3", IfMatch=first)
    with pytest.raises(botocore.exceptions.ClientError) as unchanged:
        s3.get_object(Bucket=bucket, Key="once", IfNoneMatch=s3.head_object(Bucket=bucket, Key="once")["ETag"])
    assert unchanged.value.response["ResponseMetadata"]["HTTPStatusCode"] == 304


def test_an_empty_object_delays_nothing(client, bucket):
    s3 = client("s3", config=botocore.config.Config(read_timeout=10, retries={"total_max_attempts": 1}))
    # Before the bytes of a file botocore waits for 100 Continue, also when there are none.
    for body in (b"", b"x", b"", b"y"):
        s3.put_object(Bucket=bucket, Key="empty", Body=io.BytesIO(body))
    assert s3.get_object(Bucket=bucket, Key="empty")["Body"].read() == b"y"


def test_an_object_tells_its_parts_and_a_copy_has_none(s3, bucket):
    settings = boto3.s3.transfer.TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20)
    s3.upload_fileobj(io.BytesIO(bytes(11 << 20)), bucket, "told", Config=settings, ExtraArgs={"ChecksumAlgorithm": "SHA256"})
    names = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"]
    told = s3.get_object_attributes(Bucket=bucket, Key="told", ObjectAttributes=names)
    assert told["ETag"].endswith("-3") and told["Checksum"]["ChecksumType"] == "COMPOSITE" and told["ObjectSize"] == 11 << 20
    assert [part["Size"] for part in told["ObjectParts"]["Parts"]] == [5 << 20, 5 << 20, 1 << 20]
    result = s3.copy_object(Bucket=bucket, Key="copied", CopySource={"Bucket": bucket, "Key": "told"})["CopyObjectResult"]
    assert result["ETag"] == f'"{hashlib.md5(bytes(11 << 20)).hexdigest()}"' and result["ChecksumType"] == "FULL_OBJECT"
    assert result["ChecksumSHA256"] == base64.b64encode(hashlib.sha256(bytes(11 << 20)).digest()).decode()


def test_a_bucket_has_the_settings_of_a_new_one(s3, bucket):
    owner = s3.get_bucket_acl(Bucket=bucket)["Grants"][0]
    assert (owner["Grantee"]["Type"], owner["Permission"]) == ("CanonicalUser", "FULL_CONTROL")
    blocks = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    assert len(blocks) == 4 and all(blocks.values())
    rules = s3.get_bucket_ownership_controls(Bucket=bucket)["OwnershipControls"]["Rules"]
    assert rules == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    assert s3.get_bucket_request_payment(Bucket=bucket)["Payer"] == "BucketOwner"
    assert [found["BucketArn"] for found in s3.list_buckets(Prefix=bucket)["Buckets"]] == [f"arn:aws:s3:::{bucket}"]
    with pytest.raises(botocore.exceptions.ClientError, match="NoSuchBucketPolicy"):
        s3.get_bucket_policy(Bucket=bucket)


def test_the_caller_acts_in_a_role(client):
    # So the SageMaker SDK 3 finds a role for jobs that name none.
    caller = client("sts").get_caller_identity()["Arn"]
    kind, role, _ = caller.rsplit(":", 1)[1].split("/")
    assert kind == "assumed-role"
    assert client("iam").get_role(RoleName=role)["Role"]["Arn"] == f"arn:aws:iam::000000000000:role/{role}"


def test_every_role_may_do_everything(client):
    paginator = client("iam").get_paginator("simulate_principal_policy")
    actions = [f"s3:Action{number}" for number in range(150)]
    pages = list(paginator.paginate(PolicySourceArn="arn:aws:iam::000000000000:role/Trainers", ActionNames=actions))
    results = [result for page in pages for result in page["EvaluationResults"]]
    assert len(pages) == 2 and [result["EvalActionName"] for result in results] == actions
    assert {result["EvalDecision"] for result in results} == {"allowed"}


@pytest.mark.parametrize("service, call, code", [
    ("ec2", "describe_instances", "InvalidAction"), ("sns", "list_topics", "InvalidAction"),
    ("route53", "list_hosted_zones", "InvalidAction"), ("lambda", "list_functions", "UnknownOperationException"),
])
def test_other_services_are_refused_in_words_that_their_clients_read(client, service, call, code):
    with pytest.raises(botocore.exceptions.ClientError, match="This engine does not have the service") as refused:
        getattr(client(service), call)()
    assert refused.value.response["Error"]["Code"] == code


def test_what_is_refused_is_no_error_of_the_engine(tmp_path):
    with programs.Program(["engine", "--listen", "127.0.0.1:0", "--data", str(tmp_path)]) as program:
        program.announced("Baton engine")
        variables = programs.exported(tmp_path)
        s3 = boto3.client("s3", endpoint_url=variables["AWS_ENDPOINT_URL"], region_name="us-west-2",
                          aws_access_key_id=variables["AWS_ACCESS_KEY_ID"], aws_secret_access_key="wrong")
        for call in (lambda: s3.get_object(Bucket="missing-bucket", Key="a"), lambda: s3.list_buckets()):
            with pytest.raises(botocore.exceptions.ClientError):
                call()
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(variables["AWS_ENDPOINT_URL"])
    log = "\n".join(program.lines)
    assert "the engine is ready" in log and "ERROR" not in log and "\x1b" not in log, log


def test_the_sagemaker_sdk_takes_a_role_by_its_name(engine, monkeypatch, tmp_path, bucket, job):
    for name, value in engine.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("HOME", str(tmp_path))
    sagemaker = pytest.importorskip("sagemaker")
    session = sagemaker.Session()
    assert session.expand_role("Trainers") == "arn:aws:iam::000000000000:role/Trainers"
    assert session.default_bucket() == "sagemaker-us-west-2-000000000000"
    uploaded = session.upload_string_as_file_body("hello", bucket, "sdk/hello.txt")
    assert session.read_s3_file(bucket, "sdk/hello.txt") == "hello" and uploaded == f"s3://{bucket}/sdk/hello.txt"
    name = requests_of.name("sdk-model")
    container = sagemaker.container_def("433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:1",
                                        model_data_url=job["ModelArtifacts"]["S3ModelArtifacts"])
    session.create_model(name, "Trainers", container, tags=[{"Key": "from", "Value": "sdk"}])
    assert session.sagemaker_client.describe_model(ModelName=name)["ExecutionRoleArn"].endswith(":role/Trainers")
