import {same, type Ref, type Template} from '../resource.js'
import type {AccessRule, Verb} from './rules.js'

/** Where the resources are that the rules name. */
export interface Place {
  readonly region: string
  /** Replaces `{env}`. */
  readonly environment: string
  /** Account id, or the node that will have it. */
  readonly account: string | Ref
}

/** An IAM policy statement; ARNs may still wait for an account id. */
export interface Statement {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Action: readonly string[]
  readonly Resource: readonly (string | Template)[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
}

export interface PolicyDocument {
  readonly Version: '2012-10-17'
  readonly Statement: readonly Statement[]
}

/** The identity id, not the user's `sub` in the user pool (Cognito developer guide, "IAM roles"). */
const IDENTITY = '${cognito-identity.amazonaws.com:sub}'

const TABLE_ACTIONS: Readonly<Record<Verb, readonly string[]>> = {
  // Never Scan: it names no keys, so it would answer everybody's items.
  read: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'],
  write: ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
}

const OBJECT_ACTIONS: Readonly<Record<Verb, readonly string[]>> = {
  read: ['s3:GetObject'],
  write: ['s3:DeleteObject', 's3:PutObject'],
}

/**
 * Compiles access rules into one policy document with as few statements as they need, each of which reaches the
 * identity's own items, objects and nothing else. `undefined` without rules, for a policy may not be empty. Pure.
 *
 * DynamoDB: `ForAllValues` is also true when a request names no keys at all, hence the guard by `Null` (DynamoDB developer
 * guide, "Using IAM policy conditions for fine-grained access control").
 */
export function compileAccess(rules: readonly AccessRule[], place: Place): {document: PolicyDocument} | undefined {
  const named = (name: string): string => name.replaceAll('{env}', place.environment)
  const tables = rules.flatMap((rule) => ('dynamodb' in rule ? [rule.dynamodb] : []))
  const buckets = rules.flatMap((rule) => ('s3' in rule ? [rule.s3] : []))
  const functions = unique(rules.flatMap((rule) => ('lambda' in rule ? [named(rule.lambda.function)] : [])))

  const items = byVerb(tables, ({table}) => named(table)).map(({verbs, names}, index) => ({
    Sid: `OwnItems${suffix(index)}`,
    Effect: 'Allow' as const,
    Action: actionsOf(verbs, TABLE_ACTIONS),
    Resource: names.flatMap((table) => tableArns(table, place)),
    Condition: {
      'ForAllValues:StringEquals': {'dynamodb:LeadingKeys': [IDENTITY]},
      Null: {'dynamodb:LeadingKeys': 'false'},
    },
  }))
  const objects = byVerb(buckets, ({bucket}) => named(bucket)).map(({verbs, names}, index) => ({
    Sid: `OwnObjects${suffix(index)}`,
    Effect: 'Allow' as const,
    Action: actionsOf(verbs, OBJECT_ACTIONS),
    Resource: names.map((bucket) => `arn:aws:s3:::${bucket}/${IDENTITY}/*`),
  }))
  const listed = unique(buckets.filter(({actions}) => actions.includes('read')).map(({bucket}) => named(bucket)))
  const listing: readonly Statement[] = listed.length === 0 ? [] : [listStatement(listed)]
  const calls: readonly Statement[] = functions.length === 0 ? [] : [callStatement(functions, place)]

  const Statement = [...items, ...objects, ...listing, ...calls]
  return Statement.length === 0 ? undefined : {document: {Version: '2012-10-17', Statement}}
}

/** One statement where reading and writing reach the same things, otherwise one for each of the two. */
function byVerb<R extends {readonly actions: readonly Verb[]}>(
  rules: readonly R[],
  nameOf: (rule: R) => string,
): readonly {readonly verbs: readonly Verb[]; readonly names: readonly string[]}[] {
  const names = (verb: Verb): readonly string[] =>
    unique(rules.filter(({actions}) => actions.includes(verb)).map(nameOf))
  const [read, write] = [names('read'), names('write')]
  const groups: {verbs: readonly Verb[]; names: readonly string[]}[] = same(read, write)
    ? [{verbs: ['read', 'write'], names: read}]
    : [
        {verbs: ['read'], names: read},
        {verbs: ['write'], names: write},
      ]
  return groups.filter((group) => group.names.length > 0)
}

const actionsOf = (verbs: readonly Verb[], table: Readonly<Record<Verb, readonly string[]>>): readonly string[] =>
  verbs.flatMap((verb) => table[verb]).sort()

/** Indexes are resources of their own. */
const tableArns = (table: string, {region, account}: Place): readonly (string | Template)[] => [
  arn(`arn:aws:dynamodb:${region}:`, account, `:table/${table}`),
  arn(`arn:aws:dynamodb:${region}:`, account, `:table/${table}/index/*`),
]

const listStatement = (buckets: readonly string[]): Statement => ({
  Sid: 'ListOwnObjects',
  Effect: 'Allow',
  Action: ['s3:ListBucket'],
  Resource: buckets.map((bucket) => `arn:aws:s3:::${bucket}`),
  Condition: {StringLike: {'s3:prefix': [`${IDENTITY}/*`]}},
})

const callStatement = (functions: readonly string[], {region, account}: Place): Statement => ({
  Sid: 'CallFunctions',
  Effect: 'Allow',
  Action: ['lambda:InvokeFunction'],
  Resource: functions.map((name) => arn(`arn:aws:lambda:${region}:`, account, `:function:${name}`)),
})

const arn = (before: string, account: string | Ref, after: string): string | Template =>
  typeof account === 'string' ? `${before}${account}${after}` : {$text: [before, account, after]}

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)].sort()

const suffix = (index: number): string => (index === 0 ? '' : String(index + 1))
