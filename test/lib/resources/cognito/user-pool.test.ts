import {
  AddCustomAttributesCommand,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {beforeEach, describe, expect, test} from 'vitest'
import type {Context} from '../../../../src/lib/base/resource.js'
import type {CustomAttribute, UserPoolDesired} from '../../../../src/lib/resources/cognito/user-pool/desired.js'
import {userPool} from '../../../../src/lib/resources/cognito/user-pool/user-pool.js'
import {poolDesired} from '../../../_helpers/worlds/desired.js'
import {expectLaws, openRooms} from '../../../_helpers/worlds/rooms.js'

let rooms: Awaited<ReturnType<typeof openRooms>>
let context: Context
beforeEach(async () => {
  rooms = await openRooms()
  context = await rooms.management()
})

const describePool = async (UserPoolId: string) =>
  (await context.aws.cognito.send(new DescribeUserPoolCommand({UserPoolId}))).UserPool ?? {}
const readMfa = (UserPoolId: string) => context.aws.cognito.send(new GetUserPoolMfaConfigCommand({UserPoolId}))

const email = {sourceArn: 'arn:aws:ses:eu-west-1:111122223333:identity/acme.dev', from: 'Acme <hi@acme.dev>'}
const sms = {roleArn: 'arn:aws:iam::111122223333:role/sms', externalId: 'x'}
const lambda = (name: string): string => `arn:aws:lambda:eu-west-1:111122223333:function:${name}`

const everything = poolDesired({
  signIn: ['username', 'email', 'phone'],
  caseSensitive: true,
  requiredAttributes: ['email', 'given_name'],
  attributes: {
    tenant: {type: 'string', mutable: false, minLength: 1, maxLength: 64},
    age: {type: 'number', mutable: true, min: 0, max: 150},
    since: {type: 'date', mutable: true},
    vip: {type: 'boolean', mutable: true},
  },
  mfa: 'optional',
  mfaMethods: ['totp', 'sms', 'email'],
  passkeys: true,
  relyingParty: 'app.acme.dev',
  userVerification: 'required',
  otp: ['email', 'sms'],
  password: {...poolDesired().password, history: 5},
  recovery: ['phone', 'email'],
  verification: {by: 'link', emailSubject: 'Hello', emailMessage: 'Please {##confirm##}', smsMessage: 'Code {####}'},
  invitation: {emailSubject: 'Come in', emailMessage: '{username} {####}', smsMessage: '{username}: {####}'},
  email: {...email, replyTo: 'help@acme.dev', configurationSet: 'acme'},
  sms: {...sms, region: 'eu-west-1'},
  triggers: {
    preSignUp: lambda('a'),
    postConfirmation: lambda('b'),
    preTokenGeneration: lambda('c'),
    preTokenVersion: 2,
    customEmailSender: lambda('d'),
    kmsKey: 'arn:aws:kms:eu-west-1:111122223333:key/1',
  },
})

test('everything that people set is made, read back, changed and read back', async () => {
  const changed: UserPoolDesired = {
    ...everything,
    attributes: {...everything.attributes, plan: {type: 'string', mutable: true}},
    mfa: 'on',
    mfaMethods: ['totp'],
    otp: [],
    recovery: ['email', 'phone'],
    verification: {by: 'code', emailMessage: 'Your code is {####}'},
    triggers: {...everything.triggers, preSignUp: lambda('z'), preTokenVersion: 3},
  }
  await expectLaws(userPool, {desired: everything, changed, keyOf: () => ({})}, context)
})

test('attributes that everybody must have can change later, as AWS never lets them again otherwise', async () => {
  const {id} = await userPool.create(poolDesired({requiredAttributes: ['email', 'given_name']}), context)
  const {SchemaAttributes = []} = await describePool(id)
  const required = SchemaAttributes.filter(({Name, Required}) => Required === true && Name !== 'sub')
  expect(required.map(({Name, Mutable}) => [Name, Mutable])).toEqual([
    ['given_name', true],
    ['email', true],
  ])
})

test('the least that is asked for leaves all of that as it is', async () => {
  const made = await userPool.create(everything, context)
  const {attributes, password, ...asked} = poolDesired({
    signIn: everything.signIn,
    caseSensitive: true,
    passkeys: true,
    attributes: everything.attributes,
  })
  expect(userPool.diff({...asked, attributes, password}, made)).toEqual([])
  const before = {...(await describePool(made.id)), LastModifiedDate: undefined}
  await userPool.update({...asked, attributes, password}, made, context)
  expect({...(await describePool(made.id)), LastModifiedDate: undefined}).toEqual(before)
})

describe('a difference', () => {
  test('is told setting by setting', async () => {
    const made = await userPool.create(everything, context)
    const desired = {
      ...everything,
      password: {...everything.password, minLength: 12},
      verification: {by: 'link' as const, emailSubject: 'Other'},
    }
    expect(userPool.diff(desired, made)).toEqual([
      {field: 'password.minLength', from: 8, to: 12, effect: 'update'},
      {field: 'verification.emailSubject', from: 'Hello', to: 'Other', effect: 'update'},
    ])
  })

  test('in the order of the ways back in is one; in the order of methods it is none', async () => {
    const made = await userPool.create(everything, context)
    expect(userPool.diff({...everything, mfaMethods: ['email', 'sms', 'totp']}, made)).toEqual([])
    expect(userPool.diff({...everything, recovery: ['email', 'phone']}, made)).toMatchObject([{field: 'recovery'}])
  })

  test('in text messages that AWS keeps as a second factor is none, where the pool can send them', async () => {
    const made = await userPool.create({...everything, mfaMethods: ['totp', 'sms']}, context)
    expect(userPool.diff({...everything, mfaMethods: ['totp']}, made)).toEqual([])
    expect(userPool.diff({...everything, sms: undefined, mfaMethods: ['totp']}, made)).toMatchObject([
      {field: 'mfaMethods'},
    ])
    expect(userPool.diff({...everything, mfaMethods: ['totp', 'email']}, made)).toMatchObject([{field: 'mfaMethods'}])
  })

  test('in the relying party says that registered passkeys stop working', async () => {
    const made = await userPool.create(everything, context)
    expect(userPool.diff({...everything, relyingParty: 'acme.dev'}, made)).toEqual([
      {
        field: 'relyingParty',
        from: 'app.acme.dev',
        to: 'acme.dev',
        effect: 'update',
        note: 'passkeys that users registered stop working: they must register new ones',
      },
    ])
  })

  test.each<[string, Partial<UserPoolDesired>, string]>([
    ['what signs in', {signIn: ['email']}, 'signIn'],
    ['whether case counts', {caseSensitive: false}, 'caseSensitive'],
    ['what everybody must have', {requiredAttributes: ['email']}, 'requiredAttributes'],
  ])('in %s is refused', async (_, change, field) => {
    const made = await userPool.create(everything, context)
    expect(userPool.diff({...everything, ...change}, made)).toMatchObject([{field, effect: 'refuse'}])
  })
})

describe('custom attributes', () => {
  const tenant: CustomAttribute = {type: 'string', mutable: false, maxLength: 64}

  test('are added in place, twenty-five at a time', async () => {
    const made = await userPool.create(poolDesired({attributes: {tenant}}), context)
    const more = Object.fromEntries(Array.from({length: 40}, (_, index) => [`x${String(index)}`, tenant]))
    const desired = poolDesired({attributes: {tenant, ...more}})
    const after = await userPool.update(desired, made, context)
    expect(Object.keys(after.attributes)).toHaveLength(41)
    expect(rooms.calls('cognito-idp:AddCustomAttributes')).toBe(2)
    expect(userPool.diff(desired, after)).toEqual([])
  })

  test.each<[string, Readonly<Record<string, CustomAttribute>>, unknown]>([
    ['changed', {tenant: {...tenant, maxLength: 65}}, {...tenant, maxLength: 65}],
    ['made mutable', {tenant: {...tenant, mutable: true}}, {...tenant, mutable: true}],
    ['taken out of awsup.yaml', {}, undefined],
  ])('are refused to be %s', async (_, attributes, to) => {
    const made = await userPool.create(poolDesired({attributes: {tenant}}), context)
    expect(userPool.diff(poolDesired({attributes}), made)).toMatchObject([
      {field: 'attributes.tenant', effect: 'refuse', to},
    ])
  })

  test('that somebody made by hand are left to them, until awsup.yaml names them', async () => {
    const made = await userPool.create(poolDesired(), context)
    const CustomAttributes = [{Name: 'plan', AttributeDataType: 'String' as const}]
    await context.aws.cognito.send(new AddCustomAttributesCommand({UserPoolId: made.id, CustomAttributes}))
    const now = await userPool.read({}, made.id, context)
    expect(now && userPool.diff(poolDesired(), now)).toEqual([])

    const desired = poolDesired({attributes: {plan: {type: 'string', mutable: true}}})
    expect(now && userPool.diff(desired, now)).toMatchObject([{field: 'attributes.plan', effect: 'update'}])
    const after = await userPool.update(desired, made, context)
    expect(userPool.diff(desired, after)).toEqual([])
    expect(userPool.diff(poolDesired(), after)).toMatchObject([{field: 'attributes.plan', effect: 'refuse'}])
  })

  test('are marked in as many tags as their names take', async () => {
    const names = Array.from({length: 50}, (_, index) => `attribute_number_${String(index + 10)}`)
    const attributes = Object.fromEntries(names.map((name) => [name, tenant]))
    const made = await userPool.create(poolDesired({attributes}), context)
    expect(Object.values(made.attributes).filter(({declared}) => declared)).toHaveLength(50)
    const {UserPoolTags = {}} = await describePool(made.id)
    expect(Math.max(...Object.values(UserPoolTags).map(({length}) => length))).toBeLessThanOrEqual(256)
  })
})

describe('what needs something else is set after it', () => {
  test.each<[string, Partial<UserPoolDesired>, Partial<UserPoolDesired>]>([
    ['codes come when MFA is no must any more', {mfa: 'on'}, {mfa: 'optional', otp: ['email']}],
    ['MFA is a must when codes are gone', {mfa: 'optional', otp: ['email']}, {mfa: 'on', otp: []}],
    ['passkeys where MFA is a must', {mfa: 'on'}, {mfa: 'on', passkeys: true}],
    ['MFA where passkeys are', {mfa: 'off', passkeys: true}, {mfa: 'on', passkeys: true}],
    ['MFA by e-mail as soon as SES sends', {}, {mfaMethods: ['email'], email}],
    [
      'MFA by e-mail when there is another way back in',
      {recovery: ['email'], email},
      {recovery: ['phone'], mfaMethods: ['email'], email},
    ],
    ['a higher tier with what it has', {tier: 'lite'}, {tier: 'essentials', passkeys: true, otp: ['email']}],
    [
      'a lower tier without what it lacks',
      {passkeys: true, mfaMethods: ['email'], email},
      {tier: 'lite', passkeys: false, mfaMethods: ['totp'], email},
    ],
    ['text messages as a second factor with the role to send them', {}, {mfaMethods: ['totp', 'sms'], sms}],
  ])('%s', async (_, first, second) => {
    const made = await userPool.create(poolDesired(first), context)
    const desired = poolDesired(second)
    const after = await userPool.update(desired, made, context)
    expect(userPool.diff(desired, after)).toEqual([])
  })
})

test('the text of messages with codes outlives a change of MFA that is not about text messages', async () => {
  const made = await userPool.create(poolDesired({sms}), context)
  const {Name: PoolName, Policies, MfaConfiguration, UserPoolTags} = await describePool(made.id)
  const SmsAuthenticationMessage = 'Psst: {####}'
  await context.aws.cognito.send(
    new UpdateUserPoolCommand({
      UserPoolId: made.id,
      PoolName,
      Policies,
      MfaConfiguration,
      UserPoolTags,
      SmsAuthenticationMessage,
    }),
  )
  await userPool.update(poolDesired({mfa: 'off', passkeys: true}), made, context)
  expect((await describePool(made.id)).SmsAuthenticationMessage).toBe(SmsAuthenticationMessage)
})

test('phones are proved from when there is a role to send text messages in', async () => {
  const phone = poolDesired({signIn: ['email', 'phone']})
  const made = await userPool.create(phone, context)
  expect((await describePool(made.id)).AutoVerifiedAttributes).toEqual(['email'])
  await userPool.update({...phone, sms}, made, context)
  expect((await describePool(made.id)).AutoVerifiedAttributes).toEqual(['email', 'phone_number'])
})

test('a second factor that nobody asks for stays, and without any an authenticator app is the first', async () => {
  const made = await userPool.create(poolDesired({mfaMethods: ['sms'], sms}), context)
  await userPool.update(poolDesired({mfa: 'on', sms}), made, context)
  const mfa = await readMfa(made.id)
  expect(mfa).toMatchObject({
    MfaConfiguration: 'ON',
    SmsMfaConfiguration: {SmsConfiguration: {SnsCallerArn: sms.roleArn}},
  })
  expect(mfa.SoftwareTokenMfaConfiguration?.Enabled ?? false).toBe(false)
  const other = await userPool.create(poolDesired({mfa: 'optional'}), context)
  expect((await readMfa(other.id)).SoftwareTokenMfaConfiguration).toEqual({Enabled: true})
})
