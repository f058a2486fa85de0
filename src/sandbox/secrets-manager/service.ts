import * as sdk from '@aws-sdk/client-secrets-manager'
import model from '../../models/secretsmanager.json' with {type: 'json'}
import {ServiceError} from '../errors.js'
import {alnum, uuid} from '../ids.js'
import {openModel} from '../model.js'
import {defineService, type Call} from '../service.js'
import {table} from '../store/transaction.js'

interface Secret {
  readonly name: string
  readonly arn: string
  readonly value: string | undefined
  readonly versionId: string
  readonly createdAt: number
}

/** Key [accountId, region, name]. */
const secrets = table<Secret>('secretsmanager/secrets')

/** By name, by ARN, or by ARN without the six characters that AWS puts behind it. */
function findSecret(id: string | undefined, {tx, accountId, region}: Call): Secret | undefined {
  return secrets
    .list(tx, [accountId, region])
    .find(({name, arn}) => name === id || arn === id || arn.slice(0, -'-xxxxxx'.length) === id)
}

function requireSecret(id: string | undefined, call: Call): Secret {
  const found = findSecret(id, call)
  if (!found) throw new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
  return found
}

const onSecret = ({SecretId}: {readonly SecretId?: string | undefined}, call: Call): string =>
  findSecret(SecretId, call)?.arn ?? '*'

const named = ({arn, name, versionId}: Secret) => ({ARN: arn, Name: name, VersionId: versionId})

/** Secrets with a text each; of versions only the current one is kept. */
export const secretsManager = defineService({
  name: 'secretsmanager',
  validationError: 'InvalidParameterException',
  protocol: 'json',
  target: 'secretsmanager',
  sdk,
  model: openModel(model),
  operations: {
    CreateSecret: {
      run({Name = '', SecretString}: sdk.CreateSecretRequest, call: Call) {
        const {tx, accountId, region, now} = call
        if (secrets.get(tx, [accountId, region, Name])) {
          throw new ServiceError(
            'ResourceExistsException',
            `The operation failed because the secret ${Name} already exists.`,
          )
        }
        const arn = `arn:aws:secretsmanager:${region}:${accountId}:secret:${Name}-${alnum(6)}`
        const made: Secret = {name: Name, arn, value: SecretString, versionId: uuid(), createdAt: now}
        secrets.put(tx, [accountId, region, Name], made)
        return named(made)
      },
    },
    PutSecretValue: {
      resource: onSecret,
      run({SecretId, SecretString}: sdk.PutSecretValueRequest, call: Call) {
        const {tx, accountId, region, now} = call
        const found = requireSecret(SecretId, call)
        const changed = {...found, value: SecretString, versionId: uuid(), createdAt: now}
        secrets.put(tx, [accountId, region, found.name], changed)
        return {...named(changed), VersionStages: ['AWSCURRENT']}
      },
    },
    GetSecretValue: {
      resource: onSecret,
      run({SecretId}: sdk.GetSecretValueRequest, call: Call) {
        const found = requireSecret(SecretId, call)
        if (found.value === undefined) {
          const message = "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT"
          throw new ServiceError('ResourceNotFoundException', message)
        }
        return {
          ...named(found),
          SecretString: found.value,
          VersionStages: ['AWSCURRENT'],
          CreatedDate: new Date(found.createdAt),
        }
      },
    },
    DeleteSecret: {
      resource: onSecret,
      run({SecretId}: sdk.GetSecretValueRequest, call: Call) {
        const found = requireSecret(SecretId, call)
        secrets.delete(call.tx, [call.accountId, call.region, found.name])
        return {ARN: found.arn, Name: found.name, DeletionDate: new Date(call.now)}
      },
    },
  },
})
