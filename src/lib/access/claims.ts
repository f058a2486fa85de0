import type {StatementRule} from './forms/statement/rule.js'

/**
 * Claims of the ID token that users set themselves: the standard attributes, which every app client may write unless
 * something else is said (Cognito API reference, UserPoolClientType, WriteAttributes), and `nonce`, which an application
 * sends along when it signs a user in.
 */
export const WRITTEN_BY_USERS: readonly string[] = [
  ...['address', 'birthdate', 'email', 'email_verified', 'family_name', 'gender', 'given_name', 'locale'],
  ...['middle_name', 'name', 'nickname', 'nonce', 'phone_number', 'phone_number_verified', 'picture'],
  ...['preferred_username', 'profile', 'updated_at', 'website', 'zoneinfo'],
]

/** Whether users set this claim of their own tokens, whatever awsup.yaml says. Custom attributes are another question. */
export const isWrittenByUsers = (claim: string): boolean => WRITTEN_BY_USERS.includes(claim)

/** Where a statement rests on a session tag. */
export interface TagUse {
  /** In lower case, as IAM compares it. */
  readonly tag: string
  readonly where: 'resources' | 'condition'
}

/**
 * The session tags that a raw statement rests on: as a variable (`${aws:PrincipalTag/team}`) in resources or conditions,
 * or as a condition key. Neither has a case (IAM user guide, "Condition keys"). Pure.
 */
export function tagsIn({resources, condition}: Pick<StatementRule, 'resources' | 'condition'>): readonly TagUse[] {
  const inside = (text: string): readonly string[] =>
    [...text.matchAll(/\$\{\s*aws:(?:principal|request)tag\/([^,}]*[^,}\s])/gi)].map(([, tag = '']) => tag)
  const keys = Object.values(condition)
  const compared = keys.flatMap((key) =>
    Object.keys(key).flatMap((name) => /^aws:(?:principal|request)tag\/(.+)$/i.exec(name)?.[1] ?? []),
  )
  const values = keys.flatMap((key) => Object.values(key).flat())
  return [
    ...resources.flatMap(inside).map((tag) => ({tag: tag.toLowerCase(), where: 'resources' as const})),
    ...[...compared, ...values.flatMap(inside)].map((tag) => ({
      tag: tag.toLowerCase(),
      where: 'condition' as const,
    })),
  ]
}
