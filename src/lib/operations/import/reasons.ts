import type {Plan, Step} from '../../engine/plan/plan.js'
import {changesOf, toDo} from '../../engine/plan/plan.js'
import type {Change} from '../../base/resource.js'

/** Why a line of the plan is there: every one has a reason. */
export interface Reason {
  readonly address: string
  /** Absent where the whole thing is made, adopted or deleted. */
  readonly field?: string
  readonly reason: string
}

const ASKED = 'awsup.yaml asks for it, and AWS has it otherwise.'

/** By kind and field; the first that fits. */
const CHANGES: readonly (readonly [kind: string, field: RegExp, reason: string])[] = [
  ['user-pool', /^tagged$/, 'awsup’s tags find the pool again should the records be lost. Nothing else hangs on them.'],
  [
    'identity-pool',
    /^tagged$/,
    'awsup’s tags find the pool again should the records be lost. Nothing else hangs on them.',
  ],
  ['user-pool', /^deletionProtection$/, 'awsup has every user pool protected from deletion.'],
  [
    'user-pool',
    /^attributes\./,
    'The pool’s tag awsup:attributes names those of awsup.yaml. The attribute itself stays as it is.',
  ],
  ['app-client', /^(access|id)TokenMinutes$|^refreshTokenHours$/, 'awsup.yaml has whole minutes and hours.'],
  [
    'app-client',
    /^choice$/,
    'With passkeys or one-time codes users choose how to sign in, which the client has to allow.',
  ],
  [
    'app-client',
    /^(authFlows|signsUsersIn)$/,
    'The same ways to sign in, in the words that AWS has for them since 2018.',
  ],
  ['app-client', /^name$/, 'Two clients have this name: awsup tells them apart by theirs.'],
  [
    'identity-pool',
    /^providers$/,
    'All clients of awsup.yaml have one setting for the check of tokens. Clients that it does not describe stay trusted.',
  ],
  [
    'identity-pool-roles',
    /^authenticated$|^guest$/,
    'Access rules of awsup.yaml make the role of these people: what the previous role allowed in addition ends.',
  ],
  ['table', /^deletionProtection$/, 'The environment is protected, and so are its tables from deletion.'],
  [
    'table',
    /^recoveryDays$/,
    'The environment is protected: its tables can be restored to any second of the last 35 days.',
  ],
  [
    'bucket',
    /^publicAccessBlocked$/,
    'awsup blocks public access of every bucket. Neither the policy of this one nor its access control list lets everybody in now.',
  ],
  [
    'bucket',
    /^tlsOnly$/,
    'awsup denies what is not sent by TLS: a program that still uses http:// is refused from then on.',
  ],
  [
    'bucket',
    /^ownerEnforced$/,
    'awsup switches access control lists off: those of objects count no more, and an upload that names another list than bucket-owner-full-control is refused.',
  ],
  ['bucket', /^versions$/, 'The environment is protected, and keeps older versions of objects.'],
  [
    'bucket',
    /^lifecycle$/,
    'Parts of uploads that nobody finished are deleted after 7 days, and objects as lifecycle in awsup.yaml says. Rules of others stay.',
  ],
]

/** By kind, for what is to be made. */
const MADE: Readonly<Record<string, string>> = {
  'identity-pool': 'A new identity pool is made: none that takes tokens of the user pool was chosen.',
  'identity-pool-roles': 'The identity pool gives its identities no roles yet.',
  role: 'Identities get a role of awsup’s own, with what access of awsup.yaml allows.',
  'app-client': 'No client of the pool is the one that awsup.yaml asks for.',
}

/** A reason for every line of a plan that would change something. Pure. */
export const reasonsFor = (plan: Plan): readonly Reason[] =>
  changesOf(plan).flatMap((step): readonly Reason[] => {
    const {address, changes, action} = step
    if (action === 'create' || action === 'delete' || changes.length === 0)
      return [{address, reason: reasonForStep(step)}]
    return toDo(changes).map((change) => ({address, field: change.field, reason: reasonForChange(step, change)}))
  })

const reasonForChange = ({kind}: Step, {field}: Change): string =>
  CHANGES.find(([of, pattern]) => of === kind && pattern.test(field))?.[2] ?? ASKED

function reasonForStep({kind, action}: Step): string {
  if (action === 'delete') return 'It is on record, and awsup.yaml does not ask for it any more.'
  if (action === 'adopt') return 'It exists, and goes on record.'
  return MADE[kind] ?? 'awsup.yaml asks for it, and it does not exist yet.'
}
