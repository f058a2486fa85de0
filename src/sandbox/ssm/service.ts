import * as sdk from '@aws-sdk/client-ssm'
import model from '../../models/ssm.json' with {type: 'json'}
import {ServiceError} from '../errors.js'
import {openModel} from '../model.js'
import {defineService, type Call} from '../service.js'
import {table} from '../store/transaction.js'

interface Parameter {
  readonly name: string
  readonly type: sdk.ParameterType
  readonly value: string
  readonly version: number
  readonly modifiedAt: number
}

/** Key [accountId, region, name]. */
const parameters = table<Parameter>('ssm/parameters')

const arnOf = (name: string | undefined, {region, accountId}: Pick<Call, 'region' | 'accountId'>): string =>
  `arn:aws:ssm:${region}:${accountId}:parameter/${(name ?? '').replace(/^\//, '')}`

const onParameter = ({Name}: {readonly Name?: string | undefined}, call: Call): string => arnOf(Name, call)

function requireParameter(name: string | undefined, {tx, accountId, region}: Call): Parameter {
  const found = parameters.get(tx, [accountId, region, name ?? ''])
  if (!found) throw new ServiceError('ParameterNotFound', `Parameter ${name ?? ''} not found.`)
  return found
}

/** Parameters, as far as secrets are kept in them. Nothing is encrypted here: it is a sandbox. */
export const ssm = defineService({
  name: 'ssm',
  validationError: 'ValidationException',
  protocol: 'json',
  target: 'AmazonSSM',
  sdk,
  model: openModel(model),
  operations: {
    PutParameter: {
      resource: onParameter,
      run(
        {Name = '', Value = '', Type = 'String', Overwrite = false}: sdk.PutParameterRequest,
        {tx, accountId, region, now}: Call,
      ) {
        const before = parameters.get(tx, [accountId, region, Name])
        if (before && !Overwrite) {
          const message =
            'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.'
          throw new ServiceError('ParameterAlreadyExists', message)
        }
        const version = (before?.version ?? 0) + 1
        parameters.put(tx, [accountId, region, Name], {name: Name, type: Type, value: Value, version, modifiedAt: now})
        return {Version: version, Tier: 'Standard' as const}
      },
    },
    GetParameter: {
      resource: onParameter,
      run({Name, WithDecryption = false}: sdk.GetParameterRequest, call: Call) {
        const {name, type, value, version, modifiedAt} = requireParameter(Name, call)
        // AWS answers the encrypted text to who does not ask for the plain one.
        const shown = type === 'SecureString' && !WithDecryption ? Buffer.from(name).toString('base64') : value
        return {
          Parameter: {
            Name: name,
            Type: type,
            Value: shown,
            Version: version,
            LastModifiedDate: new Date(modifiedAt),
            ARN: arnOf(name, call),
            DataType: 'text',
          },
        }
      },
    },
    DeleteParameter: {
      resource: onParameter,
      run({Name}: sdk.DeleteParameterRequest, call: Call) {
        parameters.delete(call.tx, [call.accountId, call.region, requireParameter(Name, call).name])
        return {}
      },
    },
  },
})
