import {addVersion} from '../../secrets-manager/versions.js'
import {arnOf, CURRENT, findSecret, forget, save} from '../../secrets-manager/secrets.js'
import type {Call} from '../../../core/service.js'
import {makeSecret, secretId, secretsOf} from './secrets.js'
import type {PoolClient} from '../tables.js'

/**
 * The client with its secret in Secrets Manager, or back in Cognito; as it is where nothing is said. Going there rotates the
 * secret at once, and the older of two ends (botocore 1.44.8, `PublishSecretsInAWSSecretsManager`). The schedule of
 * rotations is not kept here: it is a sandbox.
 */
export function publish(client: PoolClient, isPublished: boolean | undefined, call: Call): PoolClient {
  if (isPublished === undefined || isPublished === (client.secretArn !== undefined)) return client
  // A client without a secret has nothing to keep anywhere, and says nothing of it.
  if (client.secret === undefined) return client
  return isPublished ? hand(client, call) : takeBack(client, call)
}

function hand(client: PoolClient, call: Call): PoolClient {
  const value = makeSecret()
  const name = `cognito/${client.poolId}/${client.id}`
  const times = {createdAt: call.now, changedAt: call.now, goesAt: undefined}
  const empty = {name, arn: arnOf(name, call), description: undefined, kmsKeyId: undefined, tags: {}, versions: []}
  const fields = {userPoolId: client.poolId, userPoolClientId: client.id, clientSecretValue: value}
  const brought = {SecretString: JSON.stringify(fields)}
  const {secret} = addVersion({...empty, ...times}, brought, {stages: [CURRENT], now: call.now})
  const older = secretsOf(client).slice(-1)
  const made = {id: secretId(client.id, call.now + 1000), value, createdAt: call.now}
  return {...client, secret: value, secrets: [...older, made], secretArn: save(secret, call).arn}
}

/** Its secret in Secrets Manager is gone at once, with no time to take it back. */
function takeBack(client: PoolClient, call: Call): PoolClient {
  const kept = findSecret(client.secretArn, call)
  if (kept) forget(kept, call)
  return {...client, secretArn: undefined}
}
