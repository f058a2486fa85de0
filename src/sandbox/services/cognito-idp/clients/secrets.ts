import type {ClientSecretDescriptorType} from '@aws-sdk/client-cognito-identity-provider'
import {ServiceError} from '../../../core/errors.js'
import {lowerAlnum} from '../../../core/ids.js'
import {invalid, present} from '../checks.js'
import type {UserPoolOperations} from '../operations.js'
import {onPool, requireClient, requirePool} from '../pools/access.js'
import {clients, type ClientSecret, type PoolClient} from '../tables.js'

/** Two at a time, so that one can be taken out of use while the other is in it (AddUserPoolClientSecret). */
const MOST = 2

/** AWS's generated secrets were seen with 51 or 52 characters. */
export const makeSecret = (): string => lowerAlnum(51)

/** All that are good, oldest first. */
export const secretsOf = ({id, secret, secrets, createdAt}: PoolClient): readonly ClientSecret[] =>
  secrets ?? (secret === undefined ? [] : [{id: secretId(id, createdAt), value: secret, createdAt}])

/** Whether it is one of the client's secrets; a client without any asks for none. */
export function acceptsSecret(client: PoolClient, sent: string | undefined): boolean {
  const secrets = secretsOf(client)
  return secrets.length === 0 || secrets.some(({value}) => value === sent)
}

/** `<client-id>--<epoch-create-time>` (AddUserPoolClientSecret, `ClientSecretId`). */
export const secretId = (clientId: string, at: number): string => `${clientId}--${Math.floor(at / 1000)}`

const describe = ({id, createdAt}: ClientSecret): ClientSecretDescriptorType => ({
  ClientSecretId: id,
  ClientSecretCreateDate: new Date(createdAt),
})

/** DescribeUserPoolClient has room for one: the oldest that is left. */
const withSecrets = (client: PoolClient, secrets: readonly ClientSecret[]): PoolClient => ({
  ...client,
  secret: secrets[0]?.value,
  secrets,
})

/** A second secret for a client that has one, and the end of the first. */
export const clientSecretOperations: UserPoolOperations = {
  AddUserPoolClientSecret: {
    resource: onPool,
    run({UserPoolId, ClientId, ClientSecret}, call) {
      const client = requireClient(requirePool(UserPoolId, call), ClientId, call)
      const before = secretsOf(client)
      if (before.length === 0) throw invalid(`Client ${client.id} is a public client: it has no secret.`)
      if (before.length >= MOST) {
        throw new ServiceError('LimitExceededException', `Client ${client.id} has ${MOST} secrets already.`)
      }
      // Two in one second would have one id.
      const taken = before.some(({id}) => id === secretId(client.id, call.now))
      const made: ClientSecret = {
        id: secretId(client.id, taken ? call.now + 1000 : call.now),
        value: ClientSecret ?? makeSecret(),
        createdAt: call.now,
      }
      clients.put(call.tx, [client.poolId, client.id], withSecrets(client, [...before, made]))
      const shown = ClientSecret === undefined ? {ClientSecretValue: made.value} : {}
      return {ClientSecretDescriptor: {...describe(made), ...shown}}
    },
  },
  ListUserPoolClientSecrets: {
    resource: onPool,
    run: ({UserPoolId, ClientId}, call) => ({
      ClientSecrets: secretsOf(requireClient(requirePool(UserPoolId, call), ClientId, call)).map(describe),
    }),
  },
  DeleteUserPoolClientSecret: {
    resource: onPool,
    run({UserPoolId, ClientId, ClientSecretId}, call) {
      const client = requireClient(requirePool(UserPoolId, call), ClientId, call)
      const wanted = present(ClientSecretId, 'ClientSecretId')
      const left = secretsOf(client).filter(({id}) => id !== wanted)
      if (left.length === secretsOf(client).length) {
        throw new ServiceError('ResourceNotFoundException', `Client secret ${wanted} does not exist.`)
      }
      if (left.length === 0) throw invalid('The last secret of a client cannot be deleted.')
      clients.put(call.tx, [client.poolId, client.id], withSecrets(client, left))
      return {}
    },
  },
}
