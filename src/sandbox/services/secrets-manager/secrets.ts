import {ServiceError} from '../../core/errors.js'
import {alnum} from '../../core/ids.js'
import type {Call} from '../../core/service.js'
import {table} from '../../store/transaction.js'

/** The label of the version that is answered when none is named. */
export const CURRENT = 'AWSCURRENT'
const PREVIOUS = 'AWSPREVIOUS'

export interface Version {
  readonly id: string
  readonly text: string | undefined
  /** Base64. */
  readonly bytes: string | undefined
  /** Staging labels; a version without any is deprecated. */
  readonly stages: readonly string[]
  readonly createdAt: number
}

/** Times are milliseconds since 1970. */
export interface Secret {
  readonly name: string
  readonly arn: string
  readonly description: string | undefined
  readonly kmsKeyId: string | undefined
  readonly tags: Readonly<Record<string, string>>
  readonly versions: readonly Version[]
  readonly createdAt: number
  readonly changedAt: number
  /** When the deletion that is scheduled takes place. */
  readonly goesAt: number | undefined
}

/** Key [accountId, region, name]. */
const secrets = table<Secret>('secretsmanager/versioned')

export interface Meant {
  readonly SecretId?: string | undefined
}

const keyOf = ({name}: Pick<Secret, 'name'>, {accountId, region}: Call): string[] => [accountId, region, name]

/** By name, by ARN, or by ARN without the six characters that AWS puts behind it; what is over is gone. */
export function findSecret(id: string | undefined, call: Call): Secret | undefined {
  return secrets
    .list(call.tx, [call.accountId, call.region])
    .filter(({goesAt = Infinity}) => goesAt > call.now)
    .find(({name, arn}) => name === id || arn === id || arn.slice(0, -'-xxxxxx'.length) === id)
}

/** All of the region that are not gone, by name. */
export const listSecrets = ({tx, accountId, region, now}: Call): Secret[] =>
  secrets.list(tx, [accountId, region]).filter(({goesAt = Infinity}) => goesAt > now)

/** The ARN that a call asks permission on. */
export const onSecret = ({SecretId}: Meant, call: Call): string => findSecret(SecretId, call)?.arn ?? '*'

/** With the six characters that AWS puts behind every name. */
export const arnOf = (name: string, {accountId, region}: Call): string =>
  `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${alnum(6)}`

/** Also one that is to go. @throws ServiceError ResourceNotFoundException */
export function requireAny({SecretId}: Meant, call: Call): Secret {
  const found = findSecret(SecretId, call)
  if (!found) throw new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
  return found
}

/** @throws ServiceError ResourceNotFoundException; InvalidRequestException for one that is to go */
export function requireSecret(meant: Meant, call: Call): Secret {
  const found = requireAny(meant, call)
  if (found.goesAt === undefined) return found
  throw new ServiceError(
    'InvalidRequestException',
    "You can't perform this operation on the secret because it was marked for deletion.",
  )
}

/** Keeps a secret, and answers it. */
export function save(secret: Secret, call: Call): Secret {
  secrets.put(call.tx, keyOf(secret, call), secret)
  return secret
}

export const forget = (secret: Secret, call: Call): void => secrets.delete(call.tx, keyOf(secret, call))

/** How every reply names a secret. */
export const named = ({arn, name}: Secret): {ARN: string; Name: string} => ({ARN: arn, Name: name})

/** The version with a label, if there is one. */
export const labelled = ({versions}: Secret, stage: string): Version | undefined =>
  versions.find(({stages}) => stages.includes(stage))

/**
 * A secret's versions with a label on another one of them. Who loses AWSCURRENT gets AWSPREVIOUS (API reference,
 * UpdateSecretVersionStage).
 */
export function moveLabel(secret: Secret, stage: string, to: string): Secret {
  const before = labelled(secret, stage)
  const moved = withLabel(secret, stage, to)
  return stage === CURRENT && before !== undefined && before.id !== to ? withLabel(moved, PREVIOUS, before.id) : moved
}

const withLabel = (secret: Secret, stage: string, to: string): Secret => ({
  ...secret,
  versions: secret.versions.map((version) => {
    const stages = version.stages.filter((label) => label !== stage)
    return {...version, stages: version.id === to ? [...stages, stage] : stages}
  }),
})

/** Takes a label off wherever it is. */
export const withoutLabel = (secret: Secret, stage: string): Secret => withLabel(secret, stage, '')
