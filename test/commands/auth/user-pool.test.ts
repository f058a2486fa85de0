import {
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {beforeAll, expect, test} from 'vitest'
import {awsup, awsupJson, makeTemplate, read, write} from '../../_helpers/cli.js'
import {idOnRecord, openProjectWorld} from '../../_helpers/worlds/project-world.js'

let copy: () => string

beforeAll(async () => {
  copy = await makeTemplate()
})

const CLIENTS = '  clients: { web: { callbackUrls: ["http://localhost:5173"] } }\n'

/** awsup.yaml with these lines below `auth`, instead of those that exist. */
function setAuth(project: string, lines: string): void {
  const text = read(project, 'awsup.yaml')
  write(project, 'awsup.yaml', text.replace(/^auth:.*\n(?: .*\n)*/m, `auth:\n${lines}${CLIENTS}`))
}

async function openPool(project: string) {
  const {enter} = await openProjectWorld(project)
  const {cognito} = await enter(idOnRecord(project, 'dev', 'account'))
  const UserPoolId = idOnRecord(project, 'dev', 'user-pool')
  return {
    cognito,
    UserPoolId,
    look: async () => {
      const {UserPool} = await cognito.send(new DescribeUserPoolCommand({UserPoolId}))
      const {$metadata, ...mfa} = await cognito.send(new GetUserPoolMfaConfigCommand({UserPoolId}))
      expect($metadata).toBeDefined()
      return {pool: {...UserPool, LastModifiedDate: undefined}, mfa}
    },
  }
}

test('a pool that was changed by hand keeps its changes through an unrelated apply', async () => {
  const project = copy()
  const {cognito, UserPoolId, look} = await openPool(project)
  const {pool} = await look()
  const {Policies, UserPoolTags, DeletionProtection, MfaConfiguration, AutoVerifiedAttributes} = pool
  const own = {Policies, UserPoolTags: {...UserPoolTags, team: 'web'}, DeletionProtection, MfaConfiguration}
  await cognito.send(
    new UpdateUserPoolCommand({
      UserPoolId,
      PoolName: pool.Name,
      ...own,
      AutoVerifiedAttributes,
      LambdaConfig: {PreSignUp: 'arn:aws:lambda:us-east-1:111122223333:function:by-hand'},
      EmailConfiguration: {
        EmailSendingAccount: 'DEVELOPER',
        SourceArn: 'arn:aws:ses:us-east-1:111122223333:identity/acme.dev',
      },
      VerificationMessageTemplate: {EmailSubject: 'By hand', EmailMessage: 'By hand {####}'},
      AccountRecoverySetting: {RecoveryMechanisms: [{Priority: 1, Name: 'admin_only'}]},
      DeviceConfiguration: {ChallengeRequiredOnNewDevice: true},
    }),
  )
  const before = await look()
  expect((await awsup(project, ['plan', '--check'])).code).toBe(0)

  setAuth(project, '  signIn: [email]\n  password: { minLength: 14 }\n  mfa: optional\n')
  const {result} = await awsupJson(project, ['plan', '--env', 'dev'])
  expect(JSON.stringify(result)).toContain('"field":"password.minLength","from":8,"to":14')
  expect((await awsup(project, ['apply', '--env', 'dev', '--yes'])).code).toBe(0)

  const after = await look()
  expect(after.pool.Policies?.PasswordPolicy?.MinimumLength).toBe(14)
  const {PasswordPolicy} = before.pool.Policies ?? {}
  const changed = {...before.pool.Policies, PasswordPolicy: {...PasswordPolicy, MinimumLength: 14}}
  expect(after).toEqual({...before, pool: {...before.pool, Policies: changed}})
})

test('an attribute is added in place; what AWS never changes is refused with the ways out, and nothing is called', async () => {
  const project = copy()
  const {look} = await openPool(project)
  setAuth(project, '  signIn: [email]\n  attributes: { tenant: { mutable: false, maxLength: 64 } }\n')
  expect((await awsup(project, ['apply', '--env', 'dev', '--yes'])).code).toBe(0)
  const before = await look()
  expect(before.pool.SchemaAttributes?.at(-1)).toMatchObject({
    Name: 'custom:tenant',
    Mutable: false,
    StringAttributeConstraints: {MaxLength: '64'},
  })

  for (const [lines, message] of [
    ['  signIn: [email]\n', 'attributes.tenant cannot change from'],
    ['  attributes: { tenant: { type: number } }\n', 'attributes.tenant cannot change from'],
    [
      '  caseSensitive: true\n  attributes: { tenant: { mutable: false, maxLength: 64 } }\n',
      'caseSensitive cannot change from false to true',
    ],
  ] as const) {
    setAuth(project, lines)
    const {code, error} = await awsupJson(project, ['apply', '--env', 'dev', '--yes'])
    expect({code, named: error.code}).toEqual({code: 5, named: 'CANNOT_CHANGE'})
    expect(error.message).toContain(message)
    expect(error.hint).toContain('bring its users there')
  }
  expect(await look()).toEqual(before)
})
