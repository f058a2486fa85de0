import {ME} from './people.js'
import {never, type Ground, type Probe} from './probe.js'

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
    ['execute-api:Invoke', at('execute-api', 'awsupother/$default/GET/awsup'), 'any other API of API Gateway'],
    ['appsync:GraphQL', at('appsync', 'apis/awsupother/types/Query/fields/awsup'), 'any other GraphQL API'],
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
