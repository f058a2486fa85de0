import {lowerAlnum} from '../../../core/ids.js'
import {page} from '../../../core/pages.js'
import {invalid, present} from '../checks.js'
import {makeSecret} from './secrets.js'
import {checkClientSettings, makeClientSettings} from './settings.js'
import type {AnsweredClient, Published} from '../newer-members.js'
import type {UserPoolOperations} from '../operations.js'
import {onPool, requireClient, requirePool} from '../pools/access.js'
import {publish} from './published-secret.js'
import {brandings, clients, owners, type PoolClient} from '../tables.js'

const view = ({poolId, id, name, secret, secretArn, settings, createdAt, modifiedAt}: PoolClient): AnsweredClient => ({
  UserPoolId: poolId,
  ClientId: id,
  ClientName: name,
  ...(secretArn === undefined ? {ClientSecret: secret} : {ClientSecretArn: secretArn}),
  CreationDate: new Date(createdAt),
  LastModifiedDate: new Date(modifiedAt),
  ...settings,
})

const chooseSecret = (chosen: string | undefined, generate: boolean): string | undefined => {
  if (chosen !== undefined && generate) throw invalid('ClientSecret and GenerateSecret cannot be used together.')
  return generate ? makeSecret() : chosen
}

/** What the SDK's own type of a request has no word for. */
const publishedIn = (sent: object): boolean | undefined => (sent as Published).PublishSecretsInAWSSecretsManager

/** App clients. As at AWS, nothing makes names unique, and a repeated create makes a second client. */
export const clientOperations: UserPoolOperations = {
  CreateUserPoolClient: {
    resource: onPool,
    run(sent, call) {
      const pool = requirePool(sent.UserPoolId, call)
      const secret = chooseSecret(sent.ClientSecret, sent.GenerateSecret ?? false)
      checkClientSettings(sent, pool, {tx: call.tx, secret: secret !== undefined})
      const made: PoolClient = {
        poolId: pool.id,
        id: lowerAlnum(26),
        name: present(sent.ClientName, 'ClientName'),
        secret,
        settings: makeClientSettings(sent),
        createdAt: call.now,
        modifiedAt: call.now,
      }
      const client = publish(made, sent.GenerateSecret ? publishedIn(sent) : undefined, call)
      clients.put(call.tx, [pool.id, client.id], client)
      owners.put(call.tx, [client.id], {accountId: pool.accountId, region: pool.region, poolId: pool.id})
      return {UserPoolClient: view(client)}
    },
  },
  DescribeUserPoolClient: {
    resource: onPool,
    run: ({UserPoolId, ClientId}, call) => ({
      UserPoolClient: view(requireClient(requirePool(UserPoolId, call), ClientId, call)),
    }),
  },
  ListUserPoolClients: {
    resource: onPool,
    run({UserPoolId, MaxResults, NextToken}, call) {
      const pool = requirePool(UserPoolId, call)
      const {items, next} = page(
        clients.list(call.tx, [pool.id]),
        {key: ({id}) => id, token: NextToken, limit: MaxResults ?? 60, badToken: 'InvalidParameterException'},
        call,
      )
      return {
        UserPoolClients: items.map(({id, name, poolId}) => ({ClientId: id, UserPoolId: poolId, ClientName: name})),
        NextToken: next,
      }
    },
  },
  UpdateUserPoolClient: {
    resource: onPool,
    run(sent, call) {
      const pool = requirePool(sent.UserPoolId, call)
      const client = requireClient(pool, sent.ClientId, call)
      checkClientSettings(sent, pool, {tx: call.tx, secret: client.secret !== undefined})
      const settings = makeClientSettings(sent)
      const named = {...client, name: sent.ClientName ?? client.name, settings, modifiedAt: call.now}
      const changed = publish(named, publishedIn(sent), call)
      clients.put(call.tx, [pool.id, client.id], changed)
      return {UserPoolClient: view(changed)}
    },
  },
  DeleteUserPoolClient: {
    resource: onPool,
    run({UserPoolId, ClientId}, call) {
      const pool = requirePool(UserPoolId, call)
      const client = publish(requireClient(pool, ClientId, call), false, call)
      clients.delete(call.tx, [pool.id, client.id])
      owners.delete(call.tx, [client.id])
      for (const {id, clientId} of brandings.list(call.tx, [pool.id])) {
        if (clientId === client.id) brandings.delete(call.tx, [pool.id, id])
      }
      return {}
    },
  },
}
