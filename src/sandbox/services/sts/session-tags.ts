import type {Tag} from '@aws-sdk/client-sts'
import type {Caller} from '../../auth/caller.js'
import {ServiceError} from '../../core/errors.js'

/** A session's tags, and condition keys that its own sessions inherit. */
export interface SessionTags {
  readonly principalTags: Readonly<Record<string, string>>
  readonly context: Readonly<Record<string, readonly string[]>>
}

/** Kept with the session under the condition keys that AWS has for them. */
const TRANSITIVE = 'sts:TransitiveTagKeys'
const SOURCE = 'aws:SourceIdentity'

interface Given {
  readonly Tags?: readonly Tag[] | undefined
  readonly TransitiveTagKeys?: readonly string[] | undefined
  readonly SourceIdentity?: string | undefined
}

const invalid = (message: string): ServiceError => new ServiceError('InvalidParameterValue', message, {status: 400})

/**
 * Tags and source identity of a new session: those asked for, and those that a chained session inherits and can not
 * override (IAM User Guide, pass session tags in AWS STS).
 *
 * @throws ServiceError InvalidParameterValue
 */
export function readSessionTags(
  caller: Caller,
  {Tags = [], TransitiveTagKeys = [], SourceIdentity}: Given,
): SessionTags {
  const keys = Tags.map(({Key = ''}) => Key)
  const folded = keys.map((key) => key.toLowerCase())
  if (new Set(folded).size < keys.length)
    throw invalid('Duplicate tag keys found. Please note that Tag keys are case insensitive.')
  if (TransitiveTagKeys.some((key) => !folded.includes(key.toLowerCase()))) {
    throw invalid('The specified transitive tag key must be included in the requested tags.')
  }
  const inherited = caller.type === 'role' ? caller : {context: {}, principalTags: {}}
  const lasting = valuesOf(inherited, TRANSITIVE)
  if (lasting.some((key) => folded.includes(key.toLowerCase()))) {
    throw invalid(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    )
  }
  const [source] = valuesOf(inherited, SOURCE)
  if (source !== undefined && SourceIdentity !== undefined && source !== SourceIdentity) {
    throw invalid("The source identity of the calling session can't be changed.")
  }
  const identity = source ?? SourceIdentity
  // Tag keys have no case (localstack/localstack, tests/aws/services/sts/test_sts.py, validated against AWS).
  const transitive = lasting.map((key) => key.toLowerCase())
  const kept = Object.entries(inherited.principalTags).filter(([key]) => transitive.includes(key.toLowerCase()))
  return {
    principalTags: Object.fromEntries([...kept, ...Tags.map(({Key = '', Value = ''}) => [Key, Value] as const)]),
    context: {
      ...(lasting.length + TransitiveTagKeys.length > 0 ? {[TRANSITIVE]: [...lasting, ...TransitiveTagKeys]} : {}),
      ...(identity === undefined ? {} : {[SOURCE]: [identity]}),
    },
  }
}

const valuesOf = ({context}: Pick<SessionTags, 'context'>, key: string): readonly string[] => context[key] ?? []

/** The condition keys under which policies see the tags that a session asks for. */
export const requestedTags = (tags: readonly Tag[] = []): Record<string, string[]> => ({
  ...Object.fromEntries(tags.map(({Key = '', Value = ''}) => [`aws:RequestTag/${Key}`, [Value]])),
  'aws:TagKeys': tags.map(({Key = ''}) => Key),
})
