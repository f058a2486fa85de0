"""Reads back, by boto3, what awsup made: prints one JSON document. Arguments: the environments' account ids."""

import json
import os
import sys

import boto3
from botocore.exceptions import ClientError

organizations = boto3.client("organizations")
accounts = [a["Id"] for page in organizations.get_paginator("list_accounts").paginate() for a in page["Accounts"]]

found = {"organization": organizations.describe_organization()["Organization"]["Id"], "accounts": accounts, "environments": {}}
for account in sys.argv[1:]:
    session = boto3.client("sts").assume_role(
        RoleArn=f"arn:aws:iam::{account}:role/OrganizationAccountAccessRole", RoleSessionName="boto3"
    )["Credentials"]
    keys = {
        "aws_access_key_id": session["AccessKeyId"],
        "aws_secret_access_key": session["SecretAccessKey"],
        "aws_session_token": session["SessionToken"],
    }
    cognito, identity, iam = (boto3.client(name, **keys) for name in ("cognito-idp", "cognito-identity", "iam"))
    pools = [p["Id"] for page in cognito.get_paginator("list_user_pools").paginate(MaxResults=1) for p in page["UserPools"]]
    clients = [
        c["ClientId"]
        for page in cognito.get_paginator("list_user_pool_clients").paginate(UserPoolId=pools[0])
        for c in page["UserPoolClients"]
    ]
    roles = [r["RoleName"] for page in iam.get_paginator("list_roles").paginate() for r in page["Roles"]]
    trust = iam.get_role(RoleName=next(r for r in roles if r.endswith("-authenticated")))["Role"]["AssumeRolePolicyDocument"]
    found["environments"][account] = {
        "caller": boto3.client("sts", **keys).get_caller_identity()["Account"],
        "userPools": pools,
        "appClients": clients,
        "identityPools": [p["IdentityPoolId"] for p in identity.list_identity_pools(MaxResults=10)["IdentityPools"]],
        "users": [u["UserName"] for page in iam.get_paginator("list_users").paginate() for u in page["Users"]],
        "audience": trust["Statement"][0]["Condition"]["StringEquals"]["cognito-identity.amazonaws.com:aud"],
    }
    iam.get_waiter("role_exists").wait(RoleName="OrganizationAccountAccessRole")

try:
    boto3.client("iam").get_user(UserName="nobody")
except boto3.client("iam").exceptions.NoSuchEntityException as error:
    found["typedError"] = error.response["Error"]["Code"]
try:
    boto3.client("cognito-idp").describe_user_pool(UserPoolId="eu-west-1_000000000")
except ClientError as error:
    found["absentPool"] = error.response["Error"]["Code"]

found["wrongSecret"] = {}
for name, operation, arguments in [
    ("sts", "get_caller_identity", {}),
    ("iam", "list_users", {}),
    ("organizations", "describe_organization", {}),
    ("cognito-idp", "list_user_pools", {"MaxResults": 1}),
]:
    try:
        getattr(boto3.client(name, aws_secret_access_key="x" * 40, aws_access_key_id=os.environ["AWS_ACCESS_KEY_ID"]), operation)(**arguments)
    except ClientError as error:
        found["wrongSecret"][name] = error.response["Error"]["Code"]

print(json.dumps(found))
