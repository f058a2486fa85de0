"""What somebody does by hand: takes PowerUserAccess from the developers of the account whose keys are at hand."""

import boto3

boto3.client("iam").detach_group_policy(
    GroupName="developers", PolicyArn="arn:aws:iam::aws:policy/PowerUserAccess"
)
