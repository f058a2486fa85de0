import * as sdk from '@aws-sdk/client-secrets-manager'
import model from '../../../models/secretsmanager.json' with {type: 'json'}
import {ServiceError} from '../../core/errors.js'
import {openModel} from '../../core/model.js'
import {page} from '../../core/pages.js'
import {defineService, type Call} from '../../core/service.js'
import {
  arnOf,
  CURRENT,
  findSecret,
  forget,
  listSecrets,
  named,
  onSecret,
  requireAny,
  requireSecret,
  save,
  type Secret,
} from './secrets.js'
import {addVersion, hasValue, versionOperations, isRepeated} from './versions.js'

const DAY_MS = 24 * 60 * 60 * 1000

const tagsIn = (tags: readonly sdk.Tag[] = []): Record<string, string> =>
  Object.fromEntries(tags.map(({Key = '', Value = ''}) => [Key, Value]))

/** Secrets Manager quotas, "Tags". */
const MAX_TAGS = 50

function withTags(secret: Secret, tags: Readonly<Record<string, string>>): Secret {
  if (Object.keys(tags).length > MAX_TAGS)
    throw new ServiceError('InvalidParameterException', `A secret can have at most ${MAX_TAGS} tags.`)
  return {...secret, tags}
}

/** How long a secret is kept that is deleted, ms. @throws ServiceError InvalidParameterException */
function windowOf({RecoveryWindowInDays: days, ForceDeleteWithoutRecovery: isForced}: sdk.DeleteSecretRequest): number {
  if (isForced && days !== undefined)
    throw new ServiceError(
      'InvalidParameterException',
      "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
    )
  if (days !== undefined && (days < 7 || days > 30))
    throw new ServiceError(
      'InvalidParameterException',
      'The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).',
    )
  return isForced ? 0 : (days ?? 30) * DAY_MS
}

const INVALID_NAME =
  'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!'

