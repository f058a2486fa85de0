import type {BadInput} from './input.js'
import {manifest} from '../samples.js'

const data = (text: string, more: Readonly<Record<string, string>> = {}): string =>
  manifest({data: `{ ${text} }`, ...more})
const table = (text: string, more: Readonly<Record<string, string>> = {}): string =>
  data(`tables: { todos: { ${text} } }`, more)
const bucket = (text: string): string => data(`buckets: { uploads: { ${text} } }`)
const rule = (text: string) => ({access: `{ authenticated: [{ dynamodb: { table: todos${text} } }] }`})
const many = (count: number, entry: (index: number) => string): string =>
  Array.from({length: count}, (_, index) => entry(index)).join(', ')

/** `BAD_INPUT` of `data`, and of rules about it. */
export const BAD_DATA: readonly BadInput[] = [
  {
    title: 'a table without a key',
    yaml: table('sort: id'),
    message: 'data.tables.todos lacks key',
    at: [5, 26],
    hint: 'Add the key key.',
  },
  {
    title: 'a name for an environment that does not exist',
    yaml: table('key: owner, name: { devv: todos-x }'),
    message: 'data.tables.todos.name.devv is no environment of awsup.yaml',
    at: [5, 54],
    hint: 'Did you mean dev?',
  },
  {
    title: 'a name for one environment with a placeholder in it',
    yaml: bucket('name: { dev: "acme-{env}" }'),
    message:
      'data.buckets.uploads.name.dev is "acme-{env}", must be 3–63 lower-case letters, digits, dots and hyphens between a letter or digit at each end, as S3 names buckets',
    at: [5, 44],
  },
  {
    title: 'a type that no key has',
    yaml: table('key: { name: owner, type: boolean }'),
    message: 'data.tables.todos.key.type is "boolean", must be string, number or binary',
    at: [5, 54],
  },
  {
    title: 'a sort key that is the partition key',
    yaml: table('key: owner, sort: owner'),
    message: 'data.tables.todos.sort is owner, which is the partition key already',
    at: [5, 46],
    hint: 'Use another attribute, or remove it.',
  },
  {
    title: 'an attribute of two types',
    yaml: table('key: owner, indexes: { byAt: { sort: { name: owner2, type: number } }, other: { sort: owner2 } }'),
    message: 'data.tables.todos.indexes.other has owner2 as string, which is number elsewhere in the table',
    at: [5, 106],
    hint: 'An attribute of keys has one type.',
  },
  {
    title: 'an index whose name is too short',
    yaml: table('key: owner, indexes: { by: { sort: at } }'),
    message:
      'data.tables.todos.indexes has the name "by", which must be 3–255 letters, digits, dots, hyphens and underscores, as DynamoDB names indexes',
    at: [5, 51],
  },
  {
    title: 'an index that is written twice',
    yaml: table('key: owner, indexes: { byAt: { sort: at }, byAt: { sort: on } }'),
    message: 'data.tables.todos.indexes.byAt is given twice, first in line 5',
    at: [5, 71],
    hint: 'Keep one of them.',
  },
  {
    title: 'more indexes than a table may have',
    yaml: table(`key: owner, indexes: { ${many(21, (at) => `index${at}: { sort: s${at} }`)} }`),
    message: 'data.tables.todos.indexes has 21 indexes, at most 20 are possible',
    at: [5, 49],
  },
  {
    title: 'more local indexes than a table may have',
    yaml: table(`key: owner, sort: id, indexes: { ${many(6, (at) => `index${at}: { sort: s${at}, local: true }`)} }`),
    message: 'data.tables.todos.indexes has 6 local indexes, at most 5 are possible',
    at: [5, 59],
  },
  {
    title: 'a local index of a table without a sort key',
    yaml: table('key: owner, indexes: { byAt: { sort: at, local: true } }'),
    message: 'data.tables.todos.indexes.byAt is a local index of a table without a sort key',
    at: [5, 57],
    hint: 'Add sort to the table, or remove local.',
  },
  {
    title: 'a time to live that is a key of another type',
    yaml: table('key: owner, sort: at, ttl: at'),
    message: 'data.tables.todos.ttl is at, which is a key of another type than number',
    at: [5, 55],
    hint: 'Use an attribute of its own.',
  },
  {
    title: 'more days than a table can be restored to',
    yaml: table('key: owner, recovery: 36'),
    message: 'data.tables.todos.recovery is 36, must be a whole number from 1 to 35',
    at: [5, 50],
  },
  {
    title: 'a capacity, which tables here do not have',
    yaml: table('key: owner, readCapacity: 5'),
    message: 'data.tables.todos.readCapacity is not a key that awsup knows',
    at: [5, 40],
  },
  {
    title: 'a table whose name is too short for DynamoDB',
    yaml: data('tables: { a: { key: owner } }'),
    message:
      'data.tables.a is "a" for dev, must be 3–255 letters, digits, dots, hyphens and underscores, as DynamoDB names tables',
    at: [5, 22],
    hint: 'Choose what AWS calls it: name.',
  },
  {
    title: 'environments in one account with one name of a table',
    yaml: table('key: owner', {
      environments:
        '{ dev: { region: eu-west-1, account: management }, prod: { region: eu-west-1, account: management } }',
    }),
    message: 'data.tables.todos is "todos" for prod, and so is data.tables.todos of dev',
    at: [5, 26],
    hint: 'Environments that share an account need names of their own: name: "<name>-{env}".',
  },
  {
    title: 'a table that is an environment variable of a value',
    yaml: table('key: owner', {values: '{ tableTodos: x }'}),
    message: 'data.tables.todos is TABLE_TODOS as an environment variable, and so is values.tableTodos',
    at: [5, 26],
    hint: 'Rename one of them.',
  },
  {
    title: 'a bucket with capitals',
    yaml: data('buckets: { Uploads: {} }'),
    message:
      'data.buckets has the name "Uploads", which must be 1–32 lower-case letters, digits and hyphens that begin with a letter',
    at: [5, 20],
    hint: 'For example: uploads',
  },
  {
    title: 'a chosen name of a bucket with dots',
    yaml: bucket('name: "files.acme.dev"'),
    message: 'data.buckets.uploads.name is "files.acme.dev" for dev, must have no dots',
    at: [5, 37],
    hint: 'Browsers refuse the certificate of a bucket whose name has dots: use hyphens.',
  },
  {
    title: 'a chosen name of a bucket that is of the namespace of accounts',
    yaml: bucket('name: acme-111122223333-eu-west-1-an'),
    message:
      'data.buckets.uploads.name is "acme-111122223333-eu-west-1-an" for dev, must not end with -an, which S3 keeps for names of an account',
    at: [5, 37],
    hint: 'Leave name out: awsup makes a name of the account.',
  },
  {
    title: 'one name of a bucket for all environments: names of buckets are unique in all of AWS',
    yaml: bucket('name: acme-files'),
    message: 'data.buckets.uploads.name is "acme-files" for prod, and so is data.buckets.uploads.name of dev',
    at: [5, 37],
    hint: 'Environments that share an account need names of their own: name: "<name>-{env}".',
  },
  {
    title: 'a bucket whose name becomes too long',
    yaml: data('buckets: { the-uploads-of-all-our-customers: {} }', {project: 'a-project-of-some-length'}),
    message:
      'data.buckets.the-uploads-of-all-our-customers is "a-project-of-some-length-dev-the-uploads-of-all-our-customers-000000000000-eu-w…" for dev, must have at most 63 characters, and has 87',
    at: [5, 54],
    hint: 'Shorten it, or choose another: name.',
  },
  {
    title: 'an origin with a path',
    yaml: bucket('cors: ["https://acme.dev/app"]'),
    message:
      'data.buckets.uploads.cors[0] is "https://acme.dev/app", must be an origin: https://app.acme.dev, with at most one * in its host',
    at: [5, 38],
    hint: 'Write scheme, host and port alone: no path, and no slash at the end.',
  },
  {
    title: 'an origin that is everybody',
    yaml: bucket('cors: ["*"]'),
    message: 'data.buckets.uploads.cors[0] is "*", must be an origin: "*" would let the pages of everybody in',
    at: [5, 38],
  },
  {
    title: 'a lifecycle rule that does nothing',
    yaml: bucket('lifecycle: [{ prefix: tmp/ }]'),
    message: 'data.buckets.uploads.lifecycle[0] says nothing that happens',
    at: [5, 43],
    hint: 'Add expireDays, oldVersionDays or both.',
  },
  {
    title: 'a lifecycle in no days',
    yaml: bucket('lifecycle: [{ expireDays: 0 }]'),
    message: 'data.buckets.uploads.lifecycle[0].expireDays is 0, must be a whole number from 1 to 36500',
    at: [5, 57],
  },
  {
    title: 'a rule whose owner cannot be matched with the key',
    yaml: table('key: { name: owner, type: number }', rule('')),
    message:
      'access.authenticated[0].dynamodb.table is todos, whose partition key owner is not a string: no owner can be matched with it',
    at: [6, 48],
    hint: 'Give the table a key of type string, or say owner: none where everybody who has the rule may share its items.',
  },
  {
    title: 'a rule with an owner about an index with another key',
    yaml: table('key: owner, indexes: { byList: { key: list } }', rule(', index: byList')),
    message:
      'access.authenticated[0].dynamodb.index opens byList of data.tables.todos, whose key list is not that of the table (owner): it does not hold the owner',
    at: [6, 62],
    hint: 'Give the index the key owner, leave it out of the rule, or say owner: none.',
  },
  {
    title: 'a rule with an owner about all indexes, one of which has another key',
    yaml: table('key: owner, indexes: { byAt: { sort: at }, byList: { key: list } }', rule(', index: "*"')),
    message:
      'access.authenticated[0].dynamodb.index opens byList of data.tables.todos, whose key list is not that of the table (owner): it does not hold the owner',
    at: [6, 62],
    hint: 'Give the index the key owner, leave it out of the rule, or say owner: none.',
  },
  {
    title: 'a rule about an index that the table does not have',
    yaml: table('key: owner, indexes: { byStatus: { sort: status } }', rule(', index: byState')),
    message: 'access.authenticated[0].dynamodb.index names byState, which is no index of data.tables.todos',
    at: [6, 62],
    hint: 'Did you mean byStatus?',
  },
  {
    title: 'a list of attributes without the keys',
    yaml: table('key: owner, sort: id', rule(', attributes: [owner, title]')),
    message: 'access.authenticated[0].dynamodb.attributes lacks id of the keys of data.tables.todos',
    at: [6, 67],
    hint: 'AWS refuses every request of a rule whose attributes do not hold all keys: add them.',
  },
]
