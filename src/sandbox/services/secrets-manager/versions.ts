import type * as sdk from '@aws-sdk/client-secrets-manager'
import {ServiceError} from '../../core/errors.js'
import {uuid} from '../../core/ids.js'
import type {Call, Operations} from '../../core/service.js'
import {CURRENT, labelled, moveLabel, named, onSecret, requireSecret, save, withoutLabel} from './secrets.js'
import type {Secret, Version} from './secrets.js'

/** What a call brings for a new version. */
export interface Brought {
  readonly ClientRequestToken?: string | undefined
  readonly SecretString?: string | undefined
  readonly SecretBinary?: Uint8Array | undefined
}

const invalid = (message: string): ServiceError => new ServiceError('InvalidParameterException', message)

/** Whether a value comes with the call. @throws ServiceError InvalidParameterException for two of them */
export function hasValue({SecretString, SecretBinary}: Brought): boolean {
  if (SecretString !== undefined && SecretBinary !== undefined)
    throw invalid('You must provide either SecretString or SecretBinary, but not both.')
  return SecretString !== undefined || SecretBinary !== undefined
}

/** The secret with one more version, which takes over these labels. */
export function addVersion(secret: Secret, brought: Brought, {stages, now}: {stages: readonly string[]; now: number}) {
  const {ClientRequestToken: id = uuid(), SecretString: text, SecretBinary} = brought
  const bytes = SecretBinary && Buffer.from(SecretBinary).toString('base64')
  const version: Version = {id, text, bytes, stages: [], createdAt: now}
  const added: Secret = {...secret, versions: [...secret.versions, version], changedAt: now}
  return {id, secret: stages.reduce((each, stage) => moveLabel(each, stage, id), added)}
}

/** With the same token and value nothing happens; a version never changes. */
export function isRepeated(
  {versions}: Secret,
  {ClientRequestToken: token, SecretString, SecretBinary}: Brought,
): boolean {
  const there = versions.find(({id}) => id === token)
  if (!there) return false
  const bytes = SecretBinary && Buffer.from(SecretBinary).toString('base64')
  if (there.text === SecretString && there.bytes === bytes) return true
  throw new ServiceError(
    'ResourceExistsException',
    "You can't use ClientRequestToken because that value is already in use for a version of this secret.",
  )
}

const cannotFind = (what: string): ServiceError =>
  new ServiceError('ResourceNotFoundException', `Secrets Manager can't find the specified secret value for ${what}`)

function requireVersion(secret: Secret, id: string | undefined): Version {
  const found = secret.versions.find((version) => version.id === id)
  if (!found) throw cannotFind(`VersionId: ${id ?? ''}`)
  return found
}

/** By id, by label, or the current one. */
function meantVersion(secret: Secret, {VersionId, VersionStage}: sdk.GetSecretValueRequest): Version {
  const stage = VersionStage ?? CURRENT
  if (VersionId === undefined) {
    const found = labelled(secret, stage)
    if (!found) throw cannotFind(`staging label: ${stage}`)
    return found
  }
  const found = requireVersion(secret, VersionId)
  if (VersionStage !== undefined && !found.stages.includes(VersionStage))
    throw new ServiceError(
      'InvalidRequestException',
      'You provided a VersionStage that is not associated to the provided VersionId.',
    )
  return found
}

/** Values of secrets, each a version with the labels that it has. */
export const versionOperations: Operations<typeof sdk> = {
  PutSecretValue: {
    resource: onSecret,
    run(input: sdk.PutSecretValueRequest, call: Call) {
      const found = requireSecret(input, call)
      if (!hasValue(input)) throw invalid('You must provide either SecretString or SecretBinary.')
      const {ClientRequestToken: token = '', VersionStages = [CURRENT]} = input
      if (isRepeated(found, input))
        return {...named(found), VersionId: token, VersionStages: [...requireVersion(found, token).stages]}
      const stages = found.versions.length === 0 ? [...new Set([CURRENT, ...VersionStages])] : VersionStages
      const {id, secret} = addVersion(found, input, {stages, now: call.now})
      save(secret, call)
      return {...named(secret), VersionId: id, VersionStages: stages}
    },
  },

  GetSecretValue: {
    resource: onSecret,
    run(input: sdk.GetSecretValueRequest, call: Call) {
      const secret = requireSecret(input, call)
      const {id, text, bytes, stages, createdAt} = meantVersion(secret, input)
      return {
        ...named(secret),
        VersionId: id,
        SecretString: text,
        ...(bytes === undefined ? {} : {SecretBinary: Buffer.from(bytes, 'base64')}),
        ...(stages.length === 0 ? {} : {VersionStages: [...stages]}),
        CreatedDate: new Date(createdAt),
      }
    },
  },

  UpdateSecretVersionStage: {
    resource: onSecret,
    run({VersionStage = '', RemoveFromVersionId: from, MoveToVersionId: to, ...meant}, call) {
      const secret = requireSecret(meant, call)
      const holder = labelled(secret, VersionStage)
      for (const id of [from, to]) if (id !== undefined) requireVersion(secret, id)
      if (to === undefined && VersionStage === CURRENT)
        throw invalid(
          `You can only move staging label ${CURRENT} to a different secret version. It can’t be completely removed.`,
        )
      if (holder !== undefined && holder.id !== to && holder.id !== from)
        throw invalid(
          `The parameter RemoveFromVersionId can't be empty. Staging label ${VersionStage} is currently attached to version ${holder.id}, so you must explicitly reference that version in RemoveFromVersionId.`,
        )
      if (holder === undefined && from !== undefined)
        throw invalid(`Staging label ${VersionStage} is not attached to version ${from}.`)
      return named(
        save(to === undefined ? withoutLabel(secret, VersionStage) : moveLabel(secret, VersionStage, to), call),
      )
    },
  },
}
