import {ConflictError} from '../../../base/errors.js'
import type {Member} from './members.js'

/** Why an account cannot become an environment. */
export interface Problem {
  readonly code: string
  /** Goes on from the account: `is suspended`. */
  readonly why: string
  readonly hint: string
}

/** What AWS says of the account itself; `undefined` where nothing stands against it. */
export function problemOf({state, management}: Member): Problem | undefined {
  if (management) {
    return {
      code: 'MANAGEMENT_ACCOUNT',
      why: 'is the management account',
      hint: 'AWS advises to keep applications out of it. If an environment must live there, write account: management into awsup.yaml.',
    }
  }
  if (state === 'ACTIVE') return undefined
  if (state === 'PENDING_ACTIVATION') {
    return {
      code: 'ACCOUNT_PENDING',
      why: 'is not activated yet',
      hint: 'Finish its sign-up in the AWS console (payment, phone, support plan), then run the same command again.',
    }
  }
  return {
    code: 'ACCOUNT_CLOSED',
    why: `is ${state.toLowerCase().replaceAll('_', ' ')}`,
    hint: 'Leave it out, or have AWS Support reopen it (within 90 days of the closure).',
  }
}

/** An environment of that name is on record, and awsup.yaml does not have it. */
export const onRecord = (environment: string): Problem => ({
  code: 'ON_RECORD',
  why: `is on record as ${environment}, which awsup.yaml does not have`,
  hint: `Take awsup.yaml from git, or write ${environment} back into it by hand.`,
})

/** What the tags say of whose it is. */
export function claimOf(tags: Readonly<Record<string, string>>, project: string): Problem | undefined {
  const {'awsup:project': owner, 'awsup:environment': environment} = tags
  if (owner === undefined || owner === project) return undefined
  return {
    code: 'NOT_OURS',
    why: `belongs to the awsup project ${owner}${environment === undefined ? '' : `, as ${environment}`}`,
    hint: 'Work in that project, or remove the awsup tags from the account first if that project is gone.',
  }
}

/** The refusal of an account that somebody named. `where` is a place in a file, in front of the rest. */
export const refuse = (
  {id, name}: Pick<Member, 'id' | 'name'>,
  {code, why, hint}: Problem,
  where = '',
): ConflictError =>
  new ConflictError(`${where}account ${id} (${name}) ${why}`, {
    code,
    hint: `Nothing was written. ${hint}`,
    details: {accountId: id, name},
  })

export const notAMember = (what: string, managementAccountId: string, details: object): ConflictError =>
  new ConflictError(`${what} is not in the organization that account ${managementAccountId} manages`, {
    code: 'NOT_A_MEMBER',
    hint: 'Nothing was written. Check the id and the credentials (--profile), or invite the account into the organization first.',
    details: {...details, managementAccountId},
  })
