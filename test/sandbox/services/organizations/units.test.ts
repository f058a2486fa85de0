import {
  CreateOrganizationalUnitCommand,
  DeleteOrganizationalUnitCommand,
  DescribeOrganizationalUnitCommand,
  ListChildrenCommand,
  ListParentsCommand,
  ListTagsForResourceCommand,
  MoveAccountCommand,
  paginateListOrganizationalUnitsForParent,
  paginateListTagsForResource,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateOrganizationalUnitCommand,
} from '@aws-sdk/client-organizations'
import {describe, expect, test} from 'vitest'
import {makeAccount, openOrganization, present, type World} from './world.js'

async function makeUnit({admin}: World, ParentId: string, Name: string): Promise<string> {
  const {OrganizationalUnit} = await admin.organizations.send(new CreateOrganizationalUnitCommand({ParentId, Name}))
  return present(OrganizationalUnit?.Id)
}

describe('an organizational unit', () => {
  test('has AWS’s ids, and a path', async () => {
    const world = await openOrganization()
    const OrganizationalUnitId = await makeUnit(world, world.rootId, 'workloads')
    expect(OrganizationalUnitId).toMatch(new RegExp(`^ou-${world.rootId.slice(2)}-[a-z0-9]{8}$`))
    const inner = await makeUnit(world, OrganizationalUnitId, 'dev')
    const {OrganizationalUnit} = await world.admin.organizations.send(
      new DescribeOrganizationalUnitCommand({OrganizationalUnitId: inner}),
    )
    expect(OrganizationalUnit?.Path).toMatch(
      new RegExp(`^o-[a-z0-9]{10}/${world.rootId}/${OrganizationalUnitId}/${inner}/$`),
    )
    expect(OrganizationalUnit?.Arn).toMatch(new RegExp(`^arn:aws:organizations::${world.accountId}:ou/o-.*/${inner}$`))
    const {Parents} = await world.admin.organizations.send(new ListParentsCommand({ChildId: inner}))
    expect(Parents).toEqual([{Id: OrganizationalUnitId, Type: 'ORGANIZATIONAL_UNIT'}])
  })

  test('has a name of its own among its siblings', async () => {
    const world = await openOrganization()
    const a = await makeUnit(world, world.rootId, 'a')
    await makeUnit(world, a, 'a')
    await expect(makeUnit(world, world.rootId, 'a')).rejects.toMatchObject({
      name: 'DuplicateOrganizationalUnitException',
    })
    const b = await makeUnit(world, world.rootId, 'b')
    const rename = (OrganizationalUnitId: string, Name: string) =>
      world.admin.organizations.send(new UpdateOrganizationalUnitCommand({OrganizationalUnitId, Name}))
    await expect(rename(b, 'a')).rejects.toMatchObject({name: 'DuplicateOrganizationalUnitException'})
    expect((await rename(b, 'b')).OrganizationalUnit?.Name).toBe('b')
    expect((await rename(b, 'c')).OrganizationalUnit?.Name).toBe('c')
  })

  test('nests five deep', async () => {
    const world = await openOrganization()
    let parent = world.rootId
    for (const name of ['1', '2', '3', '4', '5']) parent = await makeUnit(world, parent, name)
    await expect(makeUnit(world, parent, '6')).rejects.toMatchObject({Reason: 'OU_DEPTH_LIMIT_EXCEEDED'})
  })

  test('is deleted only when it is empty', async () => {
    const world = await openOrganization()
    const {organizations} = world.admin
    const unit = await makeUnit(world, world.rootId, 'a')
    const inner = await makeUnit(world, unit, 'b')
    const AccountId = await makeAccount(world, 'dev')
    const move = (SourceParentId: string, DestinationParentId: string) =>
      organizations.send(new MoveAccountCommand({AccountId, SourceParentId, DestinationParentId}))
    const remove = (OrganizationalUnitId: string) =>
      organizations.send(new DeleteOrganizationalUnitCommand({OrganizationalUnitId}))
    await move(world.rootId, inner)
    const full = {name: 'OrganizationalUnitNotEmptyException'}
    await expect(remove(unit)).rejects.toMatchObject(full)
    await expect(remove(inner)).rejects.toMatchObject(full)
    await move(inner, world.rootId)
    await remove(inner)
    await remove(unit)
    await expect(remove(unit)).rejects.toMatchObject({name: 'OrganizationalUnitNotFoundException'})
  })

  test('is listed under its parent, over pages', async () => {
    const world = await openOrganization()
    const {organizations} = world.admin
    const made = [
      await makeUnit(world, world.rootId, 'a'),
      await makeUnit(world, world.rootId, 'b'),
      await makeUnit(world, world.rootId, 'c'),
    ]
    const found: string[] = []
    const pages = paginateListOrganizationalUnitsForParent({client: organizations}, {ParentId: world.rootId})
    for await (const {OrganizationalUnits = []} of pages) found.push(...OrganizationalUnits.map(({Id}) => present(Id)))
    expect(found.sort()).toEqual(made.sort())
    const list = {ParentId: world.rootId, ChildType: 'ORGANIZATIONAL_UNIT'} as const
    const {Children, NextToken} = await organizations.send(new ListChildrenCommand(list))
    expect(Children).toHaveLength(2)
    expect(NextToken).toBeDefined()
    const nowhere = new ListChildrenCommand({...list, ParentId: 'r-none'})
    await expect(organizations.send(nowhere)).rejects.toMatchObject({name: 'ParentNotFoundException'})
    await expect(organizations.send(new ListChildrenCommand({...list, NextToken: 'x'}))).rejects.toMatchObject({
      name: 'InvalidInputException',
    })
  })
})

