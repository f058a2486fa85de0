import type {AccessRule} from '../rules.js'
import {ANOTHER, ME} from './people.js'
import {never, type Ground, type Probe} from './probe.js'
import {statementOf} from './statements.js'

/**
 * What raw statements name, as oneself and as another where they have the identity in them. What is meant, they say.
 */
export function statementProbes(rules: readonly AccessRule[], ground: Ground): readonly Probe[] {
  return rules.flatMap((rule) => {
    if (!('statement' in rule)) return []
    const {Action: actions, Resource: resources} = statementOf(rule.statement, ground)
    return actions.flatMap((action) =>
      resources.flatMap((resource) => {
        const mine = resource.replaceAll(IDENTITY, ME.identity)
        const theirs = resource.replaceAll(IDENTITY, ANOTHER.identity)
        return [...new Set([mine, theirs])].map((one) => probeOf(action, one, ground))
      }),
    )
  })
}

const IDENTITY = '${cognito-identity.amazonaws.com:sub}'

function probeOf(pattern: string, resource: string, {account}: Ground): Probe {
  const named = resource === '*' ? '*' : resource.replaceAll('*', 'awsup').replaceAll(/\$\{[^}]*\}/g, 'awsup')
  const action = pattern === '*' ? 'awsup:Awsup' : pattern.replaceAll('*', 'Awsup')
  const keys = named.startsWith('arn:aws:s3:') ? {'aws:ResourceAccount': [account]} : {}
  // What another rule says of the same thing is tried where that rule is.
  const meant: Probe['meant'] = (rules) => (rules.some((rule) => names(rule, named)) ? undefined : false)
  return {action, resource: named, keys, target: `${named}, as a statement of awsup.yaml says`, meant}
}

/** Whether a rule is about the table, bucket, function, API or topics that a resource names. */
function names(rule: AccessRule, resource: string): boolean {
  const [, , service, , , ...rest] = resource.split(':')
  const [sort = '', name] = rest.join(':').split(/[/:]/)
  if ('dynamodb' in rule) return service === 'dynamodb' && name === rule.dynamodb.table
  if ('s3' in rule) return service === 's3' && sort === rule.s3.bucket
  if ('lambda' in rule) return service === 'lambda' && name === rule.lambda.function
  if ('appsync' in rule) return service === 'appsync' && name === rule.appsync.api
  return 'iot' in rule && service === 'iot'
}

/** What no rule opens but a raw statement: other tables, buckets and functions, and the account itself. */
export function foreignProbes({region, account}: Ground): readonly Probe[] {
  const at = (service: string, name: string): string => `arn:aws:${service}:${region}:${account}:${name}`
  const pool = at('cognito-idp', `userpool/${region}_awsup0000`)
  const own = {'dynamodb:LeadingKeys': [ME.identity]}
  const ours = {'aws:ResourceAccount': [account]}
  const probes: readonly (readonly [string, string, string, Probe['keys']?])[] = [
    ['dynamodb:GetItem', at('dynamodb', 'table/awsup-other'), 'own items of any other table', own],
    ['dynamodb:Scan', at('dynamodb', 'table/awsup-other'), 'items of any other table'],
    ['dynamodb:ListTables', '*', 'names of all tables'],
    ['s3:GetObject', `arn:aws:s3:::awsup-other/${ME.identity}/awsup`, 'objects of any other bucket', ours],
    ['s3:PutObject', `arn:aws:s3:::awsup-other/${ME.identity}/awsup`, 'objects of any other bucket', ours],
    ['s3:ListBucket', 'arn:aws:s3:::awsup-other', 'list of any other bucket', ours],
    ['s3:ListAllMyBuckets', '*', 'names of all buckets', ours],
    ['lambda:InvokeFunction', at('lambda', 'function:awsup-other'), 'any other function'],
    ['appsync:GraphQL', at('appsync', 'apis/awsupother/types/Query/fields/awsup'), 'any other API'],
    ['iot:Publish', at('iot', 'topic/awsup-no-rule'), 'any other topic'],
    ['iot:AttachPolicy', '*', 'IoT policies'],
    ['secretsmanager:GetSecretValue', at('secretsmanager', 'secret:awsup'), 'secrets'],
    ['ssm:GetParameter', at('ssm', 'parameter/awsup'), 'parameters'],
    ['cognito-idp:ListUsers', pool, 'users of the user pool'],
    ['cognito-idp:AdminSetUserPassword', pool, 'passwords of the user pool'],
    ['iam:CreateAccessKey', `arn:aws:iam::${account}:user/awsup`, 'IAM users'],
    ['iam:PutRolePolicy', `arn:aws:iam::${account}:role/awsup`, 'IAM roles'],
    ['sts:AssumeRole', `arn:aws:iam::${account}:role/awsup`, 'other roles'],
  ]
  return probes.map(([action, resource, target, keys = {}]) => ({action, resource, target, keys, meant: never}))
}
