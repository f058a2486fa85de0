import {
  AddCustomAttributesCommand,
  AdminCreateUserCommand,
  CreateGroupCommand,
  CreateResourceServerCommand,
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
  DeleteUserPoolCommand,
  DeleteUserPoolDomainCommand,
  DescribeManagedLoginBrandingByClientCommand,
  DescribeRiskConfigurationCommand,
  DescribeUserPoolCommand,
  DescribeUserPoolDomainCommand,
  GetLogDeliveryConfigurationCommand,
  GetUICustomizationCommand,
  GetUserPoolMfaConfigCommand,
  ListTagsForResourceCommand,
  paginateListUserPools,
  SetUserPoolMfaConfigCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateUserPoolCommand,
  UpdateUserPoolDomainCommand,
  type AuthFactorType,
  type SetUserPoolMfaConfigRequest,
  type UpdateUserPoolRequest,
  type UserPoolMfaType,
  type UserPoolType,
  type WebAuthnFactorConfigurationType,
} from '@aws-sdk/client-cognito-identity-provider'
import fc from 'fast-check'
import {beforeEach, describe, expect, test} from 'vitest'
import {makeClient, makePool, openOtherAccount, openUser, openWorld, type World} from './world.js'

let world: World
beforeEach(async () => {
  world = await openWorld()
})

const describePool = async (UserPoolId: string): Promise<UserPoolType> =>
  (await world.idp.send(new DescribeUserPoolCommand({UserPoolId}))).UserPool ?? {}

const SmsConfiguration = {SnsCallerArn: 'arn:aws:iam::111122223333:role/sms', ExternalId: 'x'}

test('a pool made with a name alone has the defaults of the API', async () => {
  const id = await makePool(world)
  const pool = await describePool(id)
  expect(id).toMatch(/^eu-west-1_[0-9A-Za-z]{9}$/)
  expect(pool).toMatchObject({
    Name: 'acme',
    Arn: `arn:aws:cognito-idp:eu-west-1:${world.accountId}:userpool/${id}`,
    DeletionProtection: 'INACTIVE',
    MfaConfiguration: 'OFF',
    UserPoolTier: 'ESSENTIALS',
    LambdaConfig: {},
    EstimatedNumberOfUsers: 0,
    EmailConfiguration: {EmailSendingAccount: 'COGNITO_DEFAULT'},
    VerificationMessageTemplate: {DefaultEmailOption: 'CONFIRM_WITH_CODE'},
    AdminCreateUserConfig: {AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7},
    Policies: {
      PasswordPolicy: {
        MinimumLength: 8,
        RequireUppercase: true,
        RequireLowercase: true,
        RequireNumbers: true,
        RequireSymbols: true,
        TemporaryPasswordValidityDays: 7,
      },
      SignInPolicy: {AllowedFirstAuthFactors: ['PASSWORD']},
    },
  })
  expect(pool.SchemaAttributes).toHaveLength(20)
  expect(pool.SchemaAttributes?.[0]).toMatchObject({Name: 'sub', Mutable: false, Required: true})
  expect(pool.CreationDate).toBeInstanceOf(Date)
})

test('creating twice makes two pools of one name, and lists cross pages', async () => {
  const ids = [await makePool(world), await makePool(world), await makePool(world)]
  const listed = []
  for await (const {UserPools = []} of paginateListUserPools({client: world.idp}, {MaxResults: 60})) {
    expect(UserPools.length).toBeLessThanOrEqual(2)
    listed.push(...UserPools.map(({Id}) => Id))
  }
  expect(listed.sort()).toEqual(ids.sort())
})

/** Members that a pool can be given without more; each with a value that is not the default. */
const member = <T>(value: T) => fc.option(fc.constant(value), {nil: undefined})
const settings = fc.record<Omit<UpdateUserPoolRequest, 'UserPoolId'>>({
  DeletionProtection: member('ACTIVE'),
  LambdaConfig: member({PreSignUp: 'arn:aws:lambda:eu-west-1:111122223333:function:pre'}),
  AutoVerifiedAttributes: member(['email' as const]),
  DeviceConfiguration: member({ChallengeRequiredOnNewDevice: true}),
  EmailConfiguration: member({ReplyToEmailAddress: 'help@acme.dev'}),
  AdminCreateUserConfig: member({AllowAdminCreateUserOnly: true}),
  UserPoolTier: member('LITE'),
  AccountRecoverySetting: member({RecoveryMechanisms: [{Priority: 1, Name: 'admin_only' as const}]}),
  Policies: member({PasswordPolicy: {MinimumLength: 14, RequireNumbers: true}}),
  SmsAuthenticationMessage: member('Your code is {####}'),
  VerificationMessageTemplate: member({EmailSubject: 'Welcome'}),
})

