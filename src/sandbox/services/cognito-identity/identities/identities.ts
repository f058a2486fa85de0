import type {IdentityDescription} from '@aws-sdk/client-cognito-identity'
import {ServiceError} from '../../../core/errors.js'
import {page} from '../../../core/pages.js'
import type {Call} from '../../../core/service.js'
import type {Transaction} from '../../../store/transaction.js'
import type {IdentityPoolOperations} from '../operations.js'
import {identityPoolArn, onPool, requireIdentityPool} from '../pools/access.js'
import {identities, logins, owners, type Identity} from '../tables.js'

const view = ({id, logins: known, createdAt, modifiedAt}: Identity): IdentityDescription => ({
  IdentityId: id,
  Logins: Object.keys(known),
  CreationDate: new Date(createdAt),
  LastModifiedDate: new Date(modifiedAt),
})

/** An identity of the caller's account and region. */
export function findIdentity(id: string | undefined, {tx, accountId, region}: Call): Identity | undefined {
  const owner = owners.get(tx, [id ?? ''])
  if (owner?.accountId !== accountId || owner.region !== region) return undefined
  return identities.get(tx, [owner.poolId, id ?? ''])
}

/** @throws ServiceError ResourceNotFoundException */
export function requireIdentity(id: string | undefined, call: Call): Identity {
  const found = findIdentity(id, call)
  if (!found) throw new ServiceError('ResourceNotFoundException', `Identity '${id ?? ''}' not found.`)
  return found
}

/** Takes an identity away; its logins get a new one next time. */
export function removeIdentity({poolId, id, logins: known}: Identity, tx: Transaction): void {
  for (const [provider, sub] of Object.entries(known)) logins.delete(tx, [poolId, provider, sub])
  identities.delete(tx, [poolId, id])
  owners.delete(tx, [id])
}

/** The pool of the identity that a call names, as the resource that permission is needed on. */
const onIdentity = ({IdentityId}: {IdentityId?: string | undefined}, call: Call): string => {
  const identity = findIdentity(IdentityId, call)
  return identity ? identityPoolArn(identity.poolId, call) : '*'
}

/** What an administrator sees of a pool's identities. */
export const identityOperations: IdentityPoolOperations = {
  ListIdentities: {
    resource: onPool,
    run({IdentityPoolId, MaxResults, NextToken}, call) {
      const pool = requireIdentityPool(IdentityPoolId, call)
      const {items, next} = page(
        identities.list(call.tx, [pool.id]),
        {key: ({id}) => id, token: NextToken, limit: MaxResults, badToken: 'InvalidParameterException'},
        call,
      )
      return {IdentityPoolId: pool.id, Identities: items.map(view), NextToken: next}
    },
  },
  DescribeIdentity: {
    resource: onIdentity,
    run: ({IdentityId}, call) => view(requireIdentity(IdentityId, call)),
  },
  DeleteIdentities: {
    run({IdentityIdsToDelete = []}, call) {
      const unprocessed = IdentityIdsToDelete.filter((id) => {
        const found = findIdentity(id, call)
        if (found) removeIdentity(found, call.tx)
        return !found
      })
      return {
        UnprocessedIdentityIds: unprocessed.map((IdentityId) => ({IdentityId, ErrorCode: 'AccessDenied' as const})),
      }
    },
  },
}
