import * as sdk from '@aws-sdk/client-ssm'
import model from '../../../models/ssm.json' with {type: 'json'}
import {authorize} from '../../auth/authorize.js'
import {ServiceError} from '../../core/errors.js'
import {openModel} from '../../core/model.js'
import {defineService, type Call} from '../../core/service.js'
import {describeOperations} from './describe.js'
import {
  arnOf,
  findParameter,
  forgetParameter,
  onParameter,
  requireParameter,
  saveParameter,
  type Parameter,
} from './parameters.js'
import {CURRENT, findSecret, labelled} from '../secrets-manager/secrets.js'
import {tagOperations, withTags} from './tags.js'

/** The key that AWS takes for secure strings when none is named (API reference, PutParameter, KeyId). */
const DEFAULT_KEY = 'alias/aws/ssm'

const refuse = (name: string, message: string): ServiceError => new ServiceError(name, message)

/**
 * A new parameter, or the next version of one. What is left out stays as it was: Terraform's provider sends a
 * description only when it changes, and expects to find it again.
 *
 * @throws ServiceError ValidationException, ParameterPatternMismatchException, InvalidAllowedPatternException
 */
function makeParameter(input: sdk.PutParameterRequest, before: Parameter | undefined, call: Call): Parameter {
  const {Name: name = '', Value: value = '', Type: type = before?.type, AllowedPattern, Tags} = input
  if (type === undefined)
    throw refuse('ValidationException', 'A parameter type is required when you create a parameter.')
  if (before && Tags) throw refuse('ValidationException', "Invalid request: tags and overwrite can't be used together.")
  const allowedPattern = AllowedPattern === '' ? undefined : (AllowedPattern ?? before?.allowedPattern)
  checkPattern(value, allowedPattern)
  return {
    name,
    type,
    value,
    version: (before?.version ?? 0) + 1,
    modifiedAt: call.now,
    modifiedBy: call.caller?.arn,
    description: input.Description ?? before?.description,
    allowedPattern,
    dataType: input.DataType ?? before?.dataType,
    keyId: type === 'SecureString' ? (input.KeyId ?? before?.keyId ?? DEFAULT_KEY) : undefined,
    tags: before?.tags ?? withTags(Tags),
  }
}

function checkPattern(value: string, pattern: string | undefined): void {
  if (pattern === undefined) return
  let isAllowed
  try {
    isAllowed = new RegExp(pattern, 'u').test(value)
  } catch {
    throw refuse('InvalidAllowedPatternException', `The request does not meet the regular expression requirement.`)
  }
  if (!isAllowed)
    throw refuse(
      'ParameterPatternMismatchException',
      `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
    )
}

/** Bytes of a standard parameter's value, and levels of a name (API reference, PutParameter). */
const MAX_BYTES = 4096
const MAX_LEVELS = 15

/** @throws ServiceError ValidationException, HierarchyLevelLimitExceededException */
function checkStandard({Name: name = '', Value: value = ''}: sdk.PutParameterRequest): void {
  if (name.replace(/^\//, '').split('/').length > MAX_LEVELS)
    throw refuse('HierarchyLevelLimitExceededException', `A hierarchy can have at most ${MAX_LEVELS} levels.`)
  if (Buffer.byteLength(value) > MAX_BYTES)
    throw refuse(
      'ValidationException',
      `Standard tier parameters support a maximum parameter value of ${MAX_BYTES} characters.`,
    )
  if (/\{\{.*\}\}/s.test(value))
    throw refuse(
      'ValidationException',
      'Parameter value can\'t nest another parameter. Do not use "{{}}" in the value.',
    )
}

/** A parameter as it is answered; the encrypted text to a caller who does not ask for the plain one. */
function shapeOf(
  {name, type, value, version, modifiedAt, dataType}: Parameter,
  {WithDecryption = false}: {readonly WithDecryption?: boolean | undefined},
  call: Call,
) {
  return {
    Name: name,
    Type: type,
    Value: type === 'SecureString' && !WithDecryption ? Buffer.from(name).toString('base64') : value,
    Version: version,
    LastModifiedDate: new Date(modifiedAt),
    ARN: arnOf(name, call),
    DataType: dataType ?? 'text',
  }
}

const SECRETS = '/aws/reference/secretsmanager/'

/** Secrets are read by a name of their own (Systems Manager user guide, "Referencing Secrets Manager secrets"). */
function readSecretReference({Name = '', WithDecryption}: sdk.GetParameterRequest, call: Call) {
  if (!Name.startsWith(SECRETS)) return undefined
  const SecretId = Name.slice(SECRETS.length)
  const secret = findSecret(SecretId, call)
  if (!secret)
    throw refuse(
      'ParameterNotFound',
      `An error occurred (ParameterNotFound) when referencing Secrets Manager: Secret ${Name} not found.`,
    )
  if (WithDecryption !== true)
    throw refuse('ValidationException', 'WithDecryption flag must be True for retrieving a Secret Manager secret.')
  authorize(call, {action: 'secretsmanager:GetSecretValue', resource: secret.arn})
  const current = labelled(secret, CURRENT)
  return {
    Name,
    Type: 'SecureString' as const,
    Value: current?.text ?? current?.bytes ?? '',
    Version: 0,
    LastModifiedDate: new Date(secret.changedAt),
    ARN: secret.arn,
  }
}

/** Parameters of the standard tier. Nothing is encrypted here: it is a sandbox. */
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
      run(input: sdk.PutParameterRequest, call: Call) {
        checkStandard(input)
        const before = findParameter(input.Name, call)
        if (before && input.Overwrite !== true)
          throw refuse(
            'ParameterAlreadyExists',
            'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
          )
        const made = makeParameter(input, before, call)
        saveParameter(made, call)
        return {Version: made.version, Tier: 'Standard' as const}
      },
    },
    GetParameter: {
      resource: onParameter,
      run: (input: sdk.GetParameterRequest, call: Call) => ({
        Parameter: readSecretReference(input, call) ?? shapeOf(requireParameter(input.Name, call), input, call),
      }),
    },
    GetParameters: {
      run({Names = [], WithDecryption}: sdk.GetParametersRequest, call: Call) {
        const found = Names.flatMap((Name) => {
          const parameter = findParameter(Name, call)
          return parameter ? [shapeOf(parameter, {WithDecryption}, call)] : []
        })
        return {Parameters: found, InvalidParameters: Names.filter((Name) => !findParameter(Name, call))}
      },
    },
    DeleteParameter: {
      resource: onParameter,
      run({Name}: sdk.DeleteParameterRequest, call: Call) {
        forgetParameter(requireParameter(Name, call), call)
        return {}
      },
    },
    ...describeOperations,
    ...tagOperations,
  },
})