test('after an update, whatever it did not send is back at the default', async () => {
  const defaults = new Map<string, unknown>(Object.entries(await describePool(await makePool(world))))
  await fc.assert(
    fc.asyncProperty(settings, settings, async (first, second) => {
      const id = await makePool(world, first)
      await world.idp.send(new UpdateUserPoolCommand({UserPoolId: id, ...second}))
      const actual = await describePool(id)
      for (const [name, sent] of Object.entries<unknown>(second)) {
        if (sent === undefined)
          expect({[name]: defaults.get(name)}).toEqual({
            [name]: new Map<string, unknown>(Object.entries(actual)).get(name),
          })
        else expect(actual).toMatchObject({[name]: sent})
      }
    }),
    {numRuns: 60},
  )
})

test('an update keeps the name and tags unless it sends them, the immutables, the schema, and the SMS configuration', async () => {
  const id = await makePool(world, {
    UsernameAttributes: ['email'],
    UsernameConfiguration: {CaseSensitive: false},
    Schema: [{Name: 'email', Required: true}, {Name: 'tenant'}],
    SmsConfiguration,
    UserPoolTags: {team: 'web'},
  })
  await world.idp.send(new UpdateUserPoolCommand({UserPoolId: id}))
  const pool = await describePool(id)
  expect(pool).toMatchObject({
    Name: 'acme',
    UsernameAttributes: ['email'],
    UsernameConfiguration: {CaseSensitive: false},
    SmsConfiguration,
    UserPoolTags: {team: 'web'},
  })
  expect(pool.SchemaAttributes?.find(({Name}) => Name === 'email')?.Required).toBe(true)
  expect(pool.SchemaAttributes?.find(({Name}) => Name === 'custom:tenant')).toMatchObject({AttributeDataType: 'String'})
  await world.idp.send(new UpdateUserPoolCommand({UserPoolId: id, PoolName: 'other'}))
  expect((await describePool(id)).Name).toBe('other')
})

