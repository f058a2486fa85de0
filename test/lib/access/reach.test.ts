import {describe, expect, test} from 'vitest'
import {compileAccess} from '../../../src/lib/access/policy/compile.js'
import {GUARDRAILS} from '../../../src/lib/access/policy/guardrails.js'
import {identityPoolTrust} from '../../../src/lib/access/policy/trust.js'
import {evaluate} from '../../../src/sandbox/auth/policy/evaluate.js'
import {parsePolicy} from '../../../src/sandbox/auth/policy/parse.js'

type Keys = Readonly<Record<string, readonly string[]>>

/** What the sandbox's evaluator, which keeps AWS's rules, decides about one request. */
const decide = (document: object, action: string, {resource = '*', keys = {}}: {resource?: string; keys?: Keys}) =>
  evaluate({scps: [], identity: [parsePolicy(JSON.stringify(document))]}, {action, resource, context: keys}).decision

const ME = 'eu-west-1:11111111-2222-3333-4444-555555555555'
const YOU = 'eu-west-1:99999999-2222-3333-4444-555555555555'
const me: Keys = {'cognito-identity.amazonaws.com:sub': [ME], 'aws:ResourceAccount': ['012345678901']}

describe('an identity reaches', () => {
  const compiled = compileAccess(
    [
      {
        dynamodb: {
          table: 'todos',
          indexes: ['by-date'],
          owner: 'identity',
          actions: ['get', 'query', 'put', 'update', 'delete'],
          attributes: [],
        },
      },
      {dynamodb: {table: 'news', indexes: [], owner: 'identity', actions: ['get', 'query'], attributes: []}},
      {s3: {bucket: 'acme', prefix: '{owner}', owner: 'identity', actions: ['get', 'list']}},
      {lambda: {function: 'resize'}},
    ],
    {region: 'eu-west-1', account: '012345678901'},
  )
  const TODOS = 'arn:aws:dynamodb:eu-west-1:012345678901:table/todos'
  const NEWS = 'arn:aws:dynamodb:eu-west-1:012345678901:table/news'
  const leading = (...ids: string[]): Keys => ({...me, 'dynamodb:LeadingKeys': ids})
  const cases: readonly [string, string, string, Keys, 'allowed' | 'implicitDeny'][] = [
    ['its own items', 'dynamodb:GetItem', TODOS, leading(ME), 'allowed'],
    ['its own items by an index', 'dynamodb:Query', `${TODOS}/index/by-date`, leading(ME), 'allowed'],
    ["not others' items", 'dynamodb:GetItem', TODOS, leading(YOU), 'implicitDeny'],
    ["not others' items among its own", 'dynamodb:BatchGetItem', TODOS, leading(ME, YOU), 'implicitDeny'],
    ['nothing without naming keys', 'dynamodb:Query', TODOS, me, 'implicitDeny'],
    ['no scan, whatever it names', 'dynamodb:Scan', TODOS, leading(ME), 'implicitDeny'],
    ['no other table', 'dynamodb:GetItem', `${TODOS}-2`, leading(ME), 'implicitDeny'],
    ['to read what it may read', 'dynamodb:GetItem', NEWS, leading(ME), 'allowed'],
    ['not to write what it may read', 'dynamodb:PutItem', NEWS, leading(ME), 'implicitDeny'],
    ['its own objects', 's3:GetObject', `arn:aws:s3:::acme/${ME}/a.png`, me, 'allowed'],
    ["not others' objects", 's3:GetObject', `arn:aws:s3:::acme/${YOU}/a.png`, me, 'implicitDeny'],
    ['not objects that begin like its folder', 's3:GetObject', `arn:aws:s3:::acme/${ME}0/a.png`, me, 'implicitDeny'],
    ['a list of its folder', 's3:ListBucket', 'arn:aws:s3:::acme', {...me, 's3:prefix': [`${ME}/`]}, 'allowed'],
    ['no list of all', 's3:ListBucket', 'arn:aws:s3:::acme', {...me, 's3:prefix': ['']}, 'implicitDeny'],
    [
      'no object of a bucket that is another account’s',
      's3:GetObject',
      `arn:aws:s3:::acme/${ME}/a.png`,
      {...me, 'aws:ResourceAccount': ['999999999999']},
      'implicitDeny',
    ],
    ['no list without a prefix', 's3:ListBucket', 'arn:aws:s3:::acme', me, 'implicitDeny'],
    ['its function', 'lambda:InvokeFunction', 'arn:aws:lambda:eu-west-1:012345678901:function:resize', me, 'allowed'],
    ['no other', 'lambda:InvokeFunction', 'arn:aws:lambda:eu-west-1:012345678901:function:mail', me, 'implicitDeny'],
  ]
  test.each(cases)('%s', (...[, action, resource, keys, decision]) => {
    expect(decide(compiled?.document ?? {}, action, {resource, keys})).toBe(decision)
  })
})

