import {DeleteAccessKeyCommand} from '@aws-sdk/client-iam'
import {absentWhen} from '../../../aws/calls/absent.js'
import type {Clients} from '../../../aws/clients/clients.js'
import {timeOf} from '../../../engine/apply/begun.js'
import type {Engine} from '../../../engine/engine.js'
import type {Intent} from '../../../records/records.js'
import {isOfRun, type Receipt} from '../../changes/errands.js'
import {readUserKeys, type UserKey} from '../state.js'

interface Owner {
  readonly engine: Engine
  readonly aws: Clients
  readonly user: string
}

/** Who may have used a key: that alone tells whether it was seen. */
type IsSeen = (key: UserKey, receipt: Receipt) => boolean

/**
 * A user's keys, oldest first, without the one that a run made and nobody saw: that is deleted, since its secret cannot be
 * shown again. An earlier run's may not show yet, so it is looked for until it does or can no longer be late. One from long
 * before or after is not of that run.
 *
 * @param begun what says that a key is under way; nothing is looked for or deleted without
 */
export async function withoutLostKeys(
  {engine, aws, user}: Owner,
  begun: Intent | undefined,
  isSeen: IsSeen,
): Promise<readonly UserKey[]> {
  const {keys: before, keysSince} = begun?.receipt ?? {}
  if (begun === undefined || before === undefined) return readUserKeys(aws.iam, user)
  let keys: readonly UserKey[] = []
  const isNew = ({id, createdAt}: UserKey): boolean =>
    !before.split(' ').includes(id) && isOfRun(keysSince, new Date(createdAt))
  const mayBeLate = begun.run !== engine.run
  const look = async (): Promise<true | undefined> => {
    keys = await readUserKeys(aws.iam, user)
    return mayBeLate && !keys.some(isNew) ? undefined : true
  }
  await engine.lookAgain(
    `an access key of ${user}, which an earlier run began to make, to show`,
    timeOf(begun.at),
    look,
  )
  const lost = keys.filter((key) => isNew(key) && !isSeen(key, begun.receipt ?? {}))
  for (const {id} of lost) {
    const deletion = new DeleteAccessKeyCommand({UserName: user, AccessKeyId: id})
    await absentWhen('NoSuchEntityException', () => aws.iam.send(deletion))
  }
  return keys.filter((key) => !lost.includes(key))
}
