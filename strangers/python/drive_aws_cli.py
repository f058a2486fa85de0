"""Runs scenarios by the AWS CLI in this process: each input as JSON, each list by its own paging, one item a page."""

import contextlib
import io
import json
import os
import re
import tempfile

from awscli.clidriver import create_clidriver
from awscli.botocore import xform_name
from awscli.botocore.session import get_session

from lines import drive
from scenario import Refusal

COMMANDS = {"s3": "s3api"}
# What the CLI writes to a file and does not print.
FILES = {"CreateVirtualMFADevice": "Base32StringSeed"}
LIMITS = ("MaxItems", "MaxResults", "Limit", "MaxKeys")
MODELS = get_session()
LOADER = MODELS.get_component("data_loader")


class AwsCli:
    def __init__(self, endpoint: str, region: str):
        self.place = ["--endpoint-url", endpoint, "--region", region, "--output", "json"]
        self.drivers: dict = {}
        self.seen: dict[str, set[str]] = {"waited": set()}

    def send(self, called: str, given: dict, keys: dict) -> tuple[dict, list]:
        service, operation = called.split(":")
        model = MODELS.get_service_model(service).operation_model(operation)
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "out")
            command = [COMMANDS.get(service, service), xform_name(operation, "-")]
            if operation in FILES:
                command += [*options(given), "--outfile", file, "--bootstrap-method", FILES[operation]]
            elif model.has_streaming_output:
                command += [*options(given), file]
            else:
                command += ["--cli-input-json", json.dumps(given), *self.paging(service, operation, given)]
            code, out, error = self.run(command, keys)
            if code:
                raise self.refusal(model, error)
            reply = json.loads(out or "{}")
            if os.path.exists(file):
                with open(file) as written:
                    (reply if model.has_streaming_output else reply["VirtualMFADevice"])[FILES.get(operation, "Body")] = written.read()
            return reply, []

    def paging(self, service: str, operation: str, given: dict) -> list[str]:
        with contextlib.suppress(ValueError):
            if MODELS.get_paginator_model(service).get_paginator(operation).get("limit_key") and not any(limit in given for limit in LIMITS):
                return ["--page-size", "1"]
        return []

    def run(self, command: list[str], keys: dict) -> tuple[int, str, str]:
        os.environ["AWS_ACCESS_KEY_ID"] = keys["AccessKeyId"]
        os.environ["AWS_SECRET_ACCESS_KEY"] = keys.get("SecretAccessKey") or keys["SecretKey"]
        os.environ["AWS_SESSION_TOKEN"] = keys.get("SessionToken", "")
        driver = self.drivers.get(keys["AccessKeyId"]) or create_clidriver()
        self.drivers[keys["AccessKeyId"]] = driver
        # What one has read of the models, all know.
        driver.session.register_component("data_loader", LOADER)
        out, error = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(error):
            try:
                code = driver.main([*command, *self.place])
            except SystemExit as end:
                code = end.code
        return code, out.getvalue(), error.getvalue()

    def refusal(self, model, error: str) -> Refusal:
        """By its code, as the CLI prints it, and the model's name for that."""
        found = re.search(r"An error occurred \((.+?)\)[^:]*: (.*)", error)
        if not found:
            return Refusal("the AWS CLI's own error", error.strip().splitlines()[-1])
        code = found[1]
        shape = next((each for each in model.service_model.error_shapes if each.error_code == code), None)
        return Refusal(shape.name if shape else code, found[2])

    def wait(self, waiter: str, given: dict, keys: dict) -> list[str]:
        service, name = waiter.split(":")
        self.seen["waited"].add(waiter)
        code, _, error = self.run([COMMANDS.get(service, service), "wait", name.replace("_", "-"), *options(given)], keys)
        return [error.strip()] if code else []


def options(given: dict[str, str]) -> list[str]:
    return [part for key, value in given.items() for part in (f"--{xform_name(key, '-')}", value)]


if __name__ == "__main__":
    drive(AwsCli)