describe('refusals', () => {
  const create = async (sent: Partial<UpdateUserPoolRequest>) =>
    world.idp.send(new CreateUserPoolCommand({PoolName: 'acme', ...sent}))

  test.each(['ON', 'OPTIONAL'] as const)('MFA %s needs an SMS configuration at creation', async (MfaConfiguration) => {
    await expect(create({MfaConfiguration})).rejects.toMatchObject({name: 'InvalidParameterException'})
    await expect(create({MfaConfiguration, SmsConfiguration})).resolves.toBeDefined()
  })

  test.each<Partial<UpdateUserPoolRequest>>([
    {UserPoolAddOns: {AdvancedSecurityMode: 'AUDIT'}},
    {UserPoolTier: 'LITE', Policies: {SignInPolicy: {AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP']}}},
    {UserPoolTier: 'LITE', Policies: {PasswordPolicy: {PasswordHistorySize: 3}}},
    {
      UserPoolTier: 'LITE',
      LambdaConfig: {
        PreTokenGenerationConfig: {
          LambdaVersion: 'V2_0',
          LambdaArn: 'arn:aws:lambda:eu-west-1:111122223333:function:f',
        },
      },
    },
  ])('a feature of a higher tier is refused: %j', async (sent) => {
    await expect(create(sent)).rejects.toMatchObject({name: 'FeatureUnavailableInTierException'})
  })

  const FACTORS = (...factors: AuthFactorType[]) => ({SignInPolicy: {AllowedFirstAuthFactors: factors}})
  const LambdaArn = 'arn:aws:lambda:eu-west-1:111122223333:function:f'

  test.each<[string, Partial<UpdateUserPoolRequest>]>([
    ['SOFTWARE_TOKEN is not supported', {Policies: FACTORS('PASSWORD', 'SOFTWARE_TOKEN')}],
    [
      'Only PASSWORD and WEB_AUTHN',
      {MfaConfiguration: 'ON', SmsConfiguration, Policies: FACTORS('PASSWORD', 'SMS_OTP')},
    ],
    ['not configured for MFA', {MfaConfiguration: 'ON', SmsConfiguration, Policies: FACTORS('PASSWORD', 'WEB_AUTHN')}],
    ['KMSKeyID is required', {LambdaConfig: {CustomEmailSender: {LambdaVersion: 'V1_0', LambdaArn}}}],
    [
      'same Lambda ARN',
      {
        LambdaConfig: {
          PreTokenGeneration: `${LambdaArn}2`,
          PreTokenGenerationConfig: {LambdaVersion: 'V1_0', LambdaArn},
        },
      },
    ],
  ])('what AWS does not let go together: %s', async (message, sent) => {
    await expect(create(sent)).rejects.toThrow(message)
  })

  test('a lower tier, while a factor that it lacks is set up', async () => {
    const id = await makePool(world)
    const WebAuthnConfiguration = {UserVerification: 'preferred' as const}
    const set = (sent: Partial<SetUserPoolMfaConfigRequest>) =>
      world.idp.send(new SetUserPoolMfaConfigCommand({UserPoolId: id, MfaConfiguration: 'OFF', ...sent}))
    const lower = () => world.idp.send(new UpdateUserPoolCommand({UserPoolId: id, UserPoolTier: 'LITE'}))
    await set({WebAuthnConfiguration})
    await expect(lower()).rejects.toMatchObject({name: 'FeatureUnavailableInTierException'})
    await set({})
    await expect(lower()).resolves.toBeDefined()
  })

  test('the channel of the second factor as the only way back in, from either side', async () => {
    const only = {RecoveryMechanisms: [{Priority: 1, Name: 'verified_phone_number' as const}]}
    const id = await makePool(world, {SmsConfiguration, AccountRecoverySetting: only})
    const texts = {UserPoolId: id, MfaConfiguration: 'ON' as const, SmsMfaConfiguration: {SmsConfiguration}}
    await expect(world.idp.send(new SetUserPoolMfaConfigCommand(texts))).rejects.toThrow('when SMS MFA is configured')
    await world.idp.send(new UpdateUserPoolCommand({UserPoolId: id}))
    await world.idp.send(new SetUserPoolMfaConfigCommand(texts))
    await expect(
      world.idp.send(
        new UpdateUserPoolCommand({
          UserPoolId: id,
          MfaConfiguration: 'ON',
          SmsConfiguration,
          AccountRecoverySetting: only,
        }),
      ),
    ).rejects.toThrow('when SMS MFA is configured')
  })

  test('a passkey that is one factor where MFA is required, and not where it is optional', async () => {
    const id = await makePool(world, {Policies: FACTORS('PASSWORD', 'WEB_AUTHN')})
    const set = (MfaConfiguration: UserPoolMfaType, FactorConfiguration: WebAuthnFactorConfigurationType) =>
      world.idp.send(
        new SetUserPoolMfaConfigCommand({
          UserPoolId: id,
          MfaConfiguration,
          SoftwareTokenMfaConfiguration: {Enabled: true},
          WebAuthnConfiguration: {FactorConfiguration},
        }),
      )
    await expect(set('ON', 'SINGLE_FACTOR')).rejects.toThrow(
      'Cannot set WebAuthn factor configuration to SINGLE_FACTOR',
    )
    await expect(set('OPTIONAL', 'SINGLE_FACTOR')).resolves.toBeDefined()
    await expect(set('ON', 'MULTI_FACTOR_WITH_USER_VERIFICATION')).resolves.toBeDefined()
  })

  test.each([
    {StringAttributeConstraints: {MaxLength: '2049'}},
    {StringAttributeConstraints: {MinLength: '3', MaxLength: '2'}},
    {AttributeDataType: 'Number' as const, NumberAttributeConstraints: {MinValue: '1', MaxValue: '0'}},
    {Name: 'abcdefghijklmnopqrstu'},
    {Required: true},
  ])('a custom attribute that no value fits: %j', async (sent) => {
    const id = await makePool(world)
    const CustomAttributes = [{Name: 'x', ...sent}]
    await expect(
      world.idp.send(new AddCustomAttributesCommand({UserPoolId: id, CustomAttributes})),
    ).rejects.toMatchObject({name: 'InvalidParameterException'})
  })

  test('what DescribeUserPool answers can not be sent back whole: one of two names for the validity must go', async () => {
    const id = await makePool(world)
    const {AdminCreateUserConfig, Policies} = await describePool(id)
    const update = {UserPoolId: id, AdminCreateUserConfig, Policies}
    await expect(world.idp.send(new UpdateUserPoolCommand(update))).rejects.toThrow('TemporaryPasswordValidityDays')
  })

  test('a name that AWS does not take, and a pool that does not exist', async () => {
    await expect(world.idp.send(new CreateUserPoolCommand({PoolName: 'a/b'}))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    })
    await expect(describePool('eu-west-1_000000000')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'User pool eu-west-1_000000000 does not exist.',
    })
  })
})

test('second factors other than SMS come by SetUserPoolMfaConfig, and UpdateUserPool can then switch MFA', async () => {
  const id = await makePool(world)
  const set = new SetUserPoolMfaConfigCommand({
    UserPoolId: id,
    MfaConfiguration: 'OPTIONAL',
    SoftwareTokenMfaConfiguration: {Enabled: true},
    WebAuthnConfiguration: {RelyingPartyId: 'acme.dev', UserVerification: 'required'},
  })
  await world.idp.send(set)
  await world.idp.send(new UpdateUserPoolCommand({UserPoolId: id, MfaConfiguration: 'ON'}))
  expect(await world.idp.send(new GetUserPoolMfaConfigCommand({UserPoolId: id}))).toMatchObject({
    MfaConfiguration: 'ON',
    SoftwareTokenMfaConfiguration: {Enabled: true},
    WebAuthnConfiguration: {RelyingPartyId: 'acme.dev', UserVerification: 'required'},
  })
  await world.idp.send(new UpdateUserPoolCommand({UserPoolId: id}))
  expect((await describePool(id)).MfaConfiguration).toBe('OFF')
  await expect(
    world.idp.send(new SetUserPoolMfaConfigCommand({UserPoolId: id, MfaConfiguration: 'ON'})),
  ).rejects.toThrow("can't disable all MFAs and require MFA")
})

test('a pool goes only without deletion protection and without a domain', async () => {
  const id = await makePool(world, {DeletionProtection: 'ACTIVE'})
  const remove = async () => world.idp.send(new DeleteUserPoolCommand({UserPoolId: id}))
  await expect(remove()).rejects.toThrow('deletion protection is activated')
  await world.idp.send(new UpdateUserPoolCommand({UserPoolId: id}))
  await world.idp.send(new CreateUserPoolDomainCommand({UserPoolId: id, Domain: 'acme-dev'}))
  await expect(remove()).rejects.toThrow(
    'User pool cannot be deleted. It has a domain configured that should be deleted first.',
  )
  await world.idp.send(new DeleteUserPoolDomainCommand({UserPoolId: id, Domain: 'acme-dev'}))
  await makeClient(world, id)
  await world.idp.send(new CreateGroupCommand({UserPoolId: id, GroupName: 'admins'}))
  await world.idp.send(new CreateResourceServerCommand({UserPoolId: id, Identifier: 'api', Name: 'api'}))
  const UserAttributes = [{Name: 'email', Value: 'alice@acme.dev'}]
  const DesiredDeliveryMediums = ['EMAIL' as const]
  await world.idp.send(
    new AdminCreateUserCommand({UserPoolId: id, Username: 'alice', UserAttributes, DesiredDeliveryMediums}),
  )
  await remove()
  await expect(describePool(id)).rejects.toMatchObject({name: 'ResourceNotFoundException'})
  expect(world.sandbox.world((tx) => tx.entries('cognito-idp/'))).toEqual([])
})

test('a domain prefix is one of a kind in its region, and free of reserved words', async () => {
  const [first, second] = [await makePool(world), await makePool(world)]
  const create = async (UserPoolId: string, Domain: string) =>
    world.idp.send(new CreateUserPoolDomainCommand({UserPoolId, Domain}))
  await create(first, 'acme')
  await expect(create(second, 'acme')).rejects.toThrow('Domain already associated with another user pool.')
  await expect(create(first, 'acme2')).rejects.toThrow('User pool already has a domain configured.')
  await expect(create(second, 'my-cognito')).rejects.toThrow('reserved word')
  await expect(create(second, '-acme')).rejects.toMatchObject({name: 'InvalidParameterException'})
  await world.idp.send(new UpdateUserPoolDomainCommand({UserPoolId: first, Domain: 'acme', ManagedLoginVersion: 2}))
  const {DomainDescription} = await world.idp.send(new DescribeUserPoolDomainCommand({Domain: 'acme'}))
  expect(DomainDescription).toMatchObject({UserPoolId: first, Status: 'ACTIVE', ManagedLoginVersion: 2})
  expect((await describePool(first)).Domain).toBe('acme')
  const nobody = await world.idp.send(new DescribeUserPoolDomainCommand({Domain: 'nobody'}))
  expect(nobody.DomainDescription).toEqual({})
})

test('another account, and another region, see nothing of a pool', async () => {
  const id = await makePool(world)
  const strangers = [world.idpWith(openOtherAccount(world)), world.idpWith(world.admin, 'us-east-1')]
  for (const stranger of strangers) {
    await expect(stranger.send(new DescribeUserPoolCommand({UserPoolId: id}))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `User pool ${id} does not exist.`,
    })
    await expect(stranger.send(new DeleteUserPoolCommand({UserPoolId: id}))).rejects.toThrow('does not exist')
    for await (const {UserPools} of paginateListUserPools({client: stranger}, {MaxResults: 1})) {
      expect(UserPools).toEqual([])
    }
  }
})

