#!/usr/bin/env python3
"""Writes src/models: AWS's public API models, as botocore (Apache-2.0) packs them, as far as the sandbox serves them.

One file per service has what its requests, answers and errors hold; limits.json repeats of them what awsup.yaml is
checked against, so that a command that reads awsup.yaml reads little. The SDK's schemas have no lengths, patterns or
enumerations; these models have. Usage:
  pip download --no-deps botocore==1.44.8 && scripts/generate/models.py botocore-1.44.8-py3-none-any.whl
"""
import gzip
import json
import pathlib
import subprocess
import sys
import zipfile

VERSIONS = {
    'organizations': '2016-11-28',
    'sts': '2011-06-15',
    'iam': '2010-05-08',
    'cognito-idp': '2016-04-18',
    'cognito-identity': '2014-06-30',
    's3': '2006-03-01',
    'dynamodb': '2012-08-10',
    'ssm': '2014-11-06',
    'secretsmanager': '2017-10-17',
    'account': '2021-02-01',
    'freetier': '2023-09-07',
    'lambda': '2015-03-31',
    'sso-admin': '2020-07-20',
    'identitystore': '2020-06-15',
    'sso': '2019-06-10',
    'sso-oidc': '2019-06-10',
    'amplify': '2017-07-25',
}
PRIMITIVES = {'string', 'boolean', 'integer', 'long', 'float', 'double', 'timestamp', 'blob'}
LIMITS = ('min', 'max', 'enum')
# Where AWS takes what its model does not: service, shape, the limit to leave out.
CORRECTIONS = [
    # A domain of one's own has dots (CreateUserPoolDomain, `Domain`: "auth.example.com").
    ('cognito-idp', 'DomainType', 'pattern'),
    # An MD5 in hexadecimal with colons has 47 characters (UploadSSHPublicKey, the example answer).
    ('iam', 'publicKeyFingerprintType', 'min'),
    # It is to be URL-encoded, its slashes too if one likes (CopyObject, `x-amz-copy-source`).
    ('s3', 'CopySource', 'pattern'),
    # A region that does not exist has an error of its own (CreateBucket, InvalidLocationConstraint).
    ('s3', 'BucketLocationConstraint', 'enum'),
]
ROOT = pathlib.Path(__file__).parents[2]
# What awsup.yaml is checked against: the shapes that limits.json repeats.
FOR_THE_MANIFEST = {
    'amplify': ['CustomHeaders', 'DomainName'],
    'cognito-idp': [
        'AccessTokenValidityType',
        'ArnType',
        'AttributeMappingKeyType',
        'AttributeNameType',
        'CallbackURLsListType',
        'ClientNameType',
        'CustomAttributeNameType',
        'DescriptionType',
        'DomainType',
        'EmailAddressType',
        'EmailInviteMessageType',
        'EmailVerificationSubjectType',
        'GroupNameType',
        'IdTokenValidityType',
        'IdpIdentifierType',
        'IdpIdentifiersListType',
        'LogoutURLsListType',
        'PasswordHistorySizeType',
        'PasswordPolicyMinLengthType',
        'PrecedenceType',
        'ProviderNameTypeV2',
        'RedirectUrlType',
        'RefreshTokenValidityType',
        'RegionCodeType',
        'RelyingPartyIdType',
        'ResourceServerIdentifierType',
        'ResourceServerNameType',
        'ResourceServerScopeDescriptionType',
        'ResourceServerScopeListType',
        'ResourceServerScopeNameType',
        'RetryGracePeriodSecondsType',
        'SESConfigurationSet',
        'ScopeListType',
        'ScopeType',
        'SmsInviteMessageType',
        'SmsVerificationMessageType',
        'TemporaryPasswordValidityDaysType',
        'UserPoolNameType',
    ],
    'cognito-identity': [
        'ClaimName',
        'ClaimValue',
        'IdentityPoolName',
        'PrincipalTagID',
        'PrincipalTagValue',
        'PrincipalTags',
        'RoleMappingMap',
    ],
    'dynamodb': ['IndexName', 'TableName'],
    'iam': ['arnType', 'groupNameType', 'roleNameType', 'tagValueType', 'userNameType'],
    'organizations': ['Email'],
    'secretsmanager': ['SecretIdType'],
    'ssm': ['PSParameterName'],
    'sts': ['externalIdType'],
}
# JavaScript's `u` flag allows a backslash before these only.
ESCAPABLE = set('^$\\.*+?()[]{}|/-') | set('dDsSwWbBpPnrtfvux0123456789k')


