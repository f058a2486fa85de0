import type * as sdk from '@aws-sdk/client-iam'
import {accessDenied} from '../../../auth/authorize.js'
import {makeAccessKey} from '../../../auth/keys.js'
import {timeKey} from '../../../core/pages.js'
import type {Call, Operations} from '../../../core/service.js'
import {requireEntity, userKind, whole} from '../entity.js'
import {callingUser, pageOf, required} from '../input.js'
import {arnFor, conditionsOf} from '../operation.js'
import {keysOf} from '../owned.js'
import {invalid, limitExceeded, noSuchEntity} from '../refusals.js'
import {type AccessKey, accessKeys} from '../tables.js'

/** The root user has the same quota. */
const KEYS_PER_USER = 2

interface OwnerInput {
  UserName?: string | undefined
}

const resource = ({UserName}: OwnerInput, call: Call): string => {
  const name = UserName ?? callingUser(call)
  return name === undefined ? `arn:aws:iam::${call.accountId}:root` : arnFor(userKind, name, call)
}

const conditions = ({UserName}: OwnerInput, call: Call) =>
  conditionsOf(userKind, UserName ?? callingUser(call) ?? '', call)

/** Whose keys are meant: an existing user's name as it is written, or `undefined` for the root user. */
function ownerOf({UserName}: OwnerInput, call: Call): string | undefined {
  const name = UserName ?? callingUser(call)
  return name === undefined ? undefined : requireEntity(userKind, name, call).userName
}

const missing = (id: string) => noSuchEntity(`The Access Key with id ${id} cannot be found.`)

/** The API reference lists no error of its own: who asks for somebody else's key is told nothing about it. */
const unseen = (id: string, call: Call) =>
  accessDenied(
    call,
    `User: ${call.caller?.arn ?? ''} is not authorized to perform: iam:GetAccessKeyLastUsed on resource: access key ${id}`,
  )

function requireKey(input: OwnerInput & {AccessKeyId: string | undefined}, call: Call): AccessKey {
  const id = required(input.AccessKeyId, 'AccessKeyId')
  const found = keysOf(ownerOf(input, call), call).find((key) => key.accessKeyId === id)
  if (!found) throw missing(id)
  return found
}

/** Long-term access keys, of users and of the root user. */
export const keyOperations: Operations<typeof sdk> = {
  CreateAccessKey: {
    resource,
    conditions,
    run: (input, call) => {
      const owner = ownerOf(input, call)
      if (keysOf(owner, whole(call)).length >= KEYS_PER_USER)
        throw limitExceeded(`Cannot exceed quota for AccessKeysPerUser: ${KEYS_PER_USER}`)
      const key = makeAccessKey(call.accountId, owner, call.now)
      accessKeys.put(call.tx, [key.accessKeyId], key)
      return {
        AccessKey: {
          UserName: owner,
          AccessKeyId: key.accessKeyId,
          Status: key.status,
          SecretAccessKey: key.secretAccessKey,
          CreateDate: new Date(key.createdAt),
        },
      }
    },
  },

  ListAccessKeys: {
    resource,
    conditions,
    run: (input, call) => {
      const owner = ownerOf(input, call)
      const {items, rest} = pageOf(
        keysOf(owner, call),
        {...input, key: ({createdAt, accessKeyId}) => timeKey(createdAt, accessKeyId)},
        call,
      )
      const metadata = items.map(({accessKeyId, status, createdAt}) => ({
        UserName: owner,
        AccessKeyId: accessKeyId,
        Status: status,
        CreateDate: new Date(createdAt),
      }))
      return {AccessKeyMetadata: metadata, ...rest}
    },
  },

  UpdateAccessKey: {
    resource,
    conditions,
    run: (input, call) => {
      const key = requireKey(input, call)
      const status = required(input.Status, 'Status')
      if (status === 'Expired') throw invalid('Status of an access key must be Active or Inactive')
      accessKeys.put(call.tx, [key.accessKeyId], {...key, status})
      return {}
    },
  },

  DeleteAccessKey: {
    resource,
    conditions,
    run: (input, call) => {
      accessKeys.delete(call.tx, [requireKey(input, call).accessKeyId])
      return {}
    },
  },

  GetAccessKeyLastUsed: {
    resource: ({AccessKeyId = ''}, call) => {
      const owner = accessKeys.get(call.tx, [AccessKeyId])?.userName
      return owner === undefined ? '*' : arnFor(userKind, owner, call)
    },
    run: ({AccessKeyId}, call) => {
      const id = required(AccessKeyId, 'AccessKeyId')
      const key = accessKeys.get(call.tx, [id])
      if (key?.accountId !== call.accountId) throw unseen(id, call)
      const {at, service = 'N/A', region = 'N/A'} = key.lastUsed ?? {}
      return {
        UserName: key.userName,
        AccessKeyLastUsed: {
          LastUsedDate: at === undefined ? undefined : new Date(at),
          ServiceName: service,
          Region: region,
        },
      }
    },
  },
}