test('permission is asked for on the ARN of the pool', async () => {
  const [mine, other] = [await makePool(world), await makePool(world)]
  const Resource = `arn:aws:cognito-idp:eu-west-1:${world.accountId}:userpool/${mine}`
  const operator = world.idpWith(openUser(world, {Effect: 'Allow', Action: 'cognito-idp:*', Resource}))
  await expect(operator.send(new DescribeUserPoolCommand({UserPoolId: mine}))).resolves.toBeDefined()
  for (const refused of [
    operator.send(new DescribeUserPoolCommand({UserPoolId: other})),
    operator.send(new CreateUserPoolCommand({PoolName: 'x'})),
  ])
    await expect(refused).rejects.toMatchObject({name: 'AccessDeniedException'})
})

test('tags go by ARN and show in the pool', async () => {
  const id = await makePool(world, {UserPoolTags: {a: '1', b: '2'}})
  const ResourceArn = (await describePool(id)).Arn
  await world.idp.send(new TagResourceCommand({ResourceArn, Tags: {c: '3'}}))
  await world.idp.send(new UntagResourceCommand({ResourceArn, TagKeys: ['a']}))
  const {Tags} = await world.idp.send(new ListTagsForResourceCommand({ResourceArn}))
  expect(Tags).toEqual({b: '2', c: '3'})
  expect((await describePool(id)).UserPoolTags).toEqual(Tags)
})

