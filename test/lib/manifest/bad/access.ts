import type {BadInput} from './input.js'
import {BAD_ROUTES} from './forms/routes.js'
import {BAD_STATEMENTS} from './forms/statements.js'
import {manifest} from '../samples.js'

const rule = (text: string) => ({access: `{ authenticated: [{ ${text} }] }`})
const table = (text: string) => rule(`dynamodb: { table: todos, ${text} }`)
const bucket = (text: string) => rule(`s3: { bucket: acme, ${text} }`)
const topics = (text: string) => rule(`iot: { ${text} }`)
const mapping = (text: string) => ({
  auth: `{ groups: { admins: {} }, identityPool: { roleMapping: ${text} } }`,
})

const many = (count: number, entry: (index: number) => string): string =>
  Array.from({length: count}, (_, index) => entry(index)).join(', ')

/** `BAD_INPUT` of `access` and `auth.identityPool`. */
export const BAD_ACCESS: readonly BadInput[] = [
  ...BAD_ROUTES,
  ...BAD_STATEMENTS,
  {
    title: 'a table name with a slash',
    yaml: manifest(rule('dynamodb: { table: acme/todos }')),
    message:
      'access.authenticated[0].dynamodb.table is "acme/todos" for dev, must be 3–255 letters, digits, dots, hyphens and underscores, as DynamoDB names tables',
    at: [5, 48],
  },
  {
    title: 'a wildcard in an owner claim',
    yaml: manifest(table('owner: "custom:*"')),
    message: 'access.authenticated[0].dynamodb.owner is "custom:*", must be one claim: no * or ? may stand in it',
    at: [5, 62],
    hint: 'Use identity, sub, or a custom attribute that its user may not write: custom:tenant.',
  },
  {
    title: 'an owner that is no claim',
    yaml: manifest(table('owner: "${aws:username}"')),
    message:
      'access.authenticated[0].dynamodb.owner is "${aws:username}", must be the name of a claim: letters, digits and _.:- that begin with a letter, at most 128',
    at: [5, 62],
    hint: 'Use identity, sub, or a custom attribute that its user may not write: custom:tenant.',
  },
  {
    title: 'an owner that users write themselves',
    yaml: manifest(table('owner: email')),
    message:
      'access.authenticated[0].dynamodb.owner is "email", must be a claim that users cannot change: they may write this one themselves',
    at: [5, 62],
    hint: 'Use identity, sub, or a custom attribute that its user may not write: custom:tenant.',
  },
  {
    title: 'an owner that tells users apart for a while only',
    yaml: manifest(table('owner: "cognito:username"')),
    message:
      'access.authenticated[0].dynamodb.owner is "cognito:username", must be a claim that tells users apart for ever',
    at: [5, 62],
    hint: 'Use identity, sub, or a custom attribute that its user may not write: custom:tenant.',
  },
  {
    title: 'an owner that is no attribute of the pool',
    yaml: manifest(table('owner: "custom:tenant"')),
    message: 'access.authenticated[0].dynamodb.owner is custom:tenant, which is no attribute of the user pool',
    at: [5, 62],
    hint: 'Declare it: auth: { attributes: { tenant: { type: string, mutable: false } } }',
  },
  {
    title: 'an owner that no token has',
    yaml: manifest(table('owner: tenant')),
    message:
      'access.authenticated[0].dynamodb.owner is tenant, a claim that is in no ID token unless a trigger adds it',
    at: [5, 62],
    hint: 'Use sub or a custom attribute (custom:tenant), or set auth.triggers.preTokenGeneration.',
  },
  {
    title: 'an owner that is empty',
    yaml: manifest(table('owner: ""')),
    message: 'access.authenticated[0].dynamodb.owner is empty, must be one claim: no * or ? may stand in it',
    at: [5, 62],
    hint: 'Use identity, sub, or a custom attribute that its user may not write: custom:tenant.',
  },
  {
    title: 'two owners with one tag',
    yaml: manifest({auth: '{ identityPool: { principalTags: { sub: "custom:x" } } }', ...table('owner: sub')}),
    message: 'auth.identityPool.principalTags would have to make the tag sub of both custom:x and sub',
    at: [5, 40],
    hint: 'Give one of them a tag of its own: principalTags: { sub-2: "sub" }',
  },
  {
    title: 'a scan of owned data',
    yaml: manifest(table('actions: [scan]')),
    message: 'access.authenticated[0].dynamodb allows scan, which reads all items, of every owner',
    at: [5, 39],
    hint: 'Use query; or say owner: none when all who have this rule may read all of the table.',
  },
  {
    title: 'an unknown verb',
    yaml: manifest(table('actions: [list]')),
    message:
      'access.authenticated[0].dynamodb.actions[0] is "list", must be read, write, get, query, put, update, delete or scan',
    at: [5, 65],
  },
  {
    title: 'no verbs',
    yaml: manifest(table('actions: []')),
    message: 'access.authenticated[0].dynamodb.actions is empty, must have at least one entry',
    at: [5, 64],
  },
  {
    title: 'the same verb twice',
    yaml: manifest(table('actions: [get, get]')),
    message: 'access.authenticated[0].dynamodb.actions[1] is "get", which is in the list already',
    at: [5, 70],
    hint: 'Remove one of them.',
  },
  {
    title: 'an index that nothing reads',
    yaml: manifest(table('index: by-date, actions: write')),
    message: 'access.authenticated[0].dynamodb names an index, but does not allow query',
    at: [5, 39],
    hint: 'Indexes can only be queried: add query.',
  },
  {
    title: 'an index name with a wildcard',
    yaml: manifest(table('index: "by-*"')),
    message:
      'access.authenticated[0].dynamodb.index is "by-*", must be "*" or 3–255 letters, digits, dots, hyphens and underscores, as DynamoDB names indexes',
    at: [5, 62],
  },
  {
    title: 'attributes that put would replace',
    yaml: manifest(table('attributes: [title], actions: [put]')),
    message:
      'access.authenticated[0].dynamodb allows put or delete with attributes, which would also replace or delete the attributes that are not listed',
    at: [5, 39],
    hint: 'Use update: it makes the item when it does not exist yet.',
  },
  {
    title: 'attributes that may be updated, and nobody says why',
    yaml: manifest(table('attributes: [title], actions: [read, update]')),
    message:
      'access.authenticated[0].dynamodb allows update with attributes: an update whose condition fails can answer the whole item, and AWS has no condition key for that',
    at: [5, 39],
    hint: 'Let a Lambda function write, or say why it may: opens: "the other attributes are no secret".',
  },
  {
    title: 'a reason for nothing',
    yaml: manifest(table('opens: public')),
    message: 'access.authenticated[0].dynamodb has opens, but opens nothing that has to be accepted',
    at: [5, 39],
    hint: 'Remove opens.',
  },
  {
    title: 'accepting what no test names',
    yaml: manifest({access: '{ accepted: { supers: why } }'}),
    message:
      'access.accepted has the name "supers", which must name something as access test --deployed does, for example "group supers"',
    at: [5, 23],
  },
  {
    title: 'an attribute with a wildcard',
    yaml: manifest(table('attributes: ["*"]')),
    message:
      'access.authenticated[0].dynamodb.attributes[0] is "*", must be the name of an attribute: 1–255 characters up to U+00FF, none of which is * ? $ { }',
    at: [5, 68],
  },
  {
    title: 'no attributes',
    yaml: manifest(table('attributes: []')),
    message: 'access.authenticated[0].dynamodb.attributes is empty, must have at least one entry',
    at: [5, 67],
  },
  {
    title: 'shared objects without a prefix',
    yaml: manifest(bucket('owner: none')),
    message: 'access.authenticated[0].s3 has owner: none and no prefix',
    at: [5, 33],
    hint: 'Say which objects: prefix: public; or "" for the whole bucket.',
  },
  {
    title: 'shared objects with an owner in the prefix',
    yaml: manifest(bucket('owner: none, prefix: "a/{owner}"')),
    message: 'access.authenticated[0].s3.prefix has {owner} in it, but the rule says owner: none',
    at: [5, 70],
    hint: 'Remove one.',
  },
  {
    title: 'a prefix with a wildcard',
    yaml: manifest(bucket('prefix: "a*"')),
    message: 'access.authenticated[0].s3.prefix is "a*", must have no * and no ?',
    at: [5, 57],
    hint: 'They would open more than one.',
  },
  {
    title: 'a prefix that begins with a slash',
    yaml: manifest(bucket('prefix: /a')),
    message: 'access.authenticated[0].s3.prefix is "/a", must not begin with a slash',
    at: [5, 57],
    hint: 'Keys of S3 begin without one.',
  },
  {
    title: 'a prefix with an empty part',
    yaml: manifest(bucket('prefix: a//b')),
    message: 'access.authenticated[0].s3.prefix is "a//b", must have no empty part and no "." or ".."',
    at: [5, 57],
  },
  {
    title: 'a prefix that climbs',
    yaml: manifest(bucket('prefix: a/../b')),
    message: 'access.authenticated[0].s3.prefix is "a/../b", must have no empty part and no "." or ".."',
    at: [5, 57],
  },
  {
    title: 'a prefix with a variable of IAM',
    yaml: manifest(bucket('prefix: "${aws:username}"')),
    message:
      'access.authenticated[0].s3.prefix is "${aws:username}", must have no $ and no braces but {env}, {project}, {owner}',
    at: [5, 57],
    hint: 'Those are replaced; nothing else is.',
  },
  {
    title: 'an owner that is part of a name',
    yaml: manifest(bucket('prefix: "a-{owner}"')),
    message: 'access.authenticated[0].s3.prefix is "a-{owner}", must have {owner} once at most, between slashes',
    at: [5, 57],
  },
  {
    title: 'two owners in a prefix',
    yaml: manifest(bucket('prefix: "{owner}/{owner}"')),
    message: 'access.authenticated[0].s3.prefix is "{owner}/{owner}", must have {owner} once at most, between slashes',
    at: [5, 57],
  },
  {
    title: 'a bucket with capitals',
    yaml: manifest(rule('s3: { bucket: Acme }')),
    message:
      'access.authenticated[0].s3.bucket is "Acme" for dev, must be 3–63 lower-case letters, digits, dots and hyphens between a letter or digit at each end, as S3 names buckets',
    at: [5, 43],
  },
  {
    title: 'a function by its ARN',
    yaml: manifest(rule('lambda: { function: "arn:aws:lambda:eu-west-1:012345678901:function:a" }')),
    message:
      'access.authenticated[0].lambda.function is "arn:aws:lambda:eu-west-1:012345678901:function:a" for dev, must be 1–64 letters, digits, hyphens and underscores, the name of a Lambda function',
    at: [5, 49],
  },
  ...[
    {title: 'digits alone, which are a version', alias: '"42"'},
    {title: 'the latest code, which is no alias', alias: '$LATEST'},
    {title: 'a colon in it once {env} is replaced', alias: '"{env}:1"', becomes: 'dev:1'},
    {title: 'more than 128 characters', alias: 'a'.repeat(129), becomes: `${'a'.repeat(79)}…`},
  ].map(({title, alias, becomes = alias.replaceAll('"', '')}) => ({
    title: `an alias of a function: ${title}`,
    yaml: manifest(rule(`lambda: { function: resize, alias: ${alias} }`)),
    message: `access.authenticated[0].lambda.alias is "${becomes}" for dev, must be 1–128 letters, digits, hyphens and underscores that are not digits alone`,
    at: [5, 64] as const,
    hint: 'For example: live',
  })),
  {
    title: 'an API that is none',
    yaml: manifest(rule('appsync: { api: todos, fields: [Query.todos] }')),
    message:
      'access.authenticated[0].appsync.api is "todos" for dev, must be the id of an AppSync API: 26 lower-case letters and digits',
    at: [5, 45],
  },
  {
    title: 'a field without its type',
    yaml: manifest(rule('appsync: { api: abcdefghijklmnopqrstuvwxyz, fields: [todos] }')),
    message:
      'access.authenticated[0].appsync.fields[0] is "todos", must be a type and a field, such as Query.todos or Mutation.*',
    at: [5, 82],
  },
  {
    title: 'a topic without its owner',
    yaml: manifest(topics('topics: [todos]')),
    message: 'access.authenticated[0].iot.topics[0] does not say where the owner comes',
    at: [5, 45],
    hint: 'For example: todos/{owner}/*; or owner: none when all who have this rule share it.',
  },
  {
    title: 'a topic with an MQTT wildcard',
    yaml: manifest(topics('topics: ["todos/{owner}/#"]')),
    message: 'access.authenticated[0].iot.topics[0] is "todos/{owner}/#", must have no + and no #',
    at: [5, 45],
    hint: 'Write /* at the end for all topics below: todos/{owner}/*',
  },
  {
    title: 'a topic with a wildcard in the middle',
    yaml: manifest(topics('topics: ["todos/*/{owner}"]')),
    message:
      'access.authenticated[0].iot.topics[0] is "todos/*/{owner}", must have no ? and a * only at its end, after a slash',
    at: [5, 45],
  },
  {
    title: 'a topic of AWS',
    yaml: manifest(topics('topics: ["$aws/things/{owner}"]')),
    message: 'access.authenticated[0].iot.topics[0] is "$aws/things/{owner}", must not begin with a slash or with $',
    at: [5, 45],
    hint: 'Topics that begin with $ belong to AWS.',
  },
  {
    title: 'a group that the pool has not',
    yaml: manifest({
      auth: '{ groups: { admins: {} } }',
      access: '{ groups: { admin: [{ lambda: { function: a } }] } }',
    }),
    message: 'access.groups.admin has rules, but auth.groups has no such group',
    at: [6, 28],
    hint: 'Did you mean admins?',
  },
  {
    title: 'guests that own by a claim',
    yaml: manifest({auth: '{ guests: true }', access: '{ guests: [{ dynamodb: { table: todos, owner: sub } }] }'}),
    message: 'access.guests[0].dynamodb.owner is sub, but guests have no token and so no claims',
    at: [6, 55],
    hint: 'Use identity, or none.',
  },
  {
    title: 'guests that would call what Cognito keeps from them',
    yaml: manifest({
      auth: '{ guests: true }',
      access:
        '{ guests: [{ statement: { actions: "bedrock:InvokeModel", resources: "arn:aws:bedrock:{region}::foundation-model/x" } }] }',
    }),
    message:
      'access.guests[0].statement.actions allows bedrock:InvokeModel, which Cognito lets no guest reach, whatever a role says',
    at: [6, 44],
    hint: 'Move it to access.authenticated, or put a Lambda function in front of it.',
  },
  {
    title: 'rules that no role could carry',
    yaml: manifest({
      access: `{ authenticated: [${many(100, (n) => `{ dynamodb: { table: ${'t'.repeat(200)}${n}, index: [${many(20, (i) => `${'i'.repeat(20)}${i}`)}] } }`)}] }`,
    }),
    message:
      'access.authenticated makes a policy of 584286 characters for dev, more than a role can carry (10 policies of 6144)',
    at: [5, 26],
    hint: 'Have fewer rules: one table for several sorts of items, index: "*" for many indexes, one prefix for several.',
  },
  {
    title: 'a role mapping that is neither',
    yaml: manifest(mapping('both')),
    message: 'auth.identityPool.roleMapping is "both", must be token or { rules: [...] }',
    at: [5, 62],
  },
  {
    title: 'a mapping rule that compares nothing',
    yaml: manifest(mapping('{ rules: [{ claim: sub, group: admins }] }')),
    message: 'auth.identityPool.roleMapping.rules[0] must have one of equals, contains, startsWith, notEqual',
    at: [5, 72],
    hint: 'For example: equals: acme',
  },
  {
    title: 'a mapping rule that compares twice',
    yaml: manifest(mapping('{ rules: [{ claim: sub, equals: a, contains: b, group: admins }] }')),
    message: 'auth.identityPool.roleMapping.rules[0] must have one of equals, contains, startsWith, notEqual',
    at: [5, 72],
    hint: 'For example: equals: acme',
  },
  {
    title: 'a mapping rule that leads nowhere',
    yaml: manifest(mapping('{ rules: [{ claim: sub, equals: a }] }')),
    message: 'auth.identityPool.roleMapping.rules[0] must have group or role',
    at: [5, 72],
    hint: 'group: a group with rules of its own in access.groups',
  },
  {
    title: 'a mapping by what users write themselves',
    yaml: manifest(mapping('{ rules: [{ claim: email, contains: "@acme.dev", group: admins }] }')),
    message:
      'auth.identityPool.roleMapping.rules[0].claim is "email", must be a claim that users cannot change: they may write this one themselves',
    at: [5, 81],
    hint: 'Use identity, sub, or a custom attribute that its user may not write: custom:tenant.',
  },
  {
    title: 'a mapping to a group without rules',
    yaml: manifest(mapping('{ rules: [{ claim: "cognito:groups", contains: admins, group: admins }] }')),
    message: 'auth.identityPool.roleMapping.rules[0].group is admins, which has no role in dev',
    at: [5, 124],
    hint: 'Give it one: auth.groups.admins and access.groups.admins.',
  },
  {
    title: 'a mapping for an unknown client',
    yaml: manifest(mapping('{ rules: [{ client: wep, claim: sub, equals: a, role: acme }] }')),
    message: 'auth.identityPool.roleMapping.rules[0].client is wep, no app client of dev',
    at: [5, 82],
    hint: 'Did you mean web?',
  },
  {
    title: 'a mapping to a role by ARN',
    yaml: manifest(mapping('{ rules: [{ claim: sub, equals: a, role: "arn:aws:iam::012345678901:role/x" }] }')),
    message:
      'auth.identityPool.roleMapping.rules[0].role must be the name of a role in the environment’s account: 1–64 letters, digits and _+=,.@-',
    at: [5, 103],
    hint: 'Its name, not its ARN: every environment has an account of its own.',
  },
  {
    title: '26 mapping rules',
    yaml: manifest(mapping(`{ rules: [${many(26, () => '{ claim: sub, equals: a, role: x }')}] }`)),
    message: 'auth.identityPool.roleMapping.rules has 26 entries, at most 25 are possible',
    at: [5, 71],
  },
  {
    title: 'more clients than Cognito maps',
    yaml: manifest({
      auth: `{ groups: { admins: {} }, clients: { ${many(11, (n) => `c${n}: {}`)} } }`,
      access: '{ groups: { admins: [] } }',
    }),
    message: '11 app clients need a role mapping each, Cognito takes 10 for an identity pool',
    at: [5, 42],
    hint: 'Have fewer clients, or no access.groups.',
  },
  {
    title: 'a tag of a wildcard',
    yaml: manifest({auth: '{ identityPool: { principalTags: { tenant: "custom:*" } } }'}),
    message: 'auth.identityPool.principalTags.tenant is "custom:*", must be the name of a claim without wildcards',
    at: [5, 50],
  },
]
