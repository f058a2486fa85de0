import type {Ref, Template} from '../../base/resource.js'

/** Where the resources are that the rules name. */
export interface Place {
  readonly region: string
  /** Account id, or the node that will have it. */
  readonly account: string | Ref
  /** Claim → session tag, where the manifest maps a claim to a tag of its own. */
  readonly tags?: ReadonlyMap<string, string> | undefined
}

/** Operator → key → values; an account may still be waited for. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | Template | readonly string[]>>>>

/** An IAM policy statement; ARNs may still wait for an account id. */
export interface Statement {
  readonly Sid: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: readonly string[]
  readonly Resource: readonly (string | Template)[]
  readonly Condition?: Condition
}

export interface PolicyDocument {
  readonly Version: '2012-10-17'
  readonly Statement: readonly Statement[]
}

/** The ARN of something in the account and region of a place: `arnIn(place, 'dynamodb', 'table/todos')`. */
export const arnIn = ({region, account}: Place, service: string, resource: string): string | Template =>
  withAccount(`arn:aws:${service}:${region}:{account}:${resource}`, account)

/** Puts the account where `{account}` stands: a text when the id is known, else a template that waits for it. */
export function withAccount(text: string, account: string | Ref): string | Template {
  const parts = text.split('{account}')
  if (parts.length === 1 || typeof account === 'string') return parts.join(typeof account === 'string' ? account : '')
  return {$text: parts.flatMap((part, index) => (index === 0 ? [part] : [account, part])).filter((part) => part !== '')}
}
