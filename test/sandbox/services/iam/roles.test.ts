import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateServiceLinkedRoleCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DeleteUserCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListRoleTagsCommand,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
  paginateListRoles,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {roles} from '../../../../src/sandbox/services/iam/tables.js'
import {allow, openOtherAccount, openWorld, trust, trustEc2} from './world.js'

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess'

describe('a role', () => {
  test('comes back as it was made, with its trust policy byte for byte', async () => {
    const {client, accountId} = await openWorld()
    const document = `  ${trust('*', {Condition: {StringLike: {'sts:ExternalId': "it's (fine)*!"}}}).replaceAll(',', ' ,\n\t')} `
    const tags = [{Key: 'awsup:project', Value: 'acme @ 1/2'}]

    await client.send(
      new CreateRoleCommand({
        RoleName: 'Reader',
        Path: '/apps/',
        AssumeRolePolicyDocument: document,
        MaxSessionDuration: 7200,
        Description: 'reads',
        Tags: tags,
      }),
    )
    const {Role: role} = await client.send(new GetRoleCommand({RoleName: 'READER'}))

    expect(role).toMatchObject({
      RoleName: 'Reader',
      Path: '/apps/',
      Arn: `arn:aws:iam::${accountId}:role/apps/Reader`,
      MaxSessionDuration: 7200,
      Description: 'reads',
      Tags: tags,
    })
    expect(role?.RoleId).toMatch(/^AROA[A-Z2-7]{17}$/)
    expect(role?.AssumeRolePolicyDocument).not.toMatch(/[^\w%.~-]/)
    expect(decodeURIComponent(role?.AssumeRolePolicyDocument ?? '')).toBe(document)
  })

  test('has a name that no other role of the account may have, whatever its case and path', async () => {
    const {client} = await openWorld()
    await client.send(new CreateRoleCommand({RoleName: 'reader', AssumeRolePolicyDocument: trustEc2}))

    const again = client.send(
      new CreateRoleCommand({RoleName: 'READER', Path: '/x/', AssumeRolePolicyDocument: trustEc2}),
    )

    await expect(again).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
      message: 'Role with name READER already exists.',
      $metadata: {httpStatusCode: 409},
    })
  })

  test('is not found in another account, and its name is free there', async () => {
    const world = await openWorld()
    const other = openOtherAccount(world)
    await world.client.send(new CreateRoleCommand({RoleName: 'reader', AssumeRolePolicyDocument: trustEc2}))

    await expect(other.send(new GetRoleCommand({RoleName: 'reader'}))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The role with name reader cannot be found.',
      $metadata: {httpStatusCode: 404},
    })
    await other.send(new CreateRoleCommand({RoleName: 'reader', AssumeRolePolicyDocument: trustEc2}))
    await other.send(new DeleteRoleCommand({RoleName: 'reader'}))
    await world.client.send(new GetRoleCommand({RoleName: 'reader'}))
  })

  test('that is made again has a new id, and can be assumed only after the delay', async () => {
    const {client, sandbox, accountId, clock} = await openWorld({newRoleDelayMs: 5000})
    const make = () => client.send(new CreateRoleCommand({RoleName: 'reader', AssumeRolePolicyDocument: trustEc2}))
    const {Role: first} = await make()
    await client.send(new DeleteRoleCommand({RoleName: 'reader'}))
    const {Role: second} = await make()

    expect(second?.RoleId).not.toBe(first?.RoleId)
    expect(sandbox.world((tx) => roles.get(tx, [accountId, 'reader'])?.assumableAt)).toBe(clock.now + 5000)
  })

  test('keeps what an update leaves out', async () => {
    const {client} = await openWorld()
    await client.send(
      new CreateRoleCommand({RoleName: 'reader', AssumeRolePolicyDocument: trustEc2, Description: 'reads'}),
    )
    await client.send(new UpdateRoleCommand({RoleName: 'reader', MaxSessionDuration: 43_200}))

    const {Role: role} = await client.send(new GetRoleCommand({RoleName: 'reader'}))
    expect(role).toMatchObject({Description: 'reads', MaxSessionDuration: 43_200})
  })

  test('is listed by path, page by page, without tags', async () => {
    const {client} = await openWorld()
    const names = ['a', 'B', 'c', 'd', 'e']
    for (const RoleName of names)
      await client.send(
        new CreateRoleCommand({
          RoleName,
          Path: RoleName === 'c' ? '/' : '/x/',
          AssumeRolePolicyDocument: trustEc2,
          Tags: [{Key: 'k', Value: 'v'}],
        }),
      )

    const pages = []
    for await (const page of paginateListRoles({client}, {PathPrefix: '/x/'})) pages.push(page)

    expect(pages.flatMap(({Roles = []}) => Roles.map(({RoleName}) => RoleName))).toEqual(['a', 'B', 'd', 'e'])
    expect(pages.map(({IsTruncated}) => IsTruncated)).toEqual([true, false])
    expect(pages[0]?.Roles?.[0]?.Tags).toBeUndefined()
  })

  test('that belongs to an AWS service can not be changed or deleted', async () => {
    const {client, accountId} = await openWorld()
    const {Role: role} = await client.send(
      new CreateServiceLinkedRoleCommand({AWSServiceName: 'organizations.amazonaws.com'}),
    )
    expect(role?.Arn).toBe(
      `arn:aws:iam::${accountId}:role/aws-service-role/organizations.amazonaws.com/AWSServiceRoleForOrganizations`,
    )
    const RoleName = role?.RoleName
    for (const refused of [
      client.send(new DeleteRoleCommand({RoleName})),
      client.send(new AttachRolePolicyCommand({RoleName, PolicyArn: READ_ONLY})),
    ])
      await expect(refused).rejects.toMatchObject({name: 'UnmodifiableEntityException'})
  })
})

