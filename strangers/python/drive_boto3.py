"""Runs scenarios by boto3: each list by its paginator, one item a page; each error by its class; each reply as modelled."""

import functools
import json
import re

import boto3
import botocore.session
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError, UnknownServiceError, WaiterError

from lines import drive
from plain import plain
from scenario import Refusal
from shapes import Violation, strays, violations

ONCE = Config(retries={"total_max_attempts": 1})
# Of errors that the models do not have, or have without one: "Common errors" (IAM, STS), "List of error codes" (S3, where
# each NoSuch… and …NotFoundError is a 404).
STATUSES = {
    "AccessDenied": 403,
    "ExpiredToken": 403,
    "InvalidClientTokenId": 403,
    "ValidationError": 400,
    "304": 304,
    "404": 404,
    "BucketAlreadyOwnedByYou": 409,
    "BucketNotEmpty": 409,
    "PreconditionFailed": 412,
}
ABSENT = re.compile(r"^NoSuch|NotFoundError$")
LIMITS = ("MaxItems", "MaxResults", "Limit", "MaxKeys")


@functools.cache
def waiters_on(service: str, operation: str) -> list[str]:
    """Those that ask this operation until it is so."""
    try:
        model = botocore.session.get_session().get_waiter_model(service)
    except UnknownServiceError:
        return []
    return [f"{service}:{xform_name(name)}" for name in model.waiter_names if model.get_waiter(name).operation == operation]


class Boto3:
    def __init__(self, endpoint: str, region: str):
        self.place = {"endpoint_url": endpoint, "region_name": region, "config": ONCE}
        self.clients: dict = {}
        self.seen: dict[str, set[str]] = {"pageable": set(), "crossed": set(), "waitable": set(), "waited": set()}
        self.body = b""
        self.pages = 0
        self.wrong: list[Violation] = []

    def client(self, service: str, keys: dict):
        name = (service, keys["AccessKeyId"])
        if name not in self.clients:
            secret = {
                "aws_access_key_id": keys["AccessKeyId"],
                "aws_secret_access_key": keys.get("SecretAccessKey") or keys["SecretKey"],
                "aws_session_token": keys.get("SessionToken"),
            }
            self.clients[name] = boto3.client(service, **self.place, **secret)
            self.clients[name].meta.events.register("before-parse", self.keep_body)
            self.clients[name].meta.events.register("after-call", self.check)
        return self.clients[name]

    def keep_body(self, response_dict: dict, **_: object) -> None:
        self.body = response_dict["body"]

    def check(self, http_response, parsed: dict, model, **_: object) -> None:
        """Each page, too: its status and its members as the model has them."""
        self.pages += 1
        status, due = http_response.status_code, model.http.get("responseCode", 200)
        if status >= 300:
            return
        # A range is answered as one (RFC 9110, 206), and the model has one status for both.
        due = 206 if "ContentRange" in parsed else due
        body = json.loads(self.body) if model.service_model.protocol == "json" and self.body else {}
        self.wrong += [
            *([] if status == due else [Violation("", "STATUS", f"status {status}, in the model {due}")]),
            *violations(model.output_shape, {key: value for key, value in parsed.items() if key != "ResponseMetadata"}),
            *strays(model.output_shape, body),
        ]

    def send(self, called: str, given: dict, keys: dict) -> tuple[dict, list[Violation]]:
        service, operation = called.split(":")
        client = self.client(service, keys)
        name = xform_name(operation)
        self.seen["waitable"].update(waiters_on(service, operation))
        self.pages, self.wrong = 0, []
        try:
            if client.can_paginate(name) and not any(limit in given for limit in LIMITS):
                self.seen["pageable"].add(called)
                paginator = client.get_paginator(name)
                size = {"PageSize": 1} if paginator._pagination_cfg.get("limit_key") else {}
                reply = paginator.paginate(**given, PaginationConfig=size).build_full_result()
                if self.pages > 1:
                    self.seen["crossed"].add(called)
            else:
                reply = getattr(client, name)(**given)
            if "Body" in reply:
                reply = {**reply, "Body": reply["Body"].read()}
            return plain(reply), self.wrong
        except ClientError as error:
            raise self.refusal(client, error) from error

    def refusal(self, client, error: ClientError) -> Refusal:
        """By the class that the client has for it. Its status is the model's, or 400 in JSON, or of the table above."""
        code, message = error.response["Error"]["Code"], error.response["Error"]["Message"]
        model = client.meta.service_model
        shape = next((each for each in model.error_shapes if code in (each.error_code, each.name)), None)
        if shape and type(error) is not getattr(client.exceptions, shape.name):
            return Refusal(f"{type(error).__name__} without its class", message)
        modelled = shape.metadata.get("error", {}).get("httpStatusCode") if shape else None
        due = 400 if model.protocol == "json" else modelled or STATUSES.get(code, 404 if ABSENT.search(code) else None)
        name, status = shape.name if shape else code, error.response["ResponseMetadata"]["HTTPStatusCode"]
        return Refusal(name if status == due else f"{name} with the status {status}", message)

    def wait(self, waiter: str, given: dict, keys: dict) -> list[str]:
        service, name = waiter.split(":")
        self.seen["waited"].add(waiter)
        try:
            self.client(service, keys).get_waiter(name).wait(**given, WaiterConfig={"Delay": 0.1, "MaxAttempts": 50})
            return []
        except WaiterError as error:
            return [str(error)]


if __name__ == "__main__":
    drive(Boto3)
