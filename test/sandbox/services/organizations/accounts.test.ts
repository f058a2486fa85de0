import {
  CloseAccountCommand,
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  DeleteOrganizationCommand,
  DescribeAccountCommand,
  DescribeCreateAccountStatusCommand,
  DescribeOrganizationCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListChildrenCommand,
  ListCreateAccountStatusCommand,
  ListParentsCommand,
  ListRootsCommand,
  MoveAccountCommand,
  paginateListAccounts,
  paginateListCreateAccountStatus,
  RemoveAccountFromOrganizationCommand,
} from '@aws-sdk/client-organizations'
import {ListAttachedRolePoliciesCommand} from '@aws-sdk/client-iam'
import {describe, expect, test} from 'vitest'
import {enter, makeAccount, openOrganization, openWorld, present} from './world.js'

const DAY = 24 * 60 * 60 * 1000

describe('an organization', () => {
  test('begins with all features, one account and service control policies enabled', async () => {
    const {admin, accountId} = await openWorld()
    await expect(admin.organizations.send(new DescribeOrganizationCommand({}))).rejects.toMatchObject({
      name: 'AWSOrganizationsNotInUseException',
      $metadata: {httpStatusCode: 400},
    })
    const {Organization} = await admin.organizations.send(new CreateOrganizationCommand({}))
    expect(Organization?.Id).toMatch(/^o-[a-z0-9]{10}$/)
    expect(Organization).toMatchObject({
      Arn: `arn:aws:organizations::${accountId}:organization/${present(Organization?.Id)}`,
      MasterAccountArn: `arn:aws:organizations::${accountId}:account/${present(Organization?.Id)}/${accountId}`,
      FeatureSet: 'ALL',
      MasterAccountId: accountId,
      AvailablePolicyTypes: [{Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED'}],
    })
    const {Roots} = await admin.organizations.send(new ListRootsCommand({}))
    expect(Roots?.[0]?.Id).toMatch(/^r-[a-z0-9]{4}$/)
    // Whatever AvailablePolicyTypes says, which AWS calls deprecated.
    expect(Roots?.[0]).toMatchObject({Name: 'Root', PolicyTypes: []})
    await expect(admin.organizations.send(new CreateOrganizationCommand({}))).rejects.toMatchObject({
      name: 'AlreadyInOrganizationException',
    })
  })

  test('can not be deleted while it has members', async () => {
    const world = await openOrganization()
    await makeAccount(world, 'dev')
    const {organizations} = world.admin
    await expect(organizations.send(new DeleteOrganizationCommand({}))).rejects.toMatchObject({
      name: 'OrganizationNotEmptyException',
    })
  })

  test('is gone after it was deleted, and can be made again', async () => {
    const {admin} = await openOrganization()
    await admin.organizations.send(new DeleteOrganizationCommand({}))
    await expect(admin.organizations.send(new ListRootsCommand({}))).rejects.toMatchObject({
      name: 'AWSOrganizationsNotInUseException',
    })
    await admin.organizations.send(new CreateOrganizationCommand({FeatureSet: 'CONSOLIDATED_BILLING'}))
    const {Organization} = await admin.organizations.send(new DescribeOrganizationCommand({}))
    expect(Organization).toMatchObject({FeatureSet: 'CONSOLIDATED_BILLING', AvailablePolicyTypes: []})
  })

  test('a member may describe it and nothing else', async () => {
    const world = await openOrganization()
    const member = await enter(world, await makeAccount(world, 'dev'))
    const {Organization} = await member.organizations.send(new DescribeOrganizationCommand({}))
    expect(Organization?.MasterAccountId).toBe(world.accountId)
    await expect(member.organizations.send(new ListAccountsCommand({}))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: "You don't have permissions to access this resource.",
    })
  })
})

describe('an account', () => {
  test('is being made for a while, and then is there, with its role', async () => {
    const world = await openOrganization()
    const {organizations} = world.admin
    const {CreateAccountStatus: asked} = await organizations.send(
      new CreateAccountCommand({AccountName: 'dev', Email: 'dev@acme.dev', Tags: [{Key: 'a', Value: 'b'}]}),
    )
    expect(asked).toMatchObject({State: 'IN_PROGRESS', AccountName: 'dev'})
    expect(asked?.Id).toMatch(/^car-[a-z0-9]{8,32}$/)
    const describe = new DescribeCreateAccountStatusCommand({CreateAccountRequestId: asked?.Id})
    world.clock.now += 399
    expect((await organizations.send(describe)).CreateAccountStatus?.State).toBe('IN_PROGRESS')
    world.clock.now += 1
    const {CreateAccountStatus: done} = await organizations.send(describe)
    expect(done).toMatchObject({State: 'SUCCEEDED', CompletedTimestamp: expect.any(Date) as Date})
    const accountId = present(done?.AccountId)
    expect(accountId).toMatch(/^\d{12}$/)
    const {Account} = await organizations.send(new DescribeAccountCommand({AccountId: accountId}))
    expect(Account).toMatchObject({
      Id: accountId,
      Email: 'dev@acme.dev',
      Status: 'ACTIVE',
      State: 'ACTIVE',
      JoinedMethod: 'CREATED',
    })
    expect(Account?.Paths?.[0]).toMatch(new RegExp(`^o-[a-z0-9]+/${world.rootId}/${accountId}/$`))
    expect(Account?.Arn).toMatch(new RegExp(`^arn:aws:organizations::${world.accountId}:account/o-.*/${accountId}$`))

    await expect(enter(world, accountId)).rejects.toMatchObject({name: 'AccessDenied'})
    world.clock.now += 400
    const member = await enter(world, accountId)
    const {AttachedPolicies} = await member.iam.send(
      new ListAttachedRolePoliciesCommand({RoleName: 'OrganizationAccountAccessRole'}),
    )
    expect(AttachedPolicies).toMatchObject([{PolicyName: 'AdministratorAccess'}])
  })

  test('needs an address of its own, in any case, even one that a closed account has used', async () => {
    const world = await openOrganization()
    const {organizations} = world.admin
    await organizations.send(new CloseAccountCommand({AccountId: await makeAccount(world, 'dev')}))
    world.clock.now += DAY
    const ask = async (email: string): Promise<string> => {
      const {CreateAccountStatus: asked} = await organizations.send(
        new CreateAccountCommand({AccountName: 'twin', Email: email}),
      )
      world.clock.now += 400
      const {CreateAccountStatus: done} = await organizations.send(
        new DescribeCreateAccountStatusCommand({CreateAccountRequestId: asked?.Id}),
      )
      return `${done?.State ?? ''} ${done?.FailureReason ?? ''}`
    }
    expect(await ask('DEV@acme.dev')).toBe('FAILED EMAIL_ALREADY_EXISTS')
    expect(await ask('.dot@acme.dev')).toBe('FAILED INVALID_EMAIL')
    expect(await ask('a+plus@acme.dev')).toBe('SUCCEEDED ')
  })

  test('is refused beyond the quota, in its status', async () => {
    const world = await openOrganization({accountQuota: 2})
    await makeAccount(world, 'dev')
    await expect(makeAccount(world, 'prod')).rejects.toThrow()
    const {CreateAccountStatuses} = await world.admin.organizations.send(
      new ListCreateAccountStatusCommand({States: ['FAILED']}),
    )
    expect(CreateAccountStatuses).toMatchObject([{AccountName: 'prod', FailureReason: 'ACCOUNT_LIMIT_EXCEEDED'}])
  })

  test('fails for the reason that a fault draws', async () => {
    const world = await openOrganization({
      faults: [
        {
          operation: 'organizations:CreateAccount',
          nth: 2,
          when: 'before',
          effect: {type: 'account-failure', reason: 'INTERNAL_FAILURE'},
        },
      ],
    })
    await makeAccount(world, 'first')
    await expect(makeAccount(world, 'second')).rejects.toThrow()
    await makeAccount(world, 'third')
    const pages = paginateListCreateAccountStatus({client: world.admin.organizations}, {})
    const found = []
    for await (const {CreateAccountStatuses = []} of pages) found.push(CreateAccountStatuses)
    expect(found.map((page) => page.length)).toEqual([2, 1])
    expect(found.flat().map(({FailureReason}) => FailureReason)).toEqual([undefined, 'INTERNAL_FAILURE', undefined])
  })

  test('no more than five are made at once', async () => {
    const {admin} = await openOrganization()
    const ask = (n: number) =>
      admin.organizations.send(new CreateAccountCommand({AccountName: `a${n}`, Email: `a${n}@acme.dev`}))
    for (const n of [1, 2, 3, 4, 5]) await ask(n)
    await expect(ask(6)).rejects.toMatchObject({
      name: 'ConstraintViolationException',
      Reason: 'ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED',
    })
  })

  test('its status is not found under an id that nobody gave', async () => {
    const {admin} = await openOrganization()
    const describe = new DescribeCreateAccountStatusCommand({CreateAccountRequestId: 'car-00000000'})
    await expect(admin.organizations.send(describe)).rejects.toMatchObject({
      name: 'CreateAccountStatusNotFoundException',
    })
  })

  test('moves from where it is to where it is not', async () => {
    const world = await openOrganization()
    const {organizations} = world.admin
    const {rootId} = world
    const accountId = await makeAccount(world, 'dev')
    const {OrganizationalUnit} = await organizations.send(
      new CreateOrganizationalUnitCommand({ParentId: rootId, Name: 'workloads'}),
    )
    const unitId = present(OrganizationalUnit?.Id)
    const move = (SourceParentId: string, DestinationParentId: string) =>
      organizations.send(new MoveAccountCommand({AccountId: accountId, SourceParentId, DestinationParentId}))
    await expect(move(rootId, rootId)).rejects.toMatchObject({name: 'DuplicateAccountException'})
    await expect(move(rootId, 'r-none')).rejects.toMatchObject({name: 'DestinationParentNotFoundException'})
    await move(rootId, unitId)
    await expect(move(unitId, unitId)).rejects.toMatchObject({name: 'DuplicateAccountException'})
    await expect(move(`${unitId.slice(0, -8)}${'x'.repeat(9)}`, rootId)).rejects.toMatchObject({
      name: 'SourceParentNotFoundException',
    })
    const {Parents} = await organizations.send(new ListParentsCommand({ChildId: accountId}))
    expect(Parents).toEqual([{Id: unitId, Type: 'ORGANIZATIONAL_UNIT'}])
    const {Accounts} = await organizations.send(new ListAccountsForParentCommand({ParentId: unitId}))
    expect(Accounts?.map(({Id}) => Id)).toEqual([accountId])
    const {Children} = await organizations.send(new ListChildrenCommand({ParentId: rootId, ChildType: 'ACCOUNT'}))
    expect(Children).toEqual([{Id: world.accountId, Type: 'ACCOUNT'}])
  })

  test('is listed over pages, each account once', async () => {
    const world = await openOrganization()
    const made = [await makeAccount(world, 'a'), await makeAccount(world, 'b'), await makeAccount(world, 'c')]
    const ids: (string | undefined)[] = []
    let pages = 0
    for await (const {Accounts = []} of paginateListAccounts({client: world.admin.organizations}, {})) {
      pages += 1
      ids.push(...Accounts.map(({Id}) => Id))
    }
    expect(pages).toBe(2)
    expect(ids).toEqual([world.accountId, ...made])
    await expect(world.admin.organizations.send(new ListAccountsCommand({MaxResults: 21}))).rejects.toMatchObject({
      name: 'InvalidInputException',
      Reason: 'MAX_VALUE_EXCEEDED',
    })
  })

  test('is pending, then closed, and forgotten after ninety days', async () => {
    const world = await openOrganization()
    const {organizations} = world.admin
    const AccountId = await makeAccount(world, 'dev')
    const read = async () => (await organizations.send(new DescribeAccountCommand({AccountId}))).Account
    const close = (id: string) => organizations.send(new CloseAccountCommand({AccountId: id}))
    await expect(close(world.accountId)).rejects.toMatchObject({Reason: 'CANNOT_CLOSE_MANAGEMENT_ACCOUNT'})
    await expect(close('000000000000')).rejects.toMatchObject({name: 'AccountNotFoundException'})
    await close(AccountId)
    expect(await read()).toMatchObject({State: 'PENDING_CLOSURE', Status: 'PENDING_CLOSURE'})
    await enter(world, AccountId)
    world.clock.now += 400
    expect(await read()).toMatchObject({State: 'CLOSED', Status: 'SUSPENDED'})
    await expect(enter(world, AccountId)).rejects.toMatchObject({name: 'AccessDenied'})
    await expect(close(AccountId)).rejects.toMatchObject({name: 'AccountAlreadyClosedException'})
    world.clock.now += 90 * DAY
    await expect(read()).rejects.toMatchObject({name: 'AccountNotFoundException'})
  })

  test('can leave four days after it was made, not before', async () => {
    const world = await openOrganization()
    const AccountId = await makeAccount(world, 'dev')
    const leave = () => world.admin.organizations.send(new RemoveAccountFromOrganizationCommand({AccountId}))
    await expect(leave()).rejects.toMatchObject({Reason: 'WAIT_PERIOD_ACTIVE'})
    world.clock.now += 4 * DAY
    await leave()
    const {Accounts} = await world.admin.organizations.send(new ListAccountsCommand({}))
    expect(Accounts?.map(({Id}) => Id)).toEqual([world.accountId])
  })
})