test('whatever was put, attached, removed and detached, a role is deleted exactly when nothing is left', async () => {
  const names = fc.constantFrom('one', 'two', '__proto__')
  const arns = fc.constantFrom(READ_ONLY, ADMIN)
  const step = fc.oneof(
    names.map((name) => ({type: 'put', name}) as const),
    names.map((name) => ({type: 'remove', name}) as const),
    arns.map((name) => ({type: 'attach', name}) as const),
    arns.map((name) => ({type: 'detach', name}) as const),
  )
  const {client} = await openWorld()
  const RoleName = 'law'
  await fc.assert(
    fc.asyncProperty(fc.array(step, {maxLength: 8}), async (steps) => {
      await client.send(new CreateRoleCommand({RoleName, AssumeRolePolicyDocument: trustEc2}))
      const inline = new Set<string>()
      const attached = new Set<string>()
      for (const {type, name} of steps) {
        const there = (type === 'remove' ? inline : attached).has(name)
        const sent =
          type === 'put'
            ? client.send(new PutRolePolicyCommand({RoleName, PolicyName: name, PolicyDocument: allow('s3:*')}))
            : type === 'attach'
              ? client.send(new AttachRolePolicyCommand({RoleName, PolicyArn: name}))
              : type === 'remove'
                ? client.send(new DeleteRolePolicyCommand({RoleName, PolicyName: name}))
                : client.send(new DetachRolePolicyCommand({RoleName, PolicyArn: name}))
        if (type === 'put' || type === 'attach' || there) await sent
        else await expect(sent).rejects.toMatchObject({name: 'NoSuchEntityException'})
        if (type === 'put') inline.add(name)
        if (type === 'remove') inline.delete(name)
        if (type === 'attach') attached.add(name)
        if (type === 'detach') attached.delete(name)
      }

      const listed = []
      for await (const page of paginateListRolePolicies({client}, {RoleName})) listed.push(...(page.PolicyNames ?? []))
      expect(new Set(listed)).toEqual(inline)
      const arnsListed = []
      for await (const page of paginateListAttachedRolePolicies({client}, {RoleName}))
        arnsListed.push(...(page.AttachedPolicies ?? []).map(({PolicyArn}) => PolicyArn))
      expect(new Set(arnsListed)).toEqual(attached)

      if (inline.size + attached.size > 0) {
        await expect(client.send(new DeleteRoleCommand({RoleName}))).rejects.toMatchObject({
          name: 'DeleteConflictException',
          message:
            attached.size > 0
              ? 'Cannot delete entity, must detach all policies first.'
              : 'Cannot delete entity, must delete policies first.',
        })
        for (const PolicyName of inline) await client.send(new DeleteRolePolicyCommand({RoleName, PolicyName}))
        for (const PolicyArn of attached) await client.send(new DetachRolePolicyCommand({RoleName, PolicyArn}))
      }
      await client.send(new DeleteRoleCommand({RoleName}))
    }),
    {numRuns: 25},
  )
})