describe('the role of an identity pool', () => {
  const POOL = 'eu-west-1:aaaaaaaa-2222-3333-4444-555555555555'
  const decideTrust = (keys: Keys) =>
    evaluate(
      {
        scps: [],
        identity: [],
        resource: {
          document: parsePolicy(JSON.stringify(identityPoolTrust(POOL, 'authenticated')), 'trust'),
          sameAccount: true,
        },
      },
      {
        action: 'sts:AssumeRoleWithWebIdentity',
        resource: 'arn:aws:iam::012345678901:role/authenticated',
        context: keys,
        principal: {type: 'Federated', name: 'cognito-identity.amazonaws.com'},
      },
    ).decision
  const token = (aud: string, ...amr: string[]): Keys => ({
    'cognito-identity.amazonaws.com:aud': [aud],
    'cognito-identity.amazonaws.com:amr': amr,
  })

  test('trusts those who signed in to this pool', () => {
    expect(decideTrust(token(POOL, 'authenticated', 'cognito-idp.eu-west-1.amazonaws.com/x'))).toBe('allowed')
  })

  test('does not trust guests, nor those of another pool', () => {
    expect(decideTrust(token(POOL, 'unauthenticated'))).toBe('implicitDeny')
    expect(decideTrust(token(ME, 'authenticated'))).toBe('implicitDeny')
  })
})

describe('guardrails', () => {
  const allowAll = {Version: '2012-10-17', Statement: [{Effect: 'Allow', Action: '*', Resource: '*'}]}
  const under = (name: keyof typeof GUARDRAILS, action: string, caller: string | Keys) =>
    evaluate(
      {
        scps: [[allowAll, GUARDRAILS[name].content].map((document) => parsePolicy(JSON.stringify(document)))],
        identity: [parsePolicy(JSON.stringify(allowAll))],
      },
      {action, resource: '*', context: typeof caller === 'string' ? {'aws:PrincipalArn': [caller]} : caller},
    ).decision
  const ROOT = 'arn:aws:iam::012345678901:root'
  const ROLE = 'arn:aws:iam::012345678901:role/OrganizationAccountAccessRole'

  test.each(['organizations:LeaveOrganization', 'account:CloseAccount'])(
    'deny-leave-organization stops %s',
    (action) => {
      expect(under('deny-leave-organization', action, ROLE)).toBe('explicitDeny')
      expect(under('deny-leave-organization', 's3:GetObject', ROLE)).toBe('allowed')
    },
  )

  test('deny-root-user stops the root user and nobody else', () => {
    expect(under('deny-root-user', 's3:GetObject', ROOT)).toBe('explicitDeny')
    expect(under('deny-root-user', 's3:GetObject', ROLE)).toBe('allowed')
  })

  test('deny-root-user leaves central root sessions, the only way to repair a locked bucket', () => {
    const session = {'aws:PrincipalArn': [ROOT], 'aws:AssumedRoot': ['true']}
    expect(under('deny-root-user', 's3:DeleteBucketPolicy', session)).toBe('allowed')
  })
})