test('custom attributes can be added, once each', async () => {
  const id = await makePool(world)
  const add = async () =>
    world.idp.send(
      new AddCustomAttributesCommand({UserPoolId: id, CustomAttributes: [{Name: 'age', AttributeDataType: 'Number'}]}),
    )
  await add()
  expect((await describePool(id)).SchemaAttributes).toHaveLength(21)
  await expect(add()).rejects.toThrow('custom:age: Existing attribute already has name custom:age.')
})

test('readers of what nobody set answer as AWS does', async () => {
  const UserPoolId = await makePool(world)
  const ClientId = await makeClient(world, UserPoolId)
  const {idp} = world
  const risk = await idp.send(new DescribeRiskConfigurationCommand({UserPoolId}))
  expect(risk.RiskConfiguration).toEqual({UserPoolId})
  expect((await idp.send(new GetUICustomizationCommand({UserPoolId}))).UICustomization).toEqual({})
  const logs = await idp.send(new GetLogDeliveryConfigurationCommand({UserPoolId}))
  expect(logs.LogDeliveryConfiguration).toEqual({UserPoolId, LogConfigurations: []})
  await expect(idp.send(new DescribeManagedLoginBrandingByClientCommand({UserPoolId, ClientId}))).rejects.toMatchObject(
    {name: 'ResourceNotFoundException'},
  )
})