describe('an inline policy', () => {
  test('comes back byte for byte, whatever its white space', async () => {
    const {client} = await openWorld()
    await client.send(new CreateRoleCommand({RoleName: 'reader', AssumeRolePolicyDocument: trustEc2}))
    const space = fc.array(fc.constantFrom(' ', '\t', '\n'), {maxLength: 4}).map((chars) => chars.join(''))
    const text = fc.string({unit: fc.integer({min: 0x20, max: 0xff}).map((code) => String.fromCharCode(code))})
    await fc.assert(
      fc.asyncProperty(space, text, async (gap, value) => {
        const PolicyDocument = `${gap}{${gap}"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*",${gap}"Resource":"*","Condition":{"StringLike":{"s3:prefix":${JSON.stringify(value)}}}}}`
        await client.send(new PutRolePolicyCommand({RoleName: 'reader', PolicyName: 'p', PolicyDocument}))
        const read = await client.send(new GetRolePolicyCommand({RoleName: 'reader', PolicyName: 'p'}))
        expect(read).toMatchObject({RoleName: 'reader', PolicyName: 'p'})
        expect(decodeURIComponent(read.PolicyDocument ?? '')).toBe(PolicyDocument)
      }),
      {numRuns: 25},
    )
  })

  test('counts towards the quota of all inline policies together, white space left out', async () => {
    const {client} = await openWorld()
    await client.send(new CreateRoleCommand({RoleName: 'reader', AssumeRolePolicyDocument: trustEc2}))
    const put = (PolicyName: string, length: number) => {
      const empty = allow('s3:*', 'arn:aws:s3:::')
      const PolicyDocument = `${' '.repeat(3000)}${allow('s3:*', `arn:aws:s3:::${'x'.repeat(length - empty.length)}`)}`
      return client.send(new PutRolePolicyCommand({RoleName: 'reader', PolicyName, PolicyDocument}))
    }
    await put('a', 6000)
    await put('b', 4240)
    await put('b', 4240)

    await expect(put('b', 4241)).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Maximum policy size of 10240 bytes exceeded for role reader',
    })
  })
})

describe('tags of a role', () => {
  test('are added, replaced whatever their case, and taken away', async () => {
    const {client} = await openWorld()
    const RoleName = 'reader'
    await client.send(
      new CreateRoleCommand({RoleName, AssumeRolePolicyDocument: trustEc2, Tags: [{Key: 'Team', Value: 'a'}]}),
    )
    await client.send(
      new TagRoleCommand({
        RoleName,
        Tags: [
          {Key: 'team', Value: 'b'},
          {Key: '__proto__', Value: 'c'},
        ],
      }),
    )
    const read = () => client.send(new ListRoleTagsCommand({RoleName}))
    expect((await read()).Tags).toEqual([
      {Key: '__proto__', Value: 'c'},
      {Key: 'team', Value: 'b'},
    ])
    await client.send(new UntagRoleCommand({RoleName, TagKeys: ['team', 'absent']}))
    expect((await read()).Tags).toEqual([{Key: '__proto__', Value: 'c'}])
  })

  test('may not name a key twice', async () => {
    const {client} = await openWorld()
    const Tags = [
      {Key: 'team', Value: 'a'},
      {Key: 'TEAM', Value: 'b'},
    ]
    await expect(
      client.send(new CreateRoleCommand({RoleName: 'reader', AssumeRolePolicyDocument: trustEc2, Tags})),
    ).rejects.toMatchObject({
      name: 'InvalidInputException',
      message: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    })
  })
})

describe('a permissions boundary', () => {
  test('must exist, shows on the role, and keeps its policy from being deleted', async () => {
    const {client, accountId} = await openWorld()
    const RoleName = 'reader'
    await client.send(new CreateRoleCommand({RoleName, AssumeRolePolicyDocument: trustEc2}))
    const PermissionsBoundary = `arn:aws:iam::${accountId}:policy/edge`
    const put = () => client.send(new PutRolePermissionsBoundaryCommand({RoleName, PermissionsBoundary}))
    await expect(put()).rejects.toMatchObject({name: 'NoSuchEntityException'})

    await client.send(new CreatePolicyCommand({PolicyName: 'edge', PolicyDocument: allow('s3:*')}))
    await put()
    const read = async () => (await client.send(new GetRoleCommand({RoleName}))).Role?.PermissionsBoundary
    expect((await read())?.PermissionsBoundaryArn).toBe(PermissionsBoundary)
    await client.send(new DeleteRolePermissionsBoundaryCommand({RoleName}))
    expect(await read()).toBeUndefined()
  })
})

