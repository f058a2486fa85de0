import type {BadInput} from '../input.js'
import {manifest} from '../../samples.js'

const statement = (text: string) => ({access: `{ authenticated: [{ statement: { ${text} } }] }`})

/** `BAD_INPUT` of the form `statement` of access rules. */
export const BAD_STATEMENTS: readonly BadInput[] = [
  {
    title: 'a reason that is empty',
    yaml: manifest(statement('actions: "s3:GetObject", resources: "arn:aws:s3:::acme/*", opens: " "')),
    message: 'access.authenticated[0].statement.opens is " ", must say why, in 1–300 characters',
    at: [5, 108],
  },
  {
    title: 'a statement that allows everything',
    yaml: manifest(statement('actions: "*", resources: "*", broad: true')),
    message: 'access.authenticated[0].statement allows every action of every service',
    at: [5, 40],
    hint: 'Name the actions: actions: [polly:SynthesizeSpeech].',
  },
  {
    title: 'a statement on every resource',
    yaml: manifest(statement('actions: "s3:GetObject", resources: "*"')),
    message: 'access.authenticated[0].statement allows its actions on every resource',
    at: [5, 40],
    hint: 'Name the resources by ARN; or add broad: true where an action knows no resources (polly:SynthesizeSpeech).',
  },
  {
    title: 'an action that is none',
    yaml: manifest(statement('actions: GetObject, resources: "*"')),
    message:
      'access.authenticated[0].statement.actions is "GetObject", must be an action such as polly:SynthesizeSpeech',
    at: [5, 51],
    hint: 'A service, a colon and an action; the action may hold * and ?.',
  },
  {
    title: 'a resource that is none',
    yaml: manifest(statement('actions: "s3:GetObject", resources: acme')),
    message: 'access.authenticated[0].statement.resources is "acme", must be an ARN or "*"',
    at: [5, 78],
    hint: 'For example: arn:aws:sqs:{region}:{account}:jobs',
  },
  {
    title: 'a variable where IAM puts none',
    yaml: manifest(statement('actions: "sqs:SendMessage", resources: "arn:aws:sqs:${aws:x}:1:jobs"')),
    message:
      'access.authenticated[0].statement.resources is "arn:aws:sqs:${aws:x}:1:jobs", must have variables only after its fifth colon',
    at: [5, 81],
    hint: 'IAM puts nothing in before it.',
  },
  {
    title: 'an operator that is none',
    yaml: manifest(
      statement(
        'actions: "sqs:SendMessage", resources: "arn:aws:sqs:{region}:{account}:jobs", condition: { stringEquals: { "aws:x": a } }',
      ),
    ),
    message:
      'access.authenticated[0].statement.condition has the name "stringEquals", which must be an operator of IAM such as StringEquals',
    at: [5, 133],
    hint: 'Capitals count.',
  },
  {
    title: 'a condition that is no text',
    yaml: manifest(
      statement(
        'actions: "sqs:SendMessage", resources: "arn:aws:sqs:{region}:{account}:jobs", condition: { Bool: { "aws:SecureTransport": true } }',
      ),
    ),
    message: 'access.authenticated[0].statement.condition.Bool."aws:SecureTransport" is true, must be a text',
    at: [5, 164],
    hint: 'Put it between quotes: "true".',
  },
  {
    title: 'a bucket in a region',
    yaml: manifest(statement('actions: "s3:GetObject", resources: "arn:aws:s3:us-east-1::shared/*"')),
    message:
      'access.authenticated[0].statement.resources is "arn:aws:s3:us-east-1::shared/*", must have no region: S3 names buckets without one',
    at: [5, 78],
    hint: 'Write arn:aws:s3:::shared/*',
  },
  {
    title: 'a bucket in the region of the environment',
    yaml: manifest(statement('actions: "s3:GetObject", resources: "arn:aws:s3:{region}:{account}:shared"')),
    message:
      'access.authenticated[0].statement.resources is "arn:aws:s3:{region}:{account}:shared", must have no region: S3 names buckets without one',
    at: [5, 78],
    hint: 'Write arn:aws:s3:::shared',
  },
  {
    title: 'a role in a region',
    yaml: manifest(statement('actions: "s3:GetObject", resources: "arn:aws:iam:eu-west-1:{account}:role/acme"')),
    message:
      'access.authenticated[0].statement.resources is "arn:aws:iam:eu-west-1:{account}:role/acme", must have no region: IAM has none',
    at: [5, 78],
    hint: 'Write arn:aws:iam::{account}:role/acme',
  },
  {
    title: 'a thing that IAM has not',
    yaml: manifest(statement('actions: "s3:GetObject", resources: "arn:aws:iam::{account}:roles/acme"')),
    message:
      'access.authenticated[0].statement.resources is "arn:aws:iam::{account}:roles/acme", must say what it names in IAM',
    at: [5, 78],
    hint: 'For example: arn:aws:iam::{account}:role/acme-*',
  },
  {
    title: 'another partition',
    yaml: manifest(statement('actions: "s3:GetObject", resources: "arn:aws-cn:s3:::shared/*"')),
    message: 'access.authenticated[0].statement.resources is "arn:aws-cn:s3:::shared/*", must be in the partition aws',
    at: [5, 78],
    hint: 'Write arn:aws:… instead of arn:aws-cn:…',
  },
  {
    title: 'a service that is not named in full',
    yaml: manifest(statement('actions: "s3:GetObject", resources: "arn:aws:s*:::shared/*"')),
    message: 'access.authenticated[0].statement.resources is "arn:aws:s*:::shared/*", must name its service in full',
    at: [5, 78],
    hint: 'For example: arn:aws:sqs:…',
  },
  {
    title: 'a date that is none',
    yaml: manifest(
      statement(
        'actions: "s3:GetObject", resources: "arn:aws:s3:::a/*", condition: { DateGreaterThan: { "aws:CurrentTime": "sdfdsf" } }',
      ),
    ),
    message:
      'access.authenticated[0].statement.condition.DateGreaterThan."aws:CurrentTime" is "sdfdsf", must be a date as in ISO 8601, or seconds since 1970',
    at: [5, 149],
    hint: 'For example: 2026-12-31T23:59:59Z',
  },
  {
    title: 'a date that only people read',
    yaml: manifest(
      statement(
        'actions: "s3:GetObject", resources: "arn:aws:s3:::a/*", condition: { DateLessThanIfExists: { "aws:CurrentTime": "31 December 2026" } }',
      ),
    ),
    message:
      'access.authenticated[0].statement.condition.DateLessThanIfExists."aws:CurrentTime" is "31 December 2026", must be a date as in ISO 8601, or seconds since 1970',
    at: [5, 154],
    hint: 'For example: 2026-12-31T23:59:59Z',
  },
  {
    title: 'a day that no month has',
    yaml: manifest(
      statement(
        'actions: "s3:GetObject", resources: "arn:aws:s3:::a/*", condition: { DateLessThan: { "aws:CurrentTime": "2026-13-01" } }',
      ),
    ),
    message:
      'access.authenticated[0].statement.condition.DateLessThan."aws:CurrentTime" is "2026-13-01", must be a date as in ISO 8601, or seconds since 1970',
    at: [5, 146],
    hint: 'For example: 2026-12-31T23:59:59Z',
  },
  {
    title: 'a number that is none',
    yaml: manifest(
      statement(
        'actions: "s3:GetObject", resources: "arn:aws:s3:::a/*", condition: { NumericLessThan: { "aws:MultiFactorAuthAge": "1h" } }',
      ),
    ),
    message:
      'access.authenticated[0].statement.condition.NumericLessThan."aws:MultiFactorAuthAge" is "1h", must be a number',
    at: [5, 156],
  },
  {
    title: 'a truth that is none',
    yaml: manifest(
      statement(
        'actions: "s3:GetObject", resources: "arn:aws:s3:::a/*", condition: { Bool: { "aws:SecureTransport": "on" } }',
      ),
    ),
    message: 'access.authenticated[0].statement.condition.Bool."aws:SecureTransport" is "on", must be true or false',
    at: [5, 142],
  },
  {
    title: 'an address that is none',
    yaml: manifest(
      statement(
        'actions: "s3:GetObject", resources: "arn:aws:s3:::a/*", condition: { NotIpAddress: { "aws:SourceIp": "203.0.113.0/33" } }',
      ),
    ),
    message:
      'access.authenticated[0].statement.condition.NotIpAddress."aws:SourceIp" is "203.0.113.0/33", must be an IP address or a range of them',
    at: [5, 143],
    hint: 'For example: 203.0.113.0/24',
  },
]