describe('tags', () => {
  test('are kept on roots, units and accounts, over pages', async () => {
    const world = await openOrganization()
    const {organizations} = world.admin
    const ids = [world.rootId, await makeUnit(world, world.rootId, 'a'), world.accountId]
    for (const ResourceId of ids) {
      const Tags = ['a', 'b', 'c', 'd'].map((Key) => ({Key, Value: ResourceId}))
      await organizations.send(new TagResourceCommand({ResourceId, Tags}))
      await organizations.send(new TagResourceCommand({ResourceId, Tags: [{Key: 'a', Value: ''}]}))
      await organizations.send(new UntagResourceCommand({ResourceId, TagKeys: ['b', 'z']}))
      const found: unknown[] = []
      for await (const {Tags: page = []} of paginateListTagsForResource({client: organizations}, {ResourceId})) {
        found.push(...page)
      }
      expect(found).toEqual([
        {Key: 'a', Value: ''},
        {Key: 'c', Value: ResourceId},
        {Key: 'd', Value: ResourceId},
      ])
    }
  })

  test('are refused when they are twice there, AWS’s own, or too many', async () => {
    const {admin, rootId: ResourceId} = await openOrganization()
    const tag = (...keys: string[]) =>
      admin.organizations.send(new TagResourceCommand({ResourceId, Tags: keys.map((Key) => ({Key, Value: ''}))}))
    await expect(tag('a', 'a')).rejects.toMatchObject({Reason: 'DUPLICATE_TAG_KEY'})
    await expect(tag('aws:a')).rejects.toMatchObject({Reason: 'INVALID_SYSTEM_TAGS_PARAMETER'})
    await expect(tag(...Array.from({length: 51}, (_, index) => `k${index}`))).rejects.toMatchObject({
      Reason: 'MAX_TAG_LIMIT_EXCEEDED',
    })
    const nothing = new ListTagsForResourceCommand({ResourceId: '000000000000'})
    await expect(admin.organizations.send(nothing)).rejects.toMatchObject({name: 'TargetNotFoundException'})
  })
})
