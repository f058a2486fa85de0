import {CreateAccessKeyCommand, ListAccessKeysCommand} from '@aws-sdk/client-iam'
import {ConflictError} from '../../../base/errors.js'
import {sendFor} from '../../changes/errands.js'
import {withoutLostKeys} from './lost-keys.js'
import type {UserSecrets, Wanted} from '../secrets-facts.js'

/**
 * Deletes the key that a run made and nobody saw; a key that was used was seen. Throws ConflictError where the user has a
 * key and no other one was asked for, and where it has two.
 */
export async function makeRoomForKey(wanted: Wanted): Promise<void> {
  const {engine, aws, errand, begun, anotherKey} = wanted
  const user = errand.name
  const keys = await withoutLostKeys({engine, aws, user}, begun, ({lastUsed}) => lastUsed !== undefined)
  const ids = keys.map(({id}) => id)
  // IAM allows two keys; asking for a third is an error that the SDK would take for a throttle.
  if (ids.length > 1) {
    throw new ConflictError(`user ${user} has two access keys already`, {
      code: 'HAS_KEY',
      hint: `IAM allows no more. Delete one that is not used: ${ids.join(', ')}`,
    })
  }
  if (ids.length === 0 || begun?.receipt?.['keys'] !== undefined || anotherKey) return
  throw new ConflictError(`user ${user} has an access key already: ${ids.join(', ')}`, {
    code: 'HAS_KEY',
    hint: 'Nothing was made. A secret key is shown only once and cannot be shown again; to make a second key, add --another-key.',
    details: {accessKeyIds: ids},
  })
}

/** Ids of the keys that the user has now. */
export async function listKeys({aws, errand}: Wanted): Promise<readonly string[]> {
  const {AccessKeyMetadata = []} = await aws.iam.send(new ListAccessKeysCommand({UserName: errand.name}))
  return AccessKeyMetadata.flatMap(({AccessKeyId}) => AccessKeyId ?? [])
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
