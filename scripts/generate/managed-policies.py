#!/usr/bin/env python3
"""Writes src/models/managed-policies.json: every AWS managed policy, as moto (Apache-2.0) packs them.

A line per policy: its path and name, its version in force, when it was made and changed (ISO 8601), and its document
as JSON, with tabs between. They are packed together, because they have three and a half million characters. Usage:
  pip download --no-deps moto==5.2.5 && scripts/generate/managed-policies.py moto-5.2.5-py3-none-any.whl
"""
import ast
import base64
import json
import pathlib
import subprocess
import sys
import zipfile

# Read by nearly every call, so they are not packed.
UNPACKED = ('AdministratorAccess',)
PACK = """
const {brotliCompressSync: pack, constants: {BROTLI_PARAM_LGWIN, BROTLI_PARAM_QUALITY}} = require('node:zlib')
const lines = require('node:fs').readFileSync(0)
process.stdout.write(pack(lines, {params: {[BROTLI_PARAM_QUALITY]: 11, [BROTLI_PARAM_LGWIN]: 24}}))
"""
TARGET = pathlib.Path(__file__).parents[2] / 'src/models/managed-policies.json'


def read(wheel):
    """The one text in the module, without running it."""
    with zipfile.ZipFile(wheel) as archive:
        module = ast.parse(archive.read('moto/iam/aws_managed_policies.py'))
    (text,) = [node.value.value for node in module.body if isinstance(node, ast.Assign)]
    return json.loads(text)


def line(name, policy):
    document = json.dumps(policy['Document'], separators=(',', ':'))
    dates = [policy[key].replace('+00:00', 'Z') for key in ('CreateDate', 'UpdateDate')]
    return '\t'.join([policy['Path'].removeprefix('/') + name, policy['DefaultVersionId'], *dates, document])


def main(wheel):
    lines = [line(name, policy) for name, policy in sorted(read(wheel).items())]
    packed = subprocess.run(['node', '-e', PACK], input='\n'.join(lines).encode(), capture_output=True, check=True)
    result = {
        'unpacked': [entry for entry in lines if entry.split('\t')[0] in UNPACKED],
        'brotli': base64.b64encode(packed.stdout).decode(),
    }
    TARGET.write_text(json.dumps(result, indent=0) + '\n')


if __name__ == '__main__':
    main(sys.argv[1])
