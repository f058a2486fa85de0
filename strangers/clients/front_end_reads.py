"""Reads back, by boto3, the tables, buckets, sites and rights that awsup made in one account: prints one JSON document."""

import json

import boto3

dynamodb, s3, amplify, iam = (boto3.client(name) for name in ("dynamodb", "s3", "amplify", "iam"))

tables = [name for page in dynamodb.get_paginator("list_tables").paginate() for name in page["TableNames"]]
described = [dynamodb.describe_table(TableName=name)["Table"] for name in tables]
buckets = [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]
apps = [app for page in amplify.get_paginator("list_apps").paginate() for app in page["apps"]]
role = next(
    role["RoleName"]
    for page in iam.get_paginator("list_roles").paginate()
    for role in page["Roles"]
    if role["RoleName"].endswith("-authenticated")
)
policies = [
    iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
    for page in iam.get_paginator("list_role_policies").paginate(RoleName=role)
    for name in page["PolicyNames"]
]
print(
    json.dumps(
        {
            "tables": {table["TableName"]: [table["TableArn"], table["KeySchema"]] for table in described},
            "buckets": buckets,
            "versions": [s3.get_bucket_versioning(Bucket=name).get("Status") for name in buckets],
            "apps": [app["appId"] for app in apps],
            "branches": [
                branch["branchName"]
                for app in apps
                for page in amplify.get_paginator("list_branches").paginate(appId=app["appId"])
                for branch in page["branches"]
            ],
            "functions": [
                arn
                for policy in policies
                for statement in policy["Statement"]
                if "lambda:InvokeFunction" in statement["Action"]
                for arn in statement["Resource"]
            ],
        }
    )
)
