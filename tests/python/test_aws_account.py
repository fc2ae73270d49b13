"""The console with `--target aws` while its credentials are refused, and while another account stands behind the profile."""

import html
import http.server
import re
import socket
import sys
import threading
import time
import urllib.error
import urllib.request

import boto3
import pytest

import requests_of
from forms import Browser
from programs import Program

REGION = "us-west-2"
OWN, OTHER = "123456789012", "222222222222"
REFUSED = (
    "<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code>"
    "<Message>The security token included in the request is expired</Message></Error>"
    "</ErrorResponse>"
)
IDENTITY = (
    "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::{0}:user/x</Arn><UserId>x</UserId>"
    "<Account>{0}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
)

CREDENTIALS = """
import json, pathlib, sys, time
until = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 12))
key = pathlib.Path(sys.argv[1]).read_text()
print(json.dumps({"Version": 1, "AccessKeyId": key, "SecretAccessKey": "secret", "Expiration": until}))
"""


class Front:
    """Stands before moto's AWS: says whose credentials are whose, and remembers who called what."""

    def __init__(self, aws):
        self.aws = aws
        self.is_refusing = False
        self.calls = []
        front = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, kind, answer = front.answer(self, body)
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("x-amzn-RequestId", "request-of-the-test")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_POST = do_PUT = do_HEAD = handle_any

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, request, body):
        key = re.search(r"Credential=([^/]+)/", request.headers.get("Authorization", ""))
        is_identity = body.startswith(b"Action=GetCallerIdentity")
        self.calls.append((key.group(1) if key else "", "identity" if is_identity else "call"))
        if is_identity and self.is_refusing:
            return 403, "text/xml", REFUSED.encode()
        if is_identity:
            return 200, "text/xml", IDENTITY.format(OWN if key.group(1) == "AKIAOWN" else OTHER).encode()
        headers = {name: value for name, value in request.headers.items() if name.lower() not in ("host", "connection")}
        passed_on = urllib.request.Request(self.aws + request.path, data=body or None, headers=headers, method=request.command)
        try:
            with urllib.request.urlopen(passed_on, timeout=30) as answer:
                return answer.status, answer.headers.get("Content-Type", ""), answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.headers.get("Content-Type", ""), refused.read()


@pytest.fixture(scope="module")
def aws():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = ["-c", "from moto.server import main; main()", "-H", "127.0.0.1", "-p", str(port)]
    with Program(arguments, executable=sys.executable) as program:
        program.line_with("Running on")
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def front(aws):
    front = Front(aws)
    yield front
    front.server.shutdown()


@pytest.fixture
def profile(tmp_path):
    """A profile whose credentials come from a process and are kept for seconds only; gives what switches them."""
    key, script = tmp_path / "key", tmp_path / "credentials.py"
    script.write_text(CREDENTIALS)

    def switch(name):
        key.with_suffix(".part").write_text(name)
        key.with_suffix(".part").rename(key)

    switch("AKIAOWN")
    config = tmp_path / "config"
    config.write_text(f"[default]\nregion = {REGION}\ncredential_process = {sys.executable} {script} {key}\n")
    switch.environment = {"AWS_CONFIG_FILE": str(config), "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "none")}
    return switch


def console(front, environment, data):
    arguments = ["serve", "--target", "aws", "--listen", "127.0.0.1:0", "--data", str(data)]
    return Program(arguments, environment=environment | {"AWS_ENDPOINT_URL": front.address})


def test_no_history_is_opened_before_the_account_is_known(front, tmp_path):
    front.is_refusing = True
    data = tmp_path / "data"
    keys = {"AWS_ACCESS_KEY_ID": "AKIAOWN", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": REGION}
    with console(front, keys, data) as program:
        browser = Browser(program.announced("Baton console"))
        for path in ("/training-jobs", "/training-jobs/create", "/drafts", "/settings"):
            page = html.unescape(browser.open(path).text)
            assert browser.status == 503, page
            assert "Sign in again" in page and "request-of-the-test" in page and "Nothing is lost" in page, page
        assert not list(data.glob("console-*"))

        front.is_refusing = False
        wait_for(lambda: browser.open("/training-jobs").status == 200, "the history")
        assert [file.name for file in data.glob("console-*.db")] == [f"console-aws-{OWN}-{REGION}.db"]


@pytest.mark.parametrize("region", ["", "../x", "mars-north-1/../x"])
def test_what_is_no_region_opens_nothing(front, tmp_path, region):
    data = tmp_path / "data"
    keys = {"AWS_ACCESS_KEY_ID": "AKIAOWN", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": region}
    program = console(front, keys, data)
    with pytest.raises(RuntimeError, match="is no AWS Region"):
        program.announced("Baton console")
    program.process.wait(timeout=30)
    assert not list(tmp_path.rglob("*.db"))


def test_jobs_stay_as_they_are_while_another_account_is_behind_the_profile(front, aws, profile, tmp_path):
    name = requests_of.name("cats")
    sagemaker = boto3.client(
        "sagemaker", endpoint_url=aws, region_name=REGION, aws_access_key_id="AKIAOWN", aws_secret_access_key="secret"
    )
    request = requests_of.job("cats", "a-bucket-of-nobody") | {"TrainingJobName": name}
    sagemaker.create_training_job(**request)
    with console(front, profile.environment, tmp_path / "data") as program:
        browser = Browser(program.announced("Baton console"))
        wait_for(lambda: name in browser.open("/training-jobs").text, "the job")

        profile("AKIAOTHER")
        wait_for(lambda: "The account has changed" in browser.open("/training-jobs").text, "the warning on the list")
        page = html.unescape(browser.text)
        assert name in page and OWN in page and OTHER in page, page
        for path in (f"/training-jobs/{name}", "/drafts", "/help"):
            assert "The account has changed" in browser.open(path).text, path
        assert "It is not known how this job ended" not in browser.open(f"/training-jobs/{name}").text
        assert ("AKIAOTHER", "call") not in front.calls

        profile("AKIAOWN")
        wait_for(lambda: "The account has changed" not in browser.open("/training-jobs").text, "the account")
        assert name in browser.text


def wait_for(condition, what, seconds=90):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited {seconds} s for {what}"
        time.sleep(0.5)
