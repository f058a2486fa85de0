#!/usr/bin/env python3
"""Writes src/sandbox/constraints.json from AWS's public API models, as botocore (Apache-2.0) packs them.

The SDK's schemas have no lengths, patterns or enumerations; these models have. Usage:
  pip download --no-deps botocore==1.43.107 && scripts/generate-constraints.py botocore-1.43.107-py3-none-any.whl
"""
import gzip
import json
import pathlib
import sys
import zipfile

SERVICES = {
    'organizations': '2016-11-28',
    'sts': '2011-06-15',
    'iam': '2010-05-08',
    'cognito-idp': '2016-04-18',
    'cognito-identity': '2014-06-30',
    'ssm': '2014-11-06',
    'secretsmanager': '2017-10-17',
}
# Of services with hundreds of operations only those that the sandbox has.
SERVED = {
    'ssm': {'PutParameter', 'GetParameter', 'DeleteParameter'},
    'secretsmanager': {'CreateSecret', 'PutSecretValue', 'GetSecretValue', 'DeleteSecret'},
}
# JavaScript's `u` flag allows a backslash before these only.
ESCAPABLE = set('^$\\.*+?()[]{}|/-') | set('dDsSwWbBpPnrtfvux0123456789k')


def javascript(pattern):
    """Java's regular expression as JavaScript's `u` flag wants it."""
    pattern = pattern.removeprefix('^').removesuffix('$') if '|' not in pattern else pattern
    # Java's "any character, line ends too", and the planes beyond the first, which AWS writes without braces.
    pattern = pattern.replace('(?s).*', '[\\s\\S]*').replace('\\u10000-\\u10FFFF', '\\u{10000}-\\u{10FFFF}')
    out, i, in_class = [], 0, False
    while i < len(pattern):
        char = pattern[i]
        if char == '\\':
            following = pattern[i + 1]
            if following in ESCAPABLE and (in_class or following != '-'):
                out.append(char + following)
            else:
                out.append(following)
            # A class such as \w can not begin a range: the hyphen after it stands for itself.
            if in_class and following in 'dDsSwW' and pattern[i + 2] == '-':
                out.append('\\-')
                i += 1
            i += 2
            continue
        if char == '[' and not in_class:
            in_class = True
        elif char == ']':
            in_class = False
        elif in_class and char == '-' and pattern[i + 1] == '\\' and pattern[i + 2] in 'dDsSwWp':
            char = '\\-'
        out.append(char)
        i += 1
    return ''.join(out)


def constraint(shapes, name):
    """What a value of this shape must fulfil; structures have their own entry."""
    shape = shapes[name]
    found = {key: shape[key] for key in ('min', 'max', 'enum') if key in shape}
    if 'pattern' in shape:
        found['pattern'] = javascript(shape['pattern'])
    parts = {'list': {'item': 'member'}, 'map': {'key': 'key', 'value': 'value'}}.get(shape['type'], {})
    for key, part in parts.items():
        inner = constraint(shapes, shape[part]['shape'])
        if inner:
            found[key] = inner
    return found


def reachable(shapes, name, seen):
    if name in seen:
        return
    seen.add(name)
    shape = shapes[name]
    for member in shape.get('members', {}).values():
        reachable(shapes, member['shape'], seen)
    for part in ('member', 'key', 'value'):
        if part in shape:
            reachable(shapes, shape[part]['shape'], seen)


def service(model, served):
    shapes, seen = model['shapes'], set()
    for name, operation in model['operations'].items():
        if 'input' in operation and (served is None or name in served):
            reachable(shapes, operation['input']['shape'], seen)
    # AWS takes domains of one's own too, whose dots its model does not know.
    shapes.get('DomainType', {}).pop('pattern', None)
    structures = {}
    for name in sorted(seen):
        members = {key: constraint(shapes, member['shape']) for key, member in shapes[name].get('members', {}).items()}
        members = {key: found for key, found in members.items() if found}
        if members:
            structures[name] = members
    unsigned = sorted(
        name for name, operation in model['operations'].items()
        if operation.get('authtype') == 'none' or operation.get('auth') == ['smithy.api#noAuth']
    )
    return {'unsigned': unsigned, 'structures': structures}


def main(wheel):
    with zipfile.ZipFile(wheel) as archive:
        models = {
            name: json.loads(gzip.decompress(archive.read(f'botocore/data/{name}/{version}/service-2.json.gz')))
            for name, version in SERVICES.items()
        }
    result = {name: service(model, SERVED.get(name)) for name, model in models.items()}
    target = pathlib.Path(__file__).parent.parent / 'src/sandbox/constraints.json'
    lines = ',\n'.join(f'{json.dumps(name)}:{json.dumps(value, separators=(",", ":"))}' for name, value in result.items())
    target.write_text('{\n' + lines + '\n}\n')


if __name__ == '__main__':
    main(sys.argv[1])
