import type {ManagedLoginBrandingType} from '@aws-sdk/client-cognito-identity-provider'
import {ServiceError} from '../../../core/errors.js'
import {uuid} from '../../../core/ids.js'
import type {Call} from '../../../core/service.js'
import {invalid} from '../checks.js'
import type {UserPoolOperations} from '../operations.js'
import {onPool, requireClient, requirePool} from './access.js'
import {unavailable} from './checks.js'
import {brandings, type Branding, type PoolClient, type UserPool} from '../tables.js'

const view = (found: Branding): ManagedLoginBrandingType => ({
  ManagedLoginBrandingId: found.id,
  UserPoolId: found.poolId,
  UseCognitoProvidedValues: found.isDefault,
  ...(found.settings === undefined ? {} : {Settings: found.settings}),
  Assets: [],
  CreationDate: new Date(found.createdAt),
  LastModifiedDate: new Date(found.modifiedAt),
})

const brandingOf = ({poolId, id}: PoolClient, {tx}: Call): Branding | undefined =>
  brandings.list(tx, [poolId]).find(({clientId}) => clientId === id)

function requireBranding(pool: UserPool, id: string | undefined, {tx}: Call): Branding {
  const found = brandings.get(tx, [pool.id, id ?? ''])
  if (!found) throw new ServiceError('ResourceNotFoundException', `ManagedLoginBranding ${id ?? ''} does not exist.`)
  return found
}

function checkTier({settings}: UserPool): void {
  if (settings.UserPoolTier === 'LITE') throw unavailable('Managed login branding', 'LITE')
}

/** Styles of the newer sign-in pages, one for each client at most. Pictures are not kept. */
export const brandingOperations: UserPoolOperations = {
  CreateManagedLoginBranding: {
    resource: onPool,
    run({UserPoolId, ClientId, UseCognitoProvidedValues = false, Settings}, call) {
      const pool = requirePool(UserPoolId, call)
      const client = requireClient(pool, ClientId, call)
      checkTier(pool)
      if (UseCognitoProvidedValues && Settings !== undefined) {
        throw invalid('Settings cannot be given with UseCognitoProvidedValues.')
      }
      if (brandingOf(client, call)) {
        const message = `A managed login branding exists for client ${client.id} already.`
        throw new ServiceError('ManagedLoginBrandingExistsException', message)
      }
      const made: Branding = {
        poolId: pool.id,
        clientId: client.id,
        id: uuid(),
        isDefault: UseCognitoProvidedValues,
        settings: Settings,
        createdAt: call.now,
        modifiedAt: call.now,
      }
      brandings.put(call.tx, [pool.id, made.id], made)
      return {ManagedLoginBranding: view(made)}
    },
  },
  DescribeManagedLoginBranding: {
    resource: onPool,
    run: ({UserPoolId, ManagedLoginBrandingId}, call) => ({
      ManagedLoginBranding: view(requireBranding(requirePool(UserPoolId, call), ManagedLoginBrandingId, call)),
    }),
  },
  DescribeManagedLoginBrandingByClient: {
    resource: onPool,
    run({UserPoolId, ClientId}, call) {
      const client = requireClient(requirePool(UserPoolId, call), ClientId, call)
      const found = brandingOf(client, call)
      if (found) return {ManagedLoginBranding: view(found)}
      throw new ServiceError(
        'ResourceNotFoundException',
        `ManagedLoginBranding does not exist for client ${client.id} in user pool ${client.poolId}.`,
      )
    },
  },
  UpdateManagedLoginBranding: {
    resource: onPool,
    run({UserPoolId, ManagedLoginBrandingId, UseCognitoProvidedValues, Settings}, call) {
      const pool = requirePool(UserPoolId, call)
      checkTier(pool)
      const found = requireBranding(pool, ManagedLoginBrandingId, call)
      const isDefault = UseCognitoProvidedValues ?? (Settings === undefined && found.isDefault)
      const changed: Branding = {
        ...found,
        isDefault,
        settings: isDefault ? undefined : (Settings ?? found.settings),
        modifiedAt: call.now,
      }
      brandings.put(call.tx, [pool.id, found.id], changed)
      return {ManagedLoginBranding: view(changed)}
    },
  },
  DeleteManagedLoginBranding: {
    resource: onPool,
    run({UserPoolId, ManagedLoginBrandingId}, call) {
      const pool = requirePool(UserPoolId, call)
      brandings.delete(call.tx, [pool.id, requireBranding(pool, ManagedLoginBrandingId, call).id])
      return {}
    },
  },
}
