"""Makes a table by boto3, writes, reads, queries and scans items, and loses a race: prints one JSON document."""

import json
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Attr, Key

table = boto3.resource("dynamodb").create_table(
    TableName="todos",
    BillingMode="PAY_PER_REQUEST",
    KeySchema=[{"AttributeName": "owner", "KeyType": "HASH"}, {"AttributeName": "id", "KeyType": "RANGE"}],
    AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("owner", "id")],
)
table.wait_until_exists()
with table.batch_writer() as batch:
    for number in range(30):
        batch.put_item(Item={"owner": "ana", "id": f"{number:02}", "price": Decimal("1.5") * number, "tags": {"a", "b"}})

query = table.query(KeyConditionExpression=Key("owner").eq("ana") & Key("id").between("10", "12"))
scan = table.scan(FilterExpression=Attr("price").gt(Decimal("40")), Select="COUNT")
try:
    table.put_item(Item={"owner": "ana", "id": "00"}, ConditionExpression=Attr("id").not_exists())
    race = "won"
except table.meta.client.exceptions.ConditionalCheckFailedException as error:
    race = error.response["Error"]["Code"]

print(
    json.dumps(
        {
            "ids": [item["id"] for item in query["Items"]],
            "price": str(query["Items"][0]["price"]),
            "tags": sorted(query["Items"][0]["tags"]),
            "dear": scan["Count"],
            "items": boto3.client("dynamodb").describe_table(TableName="todos")["Table"]["ItemCount"],
            "race": race,
        }
    )
)
