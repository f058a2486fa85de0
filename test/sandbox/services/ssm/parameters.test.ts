import {expect, test} from 'vitest'
import {openByName, refusalOf} from '../../by-name.js'

test('a parameter that is overwritten keeps what is left out, and has one version more', async () => {
  const {send} = await openByName()
  const first = {Name: '/acme/stage', Type: 'String', Value: 'one', Description: 'Which', AllowedPattern: '^[a-z]+$'}
  expect(await send('ssm:PutParameter', first)).toMatchObject({Version: 1, Tier: 'Standard'})
  expect(await refusalOf(send('ssm:PutParameter', {Name: first.Name, Value: 'two'}))).toEqual([
    'ParameterAlreadyExists',
    400,
  ])
  await send('ssm:PutParameter', {Name: first.Name, Value: 'two', Overwrite: true})
  const filter = {Key: 'Name', Option: 'Equals', Values: [first.Name]}
  expect(await send('ssm:DescribeParameters', {ParameterFilters: [filter]})).toMatchObject({
    Parameters: [
      {
        Name: first.Name,
        Type: 'String',
        Version: 2,
        Description: 'Which',
        AllowedPattern: '^[a-z]+$',
        DataType: 'text',
      },
    ],
  })
})

test.each([
  ['of no type', {Value: 'one'}, 'ValidationException'],
  [
    'against its pattern',
    {Type: 'String', Value: '1', AllowedPattern: '^[a-z]+$'},
    'ParameterPatternMismatchException',
  ],
  ['with a pattern that is none', {Type: 'String', Value: '1', AllowedPattern: '('}, 'InvalidAllowedPatternException'],
])('a parameter %s is refused', async (_, input, name) => {
  const {send} = await openByName()
  expect(await refusalOf(send('ssm:PutParameter', {Name: 'one', ...input}))).toEqual([name, 400])
})

test('parameters are found by name, path, type and tag, page by page', async () => {
  const {send} = await openByName()
  const put = (Name: string, more = {}) => send('ssm:PutParameter', {Name, Type: 'String', Value: 'x', ...more})
  await put('/acme/dev/one', {Tags: [{Key: 'team', Value: 'blue'}]})
  await put('/acme/dev/two', {Type: 'SecureString'})
  await put('/acme/three')
  const found = async (filter: object) => {
    const {Parameters} = await send('ssm:DescribeParameters', {ParameterFilters: [filter]})
    return (Parameters as {Name: string}[]).map(({Name}) => Name)
  }
  expect(await found({Key: 'Path', Values: ['/acme']})).toEqual(['/acme/three'])
  expect(await found({Key: 'Path', Option: 'Recursive', Values: ['/acme/dev']})).toHaveLength(2)
  expect(await found({Key: 'Name', Option: 'Contains', Values: ['two']})).toEqual(['/acme/dev/two'])
  expect(await found({Key: 'Type', Values: ['SecureString']})).toEqual(['/acme/dev/two'])
  expect(await found({Key: 'KeyId', Values: ['alias/aws/ssm']})).toEqual(['/acme/dev/two'])
  expect(await found({Key: 'tag:team', Values: ['blue']})).toEqual(['/acme/dev/one'])
  expect(await refusalOf(found({Key: 'Label', Values: ['x']}))).toEqual(['InvalidFilterKey', 400])
  expect(await refusalOf(found({Key: 'Type', Option: 'Contains', Values: ['S']}))).toEqual(['InvalidFilterOption', 400])

  const {Parameters, NextToken} = await send('ssm:DescribeParameters', {MaxResults: 2})
  expect(Parameters).toHaveLength(2)
  expect((await send('ssm:DescribeParameters', {NextToken}))['Parameters']).toHaveLength(1)
})

test('a parameter is tagged and untagged, and keeps its tags when it is overwritten', async () => {
  const {send} = await openByName()
  const meant = {ResourceType: 'Parameter', ResourceId: 'one'}
  expect(await refusalOf(send('ssm:ListTagsForResource', meant))).toEqual(['InvalidResourceId', 400])
  await send('ssm:PutParameter', {Name: 'one', Type: 'String', Value: 'x', Tags: [{Key: 'a', Value: '1'}]})
  await send('ssm:AddTagsToResource', {
    ...meant,
    Tags: [
      {Key: 'a', Value: '2'},
      {Key: 'b', Value: '3'},
    ],
  })
  await send('ssm:PutParameter', {Name: 'one', Value: 'y', Overwrite: true})
  await send('ssm:RemoveTagsFromResource', {...meant, TagKeys: ['a']})
  expect(await send('ssm:ListTagsForResource', meant)).toMatchObject({TagList: [{Key: 'b', Value: '3'}]})
})