/** Secrets with all of their versions. Nothing is encrypted, replicated or rotated here: it is a sandbox. */
export const secretsManager = defineService({
  name: 'secretsmanager',
  validationError: 'InvalidParameterException',
  protocol: 'json',
  target: 'secretsmanager',
  sdk,
  model: openModel(model),
  operations: {
    ...versionOperations,
    CreateSecret: {
      run(input: sdk.CreateSecretRequest, call: Call) {
        const {now} = call
        const {Name: name = '', Description: description, KmsKeyId: kmsKeyId, Tags} = input
        if (!/^[A-Za-z0-9/_+=.@!-]+$/.test(name)) throw new ServiceError('ValidationException', INVALID_NAME)
        const there = findSecret(name, call)
        if (there?.goesAt !== undefined)
          throw new ServiceError(
            'InvalidRequestException',
            "You can't create this secret because a secret with this name is already scheduled for deletion.",
          )
        if (there && hasValue(input) && isRepeated(there, input))
          return {...named(there), VersionId: input.ClientRequestToken}
        if (there)
          throw new ServiceError(
            'ResourceExistsException',
            `The operation failed because the secret ${name} already exists.`,
          )
        const arn = arnOf(name, call)
        const times = {createdAt: now, changedAt: now, goesAt: undefined}
        const made = withTags({name, arn, description, kmsKeyId, tags: {}, versions: [], ...times}, tagsIn(Tags))
        if (!hasValue(input)) return named(save(made, call))
        const {id, secret} = addVersion(made, input, {stages: [CURRENT], now})
        return {...named(save(secret, call)), VersionId: id}
      },
    },

    ListSecrets: {
      run({MaxResults, NextToken, IncludePlannedDeletion = false, Filters = []}: sdk.ListSecretsRequest, call: Call) {
        if (Filters.length > 0)
          throw new ServiceError('UnknownOperationException', "awsup's sandbox does not filter lists of secrets", {
            status: 501,
          })
        const all = listSecrets(call).filter(({goesAt}) => IncludePlannedDeletion || goesAt === undefined)
        const {items, next} = page(
          all,
          {key: ({name}) => name, token: NextToken, limit: MaxResults ?? 100, badToken: 'InvalidNextTokenException'},
          call,
        )
        return {
          SecretList: items.map((secret) => ({
            ARN: secret.arn,
            Name: secret.name,
            Description: secret.description,
            CreatedDate: new Date(secret.createdAt),
            LastChangedDate: new Date(secret.changedAt),
            Tags: Object.entries(secret.tags).map(([Key, Value]) => ({Key, Value})),
            SecretVersionsToStages: Object.fromEntries(
              secret.versions.filter(({stages}) => stages.length > 0).map(({id, stages}) => [id, [...stages]]),
            ),
            ...(secret.goesAt === undefined ? {} : {DeletedDate: new Date(secret.goesAt)}),
          })),
          NextToken: next,
        }
      },
    },

    DescribeSecret: {
      resource: onSecret,
      run(input: sdk.DescribeSecretRequest, call: Call) {
        const secret = requireAny(input, call)
        const {description, kmsKeyId, tags, versions, createdAt, changedAt, goesAt} = secret
        const labelled = versions.filter(({stages}) => stages.length > 0)
        const kept = new Map(labelled.map(({id, stages}) => [id, [...stages]]))
        return {
          ...named(secret),
          Description: description,
          KmsKeyId: kmsKeyId,
          Tags: Object.entries(tags).map(([Key, Value]) => ({Key, Value})),
          ...(kept.size === 0 ? {} : {VersionIdsToStages: Object.fromEntries(kept)}),
          CreatedDate: new Date(createdAt),
          LastChangedDate: new Date(changedAt),
          ...(goesAt === undefined ? {} : {DeletedDate: new Date(goesAt)}),
        }
      },
    },

    // What is left out stays (API reference, UpdateSecret).
    UpdateSecret: {
      resource: onSecret,
      run(input: sdk.UpdateSecretRequest, call: Call) {
        const {Description: description, KmsKeyId: kmsKeyId} = input
        const found = requireSecret(input, call)
        const changed: Secret = {
          ...found,
          description: description ?? found.description,
          kmsKeyId: kmsKeyId ?? found.kmsKeyId,
          changedAt: call.now,
        }
        if (!hasValue(input)) return named(save(changed, call))
        if (isRepeated(found, input)) return {...named(save(changed, call)), VersionId: input.ClientRequestToken}
        const {id, secret} = addVersion(changed, input, {stages: [CURRENT], now: call.now})
        return {...named(save(secret, call)), VersionId: id}
      },
    },

    DeleteSecret: {
      resource: onSecret,
      run(input: sdk.DeleteSecretRequest, call: Call) {
        const goesAt = call.now + windowOf(input)
        const DeletionDate = new Date(goesAt)
        if (!input.ForceDeleteWithoutRecovery) {
          return {...named(save({...requireSecret(input, call), goesAt}, call)), DeletionDate}
        }
        // Who wants it gone for good has what is wanted, whether it was there or not (API reference, DeleteSecret).
        const there = findSecret(input.SecretId, call)
        if (!there) return {Name: input.SecretId, ARN: arnOf(input.SecretId ?? '', call), DeletionDate}
        forget(there, call)
        return {...named(there), DeletionDate}
      },
    },

    RestoreSecret: {
      resource: onSecret,
      run: (input: sdk.RestoreSecretRequest, call: Call) =>
        named(save({...requireAny(input, call), goesAt: undefined}, call)),
    },

    // PutResourcePolicy is not served: no secret has a policy, and AWS answers then without one.
    GetResourcePolicy: {
      resource: onSecret,
      run: (input: sdk.GetResourcePolicyRequest, call: Call) => named(requireSecret(input, call)),
    },

    TagResource: {
      resource: onSecret,
      run(input: sdk.TagResourceRequest, call: Call) {
        const secret = requireSecret(input, call)
        save(withTags(secret, {...secret.tags, ...tagsIn(input.Tags)}), call)
        return {}
      },
    },

    UntagResource: {
      resource: onSecret,
      run({TagKeys = [], ...meant}: sdk.UntagResourceRequest, call: Call) {
        const secret = requireSecret(meant, call)
        const left = Object.entries(secret.tags).filter(([key]) => !TagKeys.includes(key))
        save({...secret, tags: Object.fromEntries(left)}, call)
        return {}
      },
    },
  },
})
