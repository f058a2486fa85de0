import {either, record} from '../../read/collections.js'
import {text, type Rule} from '../../read/scalars.js'
import type {Read} from '../../read/spot.js'
import {environmentName, every, MOST_ENVIRONMENTS, noneOf, pattern} from '../../rules/names.js'
import {bucketName, tableName} from '../../rules/places.js'
import {templateOf} from '../../rules/placeholders.js'
import type {DataName} from '../../data.js'

/** A table in awsup.yaml: also part of names of environment variables. */
export const tableKey: Rule = pattern(
  'be 1–64 letters, digits, hyphens and underscores that begin with a letter',
  /^[A-Za-z][A-Za-z0-9_-]{0,63}$/,
  'For example: todos',
)

/** A bucket in awsup.yaml: part of the bucket's own name, where S3 takes no capitals, dots and underscores. */
export const bucketKey: Rule = every(
  pattern(
    'be 1–32 lower-case letters, digits and hyphens that begin with a letter',
    /^[a-z][a-z0-9-]{0,31}$/,
    'For example: uploads',
  ),
  pattern('not end with a hyphen', /[^-]$/),
)

export {tableName as tableNameOnAws}

/** Of a bucket that awsup makes. */
export const bucketNameOnAws: Rule = every(
  bucketName,
  pattern('have no dots', /^[^.]*$/, 'Browsers refuse the certificate of a bucket whose name has dots: use hyphens.'),
)

/** The same where people choose the name. */
export const chosenBucketName: Rule = every(
  bucketNameOnAws,
  pattern(
    'not end with -an, which S3 keeps for names of an account',
    /^(?!.*-an$)/,
    'Leave name out: awsup makes a name of the account.',
  ),
)

/** One name with placeholders, or one for each environment: `{ dev: acme-todos-x1, prod: acme-todos-y2 }`. */
export const nameBy = (rule: Rule): Read<DataName> =>
  either(text(templateOf(rule)), record({name: environmentName, read: text(rule), max: MOST_ENVIRONMENTS}))

/** An attribute that a key or an index has. */
export const dataAttribute: Rule = pattern(
  'be 1–255 characters, the name of an attribute',
  /^[^\u0000-\u001f]{1,255}$/u,
)

export const dataIndexName: Rule = pattern(
  'be 3–255 letters, digits, dots, hyphens and underscores, as DynamoDB names indexes',
  /^[A-Za-z0-9_.-]{3,255}$/,
)

/** Where pages come from, as a browser says it: scheme, host and port, and nothing else. */
export const origin: Rule = every(
  noneOf('be an origin: "*" would let the pages of everybody in', ['*']),
  pattern(
    'be an origin: https://app.acme.dev, with at most one * in its host',
    /^(?!.*\*.*\*)(https?):\/\/(\*\.)?[A-Za-z0-9*-]+(\.[A-Za-z0-9*-]+)*(:\d{1,5})?$/,
    'Write scheme, host and port alone: no path, and no slash at the end.',
  ),
)

/** Beginning of the keys of objects that a lifecycle rule is about. */
export const lifecyclePrefix: Rule = pattern(
  'be 1–512 characters that do not begin with a slash',
  /^(?!\/)[^\u0000-\u001f]{1,512}$/u,
)
