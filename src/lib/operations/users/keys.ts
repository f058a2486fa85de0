import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  ListAccessKeysCommand,
  type AccessKeyMetadata,
} from '@aws-sdk/client-iam'
import {absentWhen} from '../../aws/calls/absent.js'
import {ConflictError} from '../../base/errors.js'
import {isOfRun, sendFor} from '../changes/errands.js'
import type {UserSecrets, Wanted} from './secrets-facts.js'

/**
 * Deletes the key that a run made and nobody saw; a key that was used was seen, and one from long before or after is not
 * of that run. Throws ConflictError where the user has a key and no other one was asked for, and where it has two.
 */
export async function makeRoomForKey(wanted: Wanted): Promise<void> {
  const {aws, errand, begun, anotherKey} = wanted
  const UserName = errand.name
  const before = begun['keys']?.split(' ')
  let keys = await readKeys(wanted)
  for (const {AccessKeyId, CreateDate} of before === undefined ? [] : keys) {
    if (AccessKeyId === undefined || before?.includes(AccessKeyId) || !isOfRun(begun['keysSince'], CreateDate)) continue
    const {AccessKeyLastUsed} = await aws.iam.send(new GetAccessKeyLastUsedCommand({AccessKeyId}))
    if (AccessKeyLastUsed?.LastUsedDate) continue
    await absentWhen('NoSuchEntityException', () => aws.iam.send(new DeleteAccessKeyCommand({UserName, AccessKeyId})))
    keys = keys.filter((key) => key.AccessKeyId !== AccessKeyId)
  }
  const ids = idsOf(keys)
  // IAM allows two keys; asking for a third is an error that the SDK would take for a throttle.
  if (ids.length > 1) {
    throw new ConflictError(`user ${UserName} has two access keys already`, {
      code: 'HAS_KEY',
      hint: `IAM allows no more. Delete one that is not used: ${ids.join(', ')}`,
    })
  }
  if (ids.length === 0 || before !== undefined || anotherKey) return
  throw new ConflictError(`user ${UserName} has an access key already: ${ids.join(', ')}`, {
    code: 'HAS_KEY',
    hint: 'Nothing was made. A secret key is shown only once and cannot be shown again; to make a second key, add --another-key.',
    details: {accessKeyIds: ids},
  })
}

/** Ids of the keys that the user has now. */
export const listKeys = async (wanted: Wanted): Promise<readonly string[]> => idsOf(await readKeys(wanted))

const idsOf = (keys: readonly AccessKeyMetadata[]): readonly string[] =>
  keys.flatMap(({AccessKeyId}) => AccessKeyId ?? [])

async function readKeys({aws, errand}: Wanted): Promise<readonly AccessKeyMetadata[]> {
  const {AccessKeyMetadata = []} = await aws.iam.send(new ListAccessKeysCommand({UserName: errand.name}))
  return AccessKeyMetadata
}

/** A new key. Its secret is in the answer, and nowhere else ever again. */
export async function createKey({
  engine,
  aws,
  errand,
}: Pick<Wanted, 'engine' | 'aws' | 'errand'>): Promise<Required<Pick<UserSecrets, 'accessKeyId' | 'secretAccessKey'>>> {
  const UserName = errand.name
  const {AccessKey} = await sendFor(engine, errand, () => aws.iam.send(new CreateAccessKeyCommand({UserName})))
  return {accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? ''}
}