def javascript(pattern):
    """Java's regular expression as JavaScript's `u` flag wants it."""
    pattern = pattern.removeprefix('^').removesuffix('$') if '|' not in pattern else pattern
    # Java's "any character, line ends too", and the planes beyond the first, which AWS writes without braces.
    pattern = pattern.replace('(?s).*', '[^]*').replace('(?s).+', '[^]+').replace('\\u10000-\\u10FFFF', '\\u{10000}-\\u{10FFFF}')
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


def refer(shapes, name):
    """A shape by its name; by its type where that says all of it."""
    shape = shapes[name]
    if shape.get('document'):
        return 'document'
    limited = any(key in shape for key in (*LIMITS, 'pattern', 'sensitive'))
    return shape['type'] if shape['type'] in PRIMITIVES and not limited else name


def convert(shapes, name):
    """One shape, without what is only for readers and for the wire."""
    shape = shapes[name]
    found = {'type': shape['type'], **{key: shape[key] for key in LIMITS if key in shape}}
    if 'pattern' in shape:
        found['pattern'] = javascript(shape['pattern'])
    if shape.get('sensitive'):
        found['sensitive'] = True
    if shape['type'] == 'structure':
        if shape.get('required'):
            found['required'] = shape['required']
        found['members'] = {key: refer(shapes, member['shape']) for key, member in shape['members'].items()}
    for part in ('member', 'key', 'value'):
        if part in shape:
            found[part] = refer(shapes, shape[part]['shape'])
    return found


def parts(shape):
    yield from (member['shape'] for member in shape.get('members', {}).values())
    yield from (shape[part]['shape'] for part in ('member', 'key', 'value') if part in shape)


def reachable(shapes, name, seen):
    if name in seen:
        return
    seen.add(name)
    for part in parts(shapes[name]):
        reachable(shapes, part, seen)


def service(model, served):
    shapes, seen, operations = model['shapes'], set(), {}
    for name in served:
        operation = model['operations'][name]
        found = {key: operation[key]['shape'] for key in ('input', 'output') if key in operation}
        found['errors'] = sorted(error['shape'] for error in operation.get('errors', []))
        if operation.get('authtype') == 'none' or operation.get('auth') == ['smithy.api#noAuth']:
            found['unsigned'] = True
        operations[name] = found
        for shape in (found.get('input'), found.get('output'), *found['errors']):
            if shape is not None:
                reachable(shapes, shape, seen)
    named = {name: convert(shapes, name) for name in sorted(seen) if refer(shapes, name) == name}
    assert not PRIMITIVES & named.keys(), PRIMITIVES & named.keys()
    return {'operations': operations, 'shapes': named}


def write(name, value):
    """An entry a line, so that a change can be read."""
    compact = lambda part: json.dumps(part, separators=(',', ':'))
    groups = [
        f'{json.dumps(group)}:{{\n' + ',\n'.join(f'{json.dumps(key)}:{compact(entry)}' for key, entry in entries.items()) + '\n}'
        for group, entries in value.items()
    ]
    (ROOT / 'src/models' / f'{name}.json').write_text('{\n' + ',\n'.join(groups) + '\n}\n')


def main(wheel):
    served = json.loads(subprocess.check_output(['node', ROOT / 'scripts/generate/served.mjs']))
    with zipfile.ZipFile(wheel) as archive:
        models = {
            name: json.loads(gzip.decompress(archive.read(f'botocore/data/{name}/{version}/service-2.json.gz')))
            for name, version in VERSIONS.items()
        }
    for name, shape, limit in CORRECTIONS:
        del models[name]['shapes'][shape][limit]
    # signin is served beside them, and has no model.
    result = {name: service(models[name], operations) for name, operations in served.items() if name in models}
    for name, value in result.items():
        write(name, value)
    limits = {
        name: {shape: {key: value for key, value in result[name]['shapes'][shape].items() if key in (*LIMITS, 'pattern')} for shape in shapes}
        for name, shapes in FOR_THE_MANIFEST.items()
    }
    if limits:
        write('limits', limits)


if __name__ == '__main__':
    main(sys.argv[1])