describe('a trust policy', () => {
  const cognito = (condition?: object) =>
    trust(
      {Federated: 'cognito-identity.amazonaws.com'},
      {Action: 'sts:AssumeRoleWithWebIdentity', ...(condition && {Condition: condition})},
    )
  const aud = {'cognito-identity.amazonaws.com:aud': 'eu-west-1:00000000-0000-0000-0000-000000000000'}

  test.each([
    ['not JSON', '{', 'This policy contains invalid Json'],
    ['a list', '[]', 'This policy contains invalid Json'],
    ['no statement', '{"Version":"2012-10-17"}', 'Syntax errors in policy.'],
    ['an unknown version', '{"Version":"2020-01-01","Statement":[]}', 'Syntax errors in policy.'],
    ['a resource', trust({Service: 'ec2.amazonaws.com'}, {Resource: '*'}), 'Has prohibited field Resource'],
    ['nobody to trust', trust(undefined), 'Missing required field Principal'],
    ['another action', trust('*', {Action: 's3:GetObject'}), /^AssumeRole policy may only specify STS/],
    ['an unknown operator', trust('*', {Condition: {Like: {'aws:x': 'y'}}}), 'Invalid Condition type : Like.'],
    ['a service that is none', trust({Service: 'nobody'}), 'Invalid principal in policy: "SERVICE":"nobody"'],
    [
      'a user who does not exist',
      trust({AWS: 'arn:aws:iam::000000000042:user/bob'}),
      'Invalid principal in policy: "AWS":"arn:aws:iam::000000000042:user/bob"',
    ],
    ['an unknown account', trust({AWS: '000000000001'}), 'Invalid principal in policy: "AWS":"000000000001"'],
    ['Cognito without its aud', cognito(), /cognito-identity\.amazonaws\.com:aud/],
    ['Cognito with every aud but one', cognito({StringNotEquals: aud}), /cognito-identity\.amazonaws\.com:aud/],
  ])('is refused with %s', async (_title, AssumeRolePolicyDocument, message) => {
    const {client} = await openWorld()
    const refused = client.send(new CreateRoleCommand({RoleName: 'r', AssumeRolePolicyDocument}))
    await expect(refused).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
      $metadata: {httpStatusCode: 400},
    })
    await expect(refused).rejects.toThrow(message)
  })

  test('may trust whoever exists: accounts, users, roles, services, Cognito by its pool', async () => {
    const world = await openWorld()
    const {client, accountId} = world
    openOtherAccount(world)
    await client.send(new CreateRoleCommand({RoleName: 'r', Path: '/p/', AssumeRolePolicyDocument: trustEc2}))
    for (const document of [
      trust('*'),
      trust({AWS: '*'}),
      trust({AWS: ['000000000042', 'arn:aws:iam::000000000042:root']}),
      trust({AWS: `arn:aws:iam::${accountId}:user/admin`}),
      trust({AWS: `arn:aws:iam::${accountId}:role/p/r`}),
      trust({AWS: `arn:aws:sts::${accountId}:assumed-role/r/session`}),
      cognito({StringEquals: aud, 'ForAnyValue:StringLike': {'cognito-identity.amazonaws.com:amr': 'authenticated'}}),
    ])
      await client.send(new UpdateAssumeRolePolicyCommand({RoleName: 'r', PolicyDocument: document}))
  })

  test('may not be larger than 2048 characters, white space left out', async () => {
    const {client} = await openWorld()
    const make = (length: number) => {
      const base = trust('*', {Condition: {StringEquals: {'sts:ExternalId': ''}}}).length
      const document = trust('*', {Condition: {StringEquals: {'sts:ExternalId': 'x'.repeat(length - base)}}})
      return client.send(new UpdateAssumeRolePolicyCommand({RoleName: 'r', PolicyDocument: `${document}\n\n`}))
    }
    await client.send(new CreateRoleCommand({RoleName: 'r', AssumeRolePolicyDocument: trustEc2}))
    await make(2048)
    await expect(make(2049)).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Cannot exceed quota for ACLSizePerRole: 2048',
    })
  })

  test('shows a deleted user by unique id, so that a new user of that name is not trusted', async () => {
    const {client, accountId} = await openWorld()
    const {User: user} = await client.send(new CreateUserCommand({UserName: 'bob'}))
    const AssumeRolePolicyDocument = trust({AWS: [`arn:aws:iam::${accountId}:user/bob`, accountId]})
    await client.send(new CreateRoleCommand({RoleName: 'r', AssumeRolePolicyDocument}))
    await client.send(new DeleteUserCommand({UserName: 'bob'}))
    await client.send(new CreateUserCommand({UserName: 'bob'}))

    const {Role: role} = await client.send(new GetRoleCommand({RoleName: 'r'}))
    expect(decodeURIComponent(role?.AssumeRolePolicyDocument ?? '')).toBe(trust({AWS: [user?.UserId, accountId]}))
  })
})
