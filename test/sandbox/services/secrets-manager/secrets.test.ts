import {expect, test} from 'vitest'
import {openByName, refusalOf} from '../../by-name.js'

const DAY_MS = 24 * 60 * 60 * 1000
const SecretId = 'acme/google'

/** A sandbox with a secret `acme/google` of one version. */
async function openWithSecret() {
  const world = await openByName()
  const made = await world.send('secretsmanager:CreateSecret', {
    Name: SecretId,
    SecretString: 'one',
    Description: 'Its',
  })
  const secret = (operation: string, input: object = {}) =>
    world.send(`secretsmanager:${operation}`, {SecretId, ...input})
  return {...world, secret, first: String(made['VersionId'])}
}

test('a new value is a version that takes the label AWSCURRENT, and leaves AWSPREVIOUS to the one before', async () => {
  const {secret, first} = await openWithSecret()
  const {VersionId: second} = await secret('PutSecretValue', {SecretString: 'two'})
  expect(await secret('GetSecretValue')).toMatchObject({SecretString: 'two', VersionStages: ['AWSCURRENT']})
  expect(await secret('GetSecretValue', {VersionId: first})).toMatchObject({
    SecretString: 'one',
    VersionStages: ['AWSPREVIOUS'],
  })
  const {VersionId: third} = await secret('UpdateSecret', {SecretString: 'three'})
  expect(await secret('DescribeSecret')).toMatchObject({
    Description: 'Its',
    VersionIdsToStages: {[String(third)]: ['AWSCURRENT'], [String(second)]: ['AWSPREVIOUS']},
  })
  // One without a label is there still, until AWS clears it away.
  expect(await secret('GetSecretValue', {VersionId: first})).toMatchObject({SecretString: 'one'})
})

test('a version never changes: the same token and value do nothing, another value is refused', async () => {
  const {secret} = await openWithSecret()
  const token = {ClientRequestToken: '11111111-1111-4111-8111-111111111111'}
  await secret('PutSecretValue', {...token, SecretString: 'two'})
  expect(await secret('PutSecretValue', {...token, SecretString: 'two'})).toMatchObject({
    VersionId: token.ClientRequestToken,
  })
  expect(await refusalOf(secret('PutSecretValue', {...token, SecretString: 'three'}))).toEqual([
    'ResourceExistsException',
    400,
  ])
})

test('labels move from version to version, AWSCURRENT is never taken off, and a holder has to be named', async () => {
  const {secret, first} = await openWithSecret()
  const put = await secret('PutSecretValue', {SecretString: 'two', VersionStages: ['next']})
  const second = String(put['VersionId'])
  expect(await secret('GetSecretValue')).toMatchObject({SecretString: 'one'})
  const move = {VersionStage: 'AWSCURRENT', MoveToVersionId: second}
  expect(await refusalOf(secret('UpdateSecretVersionStage', move))).toEqual(['InvalidParameterException', 400])
  await secret('UpdateSecretVersionStage', {...move, RemoveFromVersionId: first})
  await secret('UpdateSecretVersionStage', {VersionStage: 'next', RemoveFromVersionId: second})
  expect(await secret('DescribeSecret')).toMatchObject({
    VersionIdsToStages: {[first]: ['AWSPREVIOUS'], [second]: ['AWSCURRENT']},
  })
  const off = {VersionStage: 'AWSCURRENT', RemoveFromVersionId: second}
  expect(await refusalOf(secret('UpdateSecretVersionStage', off))).toEqual(['InvalidParameterException', 400])
})

test('a deleted secret keeps its name until its recovery window is over, and can come back', async () => {
  const {send, secret, clock} = await openWithSecret()
  await secret('DeleteSecret', {RecoveryWindowInDays: 7})
  expect(await refusalOf(secret('GetSecretValue'))).toEqual(['InvalidRequestException', 400])
  const again = {Name: SecretId, SecretString: 'two'}
  expect(await refusalOf(send('secretsmanager:CreateSecret', again))).toEqual(['InvalidRequestException', 400])
  expect((await secret('DescribeSecret'))['DeletedDate']).toBeInstanceOf(Date)
  await secret('RestoreSecret')
  expect(await secret('GetSecretValue')).toMatchObject({SecretString: 'one'})

  await secret('DeleteSecret', {RecoveryWindowInDays: 7})
  clock.now += 7 * DAY_MS
  expect(await refusalOf(secret('DescribeSecret'))).toEqual(['ResourceNotFoundException', 400])
  await send('secretsmanager:CreateSecret', again)
  await secret('DeleteSecret', {ForceDeleteWithoutRecovery: true})
  expect(await refusalOf(secret('DescribeSecret'))).toEqual(['ResourceNotFoundException', 400])
})

test('a secret has tags, no policy, and bytes instead of a text', async () => {
  const {secret} = await openWithSecret()
  await secret('TagResource', {
    Tags: [
      {Key: 'a', Value: '1'},
      {Key: 'b', Value: '2'},
    ],
  })
  await secret('UntagResource', {TagKeys: ['a']})
  expect(await secret('DescribeSecret')).toMatchObject({Tags: [{Key: 'b', Value: '2'}]})
  expect((await secret('GetResourcePolicy'))['ResourcePolicy']).toBeUndefined()
  await secret('PutSecretValue', {SecretBinary: new Uint8Array([1, 2])})
  const {SecretBinary, SecretString} = await secret('GetSecretValue')
  expect([[...(SecretBinary as Uint8Array)], SecretString]).toEqual([[1, 2], undefined])
  const both = {SecretString: 'a', SecretBinary: new Uint8Array([1])}
  expect(await refusalOf(secret('PutSecretValue', both))).toEqual(['InvalidParameterException', 400])
})
