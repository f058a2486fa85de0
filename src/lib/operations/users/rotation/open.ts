import {randomBytes} from 'node:crypto'
import {absentWhen} from '../../../aws/calls/absent.js'
import {explain} from '../../../aws/calls/refusals.js'
import type {Clients} from '../../../aws/clients/clients.js'
import type {Door} from '../../../aws/door.js'
import {isPasskey, openMfaSession, requireDigits} from '../../../aws/mfa.js'
import {AccessError} from '../../../base/errors.js'
import {GLOBAL_REGION} from '../../../base/regions.js'
import {requireSameTarget} from '../../../project/other-target.js'
import {recordsFolder, type Project} from '../../../project/project.js'
import {openProjectDoor, openSessionBehind, type Session, type SessionOptions} from '../../../project/session.js'
import {openFileRecords} from '../../../records/files/file-records.js'
import {ROOMS} from '../../../resources/index.js'
import type {OpenPlace} from '../open-place.js'
import {madeOf, renderPlace, requireMeant, type UserChoice, type UserPlace} from '../places.js'
import {listDevices, readUserKeys} from '../state.js'
import {openUser} from '../states.js'

/** A session that may rotate keys, and whose. */
export interface OpenRotation {
  readonly session: Session
  readonly places: readonly OpenPlace[]
}

/**
 * The administrator rotates anybody's keys; a user rotates their own with credentials of their own, for which nothing of
 * the management account is asked. Throws AccessError where neither is so, or a code of an MFA device is missing.
 */
export async function openRotation(
  project: Project,
  choice: UserChoice,
  options: SessionOptions,
): Promise<OpenRotation> {
  const places = requireMeant(project, choice)
  await requireSameTarget(project)
  const records = await openFileRecords(recordsFolder(project)).list()
  const door = await openProjectDoor(project, options)
  const {arn, accountId} = await door.caller()
  const own = madeOf(records, places).find((place) => place.accountId === accountId && isUser(arn, place.user))
  if (own) {
    if (places.length > 1) {
      const message = `these are credentials of ${own.user} in ${renderPlace(own)}: only that access key is rotated`
      options.report({type: 'warning', code: 'OWN_KEY', message})
    }
    return openOwn(project, {door, own}, options)
  }
  const session = await openSessionBehind(door, project, options)
  return {session, places: await openUser(session, choice)}
}

/** Whether an ARN is that of an IAM user of this name, whatever its path. */
const isUser = (arn: string, name: string): boolean =>
  /^arn:[\w-]+:iam::\d{12}:user\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1] === name

interface Own {
  readonly door: Door
  readonly own: UserPlace
}

/** What the user began is noted on this machine alone: a user of an environment has no way to records in S3. */
async function openOwn(project: Project, {door, own}: Own, options: SessionOptions): Promise<OpenRotation> {
  const records = openFileRecords(recordsFolder(project))
  door.guardWrites(() => records.requireLock())
  const keys = await door.management(GLOBAL_REGION)
  const {accessKeyId} = await keys.iam.config.credentials()
  const aws = await withMfa({door, own}, keys, options)
  const engine: Session['engine'] = {
    project: project.manifest.project,
    run: `${new Date().toISOString()}-${randomBytes(3).toString('hex')}`,
    rooms: ROOMS,
    records,
    open: () => Promise.resolve(aws),
    lookAgain: (what, since, look) => door.lookAgain(what, since, look),
    explain,
    report: options.report,
    signal: options.signal,
  }
  const place: OpenPlace = {...own, aws, disabled: false, signedWith: accessKeyId}
  const actor = {kind: 'person', name: own.user} as const
  return {session: {project, door, engine, actor, nodes: []}, places: [place]}
}

/** The self-service policy lets nobody near access keys without MFA; a machine's groups may. */
async function withMfa({door, own}: Own, keys: Clients, options: SessionOptions): Promise<Clients> {
  const mayAlready = await absentWhen('AccessDenied', () => readUserKeys(keys.iam, own.user))
  if (mayAlready) return keys
  const devices = await listDevices(keys.iam, own.user)
  const device = devices.find((serial) => !isPasskey(serial))
  if (device === undefined) {
    throw new AccessError(
      devices.length === 0
        ? `${own.user} has no MFA device in ${renderPlace(own)}, and no access key is changed without MFA`
        : `${own.user} has passkeys alone in ${renderPlace(own)}, and AWS STS gives no session for a passkey`,
      {
        code: 'NO_MFA_DEVICE',
        hint: 'Sign in to the AWS console and register an authenticator app (Security credentials, Assign MFA device), or ask an administrator to rotate the key.',
      },
    )
  }
  const typed = await options.askMfaCode?.(device)
  if (typed === undefined) {
    throw new AccessError(`to change access keys takes a code of the MFA device ${device}`, {
      code: 'MFA_NEEDED',
      hint: 'Run awsup on a terminal, where it asks for the six digits, or give them: --mfa-code 123456',
    })
  }
  const asked = {serial: device, code: requireDigits(typed), durationS: SESSION_S}
  return door.withKeys({accountId: own.accountId, region: GLOBAL_REGION}, await openMfaSession(keys.sts, asked))
}

/** Longer than a rotation takes; AWS gives no shorter session, s. */
const SESSION_S = 900
