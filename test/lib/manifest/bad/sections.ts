import {FORM_NAMES} from '../../../../src/lib/access/forms/registry.js'
import {FORMAT_NAMES} from '../../../../src/lib/outputs/formats/registry.js'
import type {BadInput} from './input.js'
import {manifest} from '../samples.js'

const long = (length: number): string => 'a'.repeat(length)
const environments = (value: string) => manifest({environments: value})
const auth = (value: string) => manifest({auth: value})
const outputs = (value: string) => manifest({outputs: value})
const users = (value: string) => manifest({users: value})
const client = (value: string) => auth(`{ clients: { web: ${value} } }`)
const USER = 'which must be 1–64 letters, digits and _+=.@- that do not begin with a hyphen'

const BUCKET =
  'must name a bucket: its name must be 3–63 lower-case letters, digits, dots and hyphens between a letter or digit at each end, as S3 names buckets'
const PREFIX = 'must have a prefix of at most 256 letters, digits, dots, hyphens, underscores and single slashes'

/** The rest of `BAD_INPUT`: the sections below `environments`. */
export const BAD_SECTIONS: readonly BadInput[] = [
  // auth
  {
    title: 'no way to sign in',
    yaml: auth('{ signIn: [] }'),
    message: 'auth.signIn is empty, must have at least one entry',
    at: [5, 17],
  },
  {
    title: 'an unknown way to sign in',
    yaml: auth('{ signIn: [mail] }'),
    message: 'auth.signIn[0] is "mail", must be email, phone or username',
    at: [5, 18],
    hint: 'email',
  },
  {
    title: 'an unknown word for MFA',
    yaml: auth('{ mfa: true }'),
    message: 'auth.mfa is true, must be off, optional or on',
    at: [5, 14],
  },
  {
    title: 'a password too short',
    yaml: auth('{ password: { minLength: 5 } }'),
    message: 'auth.password.minLength is 5, must be a whole number from 6 to 99',
    at: [5, 32],
  },
  {
    title: 'a password too long',
    yaml: auth('{ password: { minLength: 100 } }'),
    message: 'auth.password.minLength is 100, must be a whole number from 6 to 99',
    at: [5, 32],
  },
  {
    title: 'half a character',
    yaml: auth('{ password: { minLength: 8.5 } }'),
    message: 'auth.password.minLength is 8.5, must be a whole number from 6 to 99',
    at: [5, 32],
  },
  {
    title: 'passkeys on the cheapest tier',
    yaml: auth('{ passkeys: true, tier: lite }'),
    message: 'auth.passkeys is true, which needs the tier essentials or plus',
    at: [5, 19],
  },
  {
    title: 'a client with a path for a name',
    yaml: auth('{ clients: { ../web: {} } }'),
    message:
      'auth.clients has the name "../web", which must be 1–64 letters, digits, hyphens and underscores that begin with a letter',
    at: [5, 20],
  },
  {
    title: 'an http callback',
    yaml: client('{ callbackUrls: ["http://acme.dev"] }'),
    message: 'auth.clients.web.callbackUrls[0] is "http://acme.dev", must begin with https://',
    at: [5, 42],
    hint: 'localhost',
  },
  {
    title: 'a host that only begins like this machine',
    yaml: client('{ callbackUrls: ["http://localhost.evil.dev"] }'),
    message: 'auth.clients.web.callbackUrls[0] is "http://localhost.evil.dev", must begin with https://',
    at: [5, 42],
  },
  {
    title: 'a script as a callback',
    yaml: client('{ callbackUrls: ["javascript://x/%0aalert(1)"] }'),
    message: 'auth.clients.web.callbackUrls[0] is "javascript://x/%0aalert(1)", must lead to a page or an app',
    at: [5, 42],
  },
  {
    title: 'half a URL',
    yaml: client('{ callbackUrls: [/callback] }'),
    message: 'auth.clients.web.callbackUrls[0] is "/callback", must be a full URL',
    at: [5, 42],
  },
  {
    title: 'a URL with a fragment',
    yaml: client('{ callbackUrls: ["https://acme.dev/#a"] }'),
    message: 'auth.clients.web.callbackUrls[0] is "https://acme.dev/#a", must have no fragment',
    at: [5, 42],
  },
  {
    title: 'a URL with a star',
    yaml: client('{ callbackUrls: ["https://*.acme.dev"] }'),
    message: 'auth.clients.web.callbackUrls[0] is "https://*.acme.dev", must be one exact URL',
    at: [5, 42],
  },
  {
    title: 'a URL with a newline',
    yaml: client('{ callbackUrls: ["https://acme.dev/\\n"] }'),
    message:
      'auth.clients.web.callbackUrls[0] is "https://acme.dev/\\n", must be 1–1024 characters with no spaces or control characters',
    at: [5, 42],
  },
  {
    title: 'a hundred and one URLs',
    yaml: client(
      `{ callbackUrls: [${Array.from({length: 101}, (_, index) => `"https://acme.dev/${index}"`).join(', ')}] }`,
    ),
    message: 'auth.clients.web.callbackUrls has 101 entries, at most 100 are possible',
    at: [5, 41],
  },
  {
    title: 'a token that lives too short',
    yaml: client('{ accessTokenMinutes: 4 }'),
    message: 'auth.clients.web.accessTokenMinutes is 4, must be a whole number from 5 to 1440',
    at: [5, 47],
  },
  {
    title: 'a group with a space',
    yaml: auth('{ groups: { the admins: {} } }'),
    message:
      'auth.groups has the name "the admins", which must be 1–128 letters, digits and marks without spaces that do not begin with a hyphen',
    at: [5, 19],
  },
  {
    title: 'a precedence below zero',
    yaml: auth('{ groups: { admins: { precedence: -1 } } }'),
    message: 'auth.groups.admins.precedence is -1, must be a whole number from 0 to 2147483647',
    at: [5, 41],
  },
  {
    title: 'a domain with a word that AWS keeps',
    yaml: auth('{ domain: "aws-{env}" }'),
    message: 'auth.domain is "aws-dev" for dev, must not contain aws, amazon or cognito (AWS refuses them)',
    at: [5, 17],
  },
  {
    title: 'a domain that only one environment has wrong',
    yaml: environments('{ dev: { region: eu-west-1 }, prod: { region: eu-west-1, auth: { domain: Acme } } }'),
    message:
      'environments.prod.auth.domain is "Acme" for prod, must be 1–63 lower-case letters, digits and hyphens between a letter or digit at each end',
    at: [4, 88],
  },

  // access
  {
    title: 'a rule with two resources',
    yaml: manifest({access: '{ authenticated: [{ lambda: { function: a }, s3: { bucket: abc } }] }'}),
    message: `access.authenticated[0] must have one of ${FORM_NAMES.join(', ')}`,
    at: [5, 27],
  },
  {
    title: 'a rule with none',
    yaml: manifest({access: '{ authenticated: [{}] }'}),
    message: `access.authenticated[0] must have one of ${FORM_NAMES.join(', ')}`,
    at: [5, 27],
  },
  {
    title: 'a table name too short',
    yaml: manifest({access: '{ authenticated: [{ dynamodb: { table: ab } }] }'}),
    message:
      'access.authenticated[0].dynamodb.table is "ab" for dev, must be 3–255 letters, digits, dots, hyphens and underscores, as DynamoDB names tables',
    at: [5, 48],
  },
  {
    title: 'every table',
    yaml: manifest({access: '{ authenticated: [{ dynamodb: { table: "*" } }] }'}),
    message:
      'access.authenticated[0].dynamodb.table is "*" for dev, must be 3–255 letters, digits, dots, hyphens and underscores, as DynamoDB names tables',
    at: [5, 48],
  },
  {
    title: 'a bucket too long in one environment',
    yaml: manifest({access: `{ authenticated: [{ s3: { bucket: "${long(60)}{env}" } }] }`}),
    message: `access.authenticated[0].s3.bucket is "${long(60)}prod" for prod, must be 3–63 lower-case letters, digits, dots and hyphens between a letter or digit at each end, as S3 names buckets`,
    at: [5, 43],
  },
  {
    title: 'a bucket that looks like an address',
    yaml: manifest({access: '{ authenticated: [{ s3: { bucket: 10.0.0.1 } }] }'}),
    message:
      'access.authenticated[0].s3.bucket is "10.0.0.1" for dev, must have no two dots together and not look like an IP address',
    at: [5, 43],
  },
  {
    title: 'rules for guests that are off',
    yaml: manifest({access: '{ guests: [{ lambda: { function: hello } }] }'}),
    message: 'access.guests has rules, but guests are off in every environment',
    at: [5, 19],
    hint: 'auth.guests',
  },

  // users
  {
    title: 'a user with a path for a name',
    yaml: users('{ ../alice: { environments: [dev] } }'),
    message: `users has the name "../alice", ${USER}`,
    at: [5, 10],
  },
  {
    title: 'a user that looks like a flag',
    yaml: users('{ -alice: { environments: [dev] } }'),
    message: `users has the name "-alice", ${USER}`,
    at: [5, 10],
  },
  {
    title: 'a user name too long',
    yaml: users(`{ ${long(65)}: { environments: [dev] } }`),
    message: `users has the name "${long(65)}", ${USER}`,
    at: [5, 10],
  },
  {
    title: 'a user named __proto__',
    yaml: users('{ __proto__: { environments: [dev] } }'),
    message: `users has the name "__proto__", ${USER}`,
    at: [5, 10],
  },
  {
    title: 'users that differ in capitals only',
    yaml: users('{ alice: { environments: [dev] }, Alice: { environments: [dev] } }'),
    message: 'users.Alice differs from users.alice only in capitals',
    at: [5, 49],
  },
  {
    title: 'a user nowhere',
    yaml: users('{ alice: { environments: [] } }'),
    message: 'users.alice.environments is empty, must have at least one entry',
    at: [5, 33],
  },
  {
    title: 'a user in an environment that does not exist',
    yaml: users('{ alice: { environments: [div] } }'),
    message: 'users.alice.environments[0] is "div", must be an environment of this file',
    at: [5, 34],
    hint: '"dev"',
  },
  {
    title: 'a user in a group that does not exist',
    yaml: users('{ alice: { environments: [dev], groups: [developer] } }'),
    message: 'users.alice.groups[0] is "developer", must be a group',
    at: [5, 49],
    hint: '"developers"',
  },
  {
    title: 'a policy that is no ARN',
    yaml: manifest({userGroups: '{ support: [ReadOnlyAccess] }'}),
    message: 'userGroups.support[0] is "ReadOnlyAccess", must be the ARN of an IAM policy',
    at: [5, 25],
  },

  // records
  ...(
    [
      ['acme-awsup', 'must begin with s3://'],
      ['https://acme.s3.amazonaws.com', 'must begin with s3://'],
      ['s3:///records', BUCKET],
      ['s3://Acme/records', BUCKET],
      [
        's3://acme..awsup',
        'must name a bucket: its name must have no two dots together and not look like an IP address',
      ],
      ['s3://acme-awsup//a', PREFIX],
      ['s3://acme-awsup/a b', PREFIX],
      ['s3://acme-awsup/{env}', PREFIX],
      ['s3://acme-awsup/a/../b', 'must have no "." or ".." between slashes'],
    ] as const
  ).map(([value, must]): BadInput => ({
    title: `records in ${value}`,
    yaml: manifest({records: `"${value}"`}),
    message: `records is "${value}", ${must}`,
    at: [5, 10],
  })),
  {
    title: 'records as a mapping',
    yaml: manifest({records: '{ s3: acme }'}),
    message: 'records is a mapping, must be a text',
    at: [5, 10],
  },
  // outputs
  {
    title: 'an unknown format',
    yaml: outputs('[{ format: yaml, path: a.yaml }]'),
    message: `outputs[0].format is "yaml", must be ${FORMAT_NAMES.slice(0, -1).join(', ')} or ${FORMAT_NAMES.at(-1) ?? ''}`,
    at: [5, 21],
  },
  {
    title: 'a path that leads out',
    yaml: outputs('[{ format: amplify, path: src/../../a.json }]'),
    message: 'outputs[0].path is "src/../../a.json", must stay inside the project',
    at: [5, 36],
  },
  {
    title: 'an absolute path',
    yaml: outputs('[{ format: amplify, path: /etc/passwd }]'),
    message: 'outputs[0].path is "/etc/passwd", must be relative to awsup.yaml',
    at: [5, 36],
  },
  {
    title: 'a path of Windows',
    yaml: outputs('[{ format: amplify, path: src\\a.json }]'),
    message: 'outputs[0].path is "src\\\\a.json", must use forward slashes',
    at: [5, 36],
  },
  {
    title: 'a path with NUL',
    yaml: outputs('[{ format: amplify, path: "a\\0.json" }]'),
    message: 'outputs[0].path is "a\\u0000.json", must be 1–512 characters with no control characters',
    at: [5, 36],
  },
  {
    title: 'a folder',
    yaml: outputs('[{ format: amplify, path: src/ }]'),
    message: 'outputs[0].path is "src/", must name a file',
    at: [5, 36],
  },
  {
    title: 'the project itself',
    yaml: outputs('[{ format: amplify, path: . }]'),
    message: 'outputs[0].path is ".", must name a file',
    at: [5, 36],
  },
  {
    title: 'awsup.yaml',
    yaml: outputs('[{ format: amplify, path: ./awsup.yaml }]'),
    message: 'outputs[0].path is "./awsup.yaml", must not be a file of awsup or git',
    at: [5, 36],
  },
  {
    title: 'a file of git',
    yaml: outputs('[{ format: amplify, path: .git/config }]'),
    message: 'outputs[0].path is ".git/config", must not be a file of awsup or git',
    at: [5, 36],
  },
  {
    title: 'two outputs to one file',
    yaml: outputs('[{ format: amplify, path: a.json }, { format: amplify, path: ./A.json }]'),
    message: 'outputs[1].path is also the path of outputs[0]',
    at: [5, 71],
  },
  {
    title: 'an output below another',
    yaml: outputs('[{ format: amplify, path: a/b.json }, { format: amplify, path: a }]'),
    message: 'outputs[0].path lies below the file of outputs[1]',
    at: [5, 36],
  },
  {
    title: 'no prefix',
    yaml: outputs('[{ format: dotenv, path: .env }]'),
    message: 'outputs[0] lacks framework or prefix',
    at: [5, 11],
  },
  {
    title: 'a prefix that is no name',
    yaml: outputs('[{ format: dotenv, path: .env, prefix: vite }]'),
    message:
      'outputs[0].prefix is "vite", must be at most 32 capital letters, digits and underscores that begin with a letter',
    at: [5, 49],
  },
  {
    title: 'a prefix where it means nothing',
    yaml: outputs('[{ format: amplify, path: a.json, prefix: A_ }]'),
    message: 'outputs[0].prefix means nothing for the format amplify',
    at: [5, 52],
  },
]
