import {evaluate} from '../evaluate/evaluate.js'
import {readPolicy, type Policy} from '../evaluate/policy.js'
import {unknowable, type Cell, type TestedRole} from './matrix.js'

/** A role's trust policy, and who is meant to take the role. */
export interface Trusting extends Pick<TestedRole, 'role' | 'signedIn'> {
  /** The role's name in IAM. */
  readonly name: string
  readonly trust: unknown
  readonly identityPoolId: string
}

type Fields = Readonly<Record<string, unknown>>

const COGNITO = 'cognito-identity.amazonaws.com'
/** Stands for every identity pool but the environment's own. */
const ANOTHER_POOL = 'eu-west-1:99999999-9999-4999-8999-999999999999'

/**
 * Who can take a role: identities of the environment's own pool, those who signed in or guests, and nobody else. `aud`
 * names the pool, `amr` tells guests apart (Cognito developer guide, "Role trust and permissions"). Pure.
 */
export function trustCells({role, signedIn, name, trust, identityPoolId}: Trusting): readonly Cell[] {
  const statements = statementsOf(trust)
  const policy = withoutPrincipals(statements.filter((one) => principalsOf(one).includes(COGNITO)))
  const [own, wrong] = signedIn ? ['authenticated', 'unauthenticated'] : ['unauthenticated', 'authenticated']
  const action = 'sts:AssumeRoleWithWebIdentity'
  const look = (target: string, asked: {readonly meant: boolean; readonly aud: string; readonly amr: string}): Cell => {
    const {meant, aud, amr} = asked
    const context = {[`${COGNITO}:aud`]: [aud], [`${COGNITO}:amr`]: [amr]}
    const options = meant ? {} : {unknowable}
    const {decision, by} = evaluate({identity: [policy]}, {action, resource: '*', context}, options)
    return {role, action, resource: name, target, meant, allowed: decision === 'allowed', ...(by && {by})}
  }
  return [
    look('this role, by those whom it is for', {meant: true, aud: identityPoolId, amr: own}),
    look('this role, by identities of any other identity pool', {meant: false, aud: ANOTHER_POOL, amr: own}),
    look(signedIn ? 'this role, by guests' : 'this role, by those who signed in', {
      meant: false,
      aud: identityPoolId,
      amr: wrong,
    }),
    ...strangers(statements).map((principal) => ({
      role,
      action: 'sts:AssumeRole',
      resource: name,
      target: `this role, by ${principal === '*' ? 'anybody' : principal}`,
      meant: false,
      allowed: true,
      by: {policy: 'trust policy', statement: principal},
    })),
  ]
}

/** Everybody whom a statement allows and who is not the identity pools' service. */
const strangers = (statements: readonly Fields[]): readonly string[] => [
  ...new Set(
    statements
      .filter(({Effect: effect}) => effect === 'Allow')
      .flatMap(principalsOf)
      .filter((principal) => principal !== COGNITO),
  ),
]

/** `Principal` as a list; who is left out of `NotPrincipal` is anybody. */
function principalsOf({Principal: principal, NotPrincipal: not}: Fields): readonly string[] {
  if (not !== undefined || typeof principal !== 'object' || principal === null) return ['*']
  return Object.values<unknown>({...principal}).flatMap((names) => (Array.isArray(names) ? names : [names]).map(String))
}

/** As the evaluator reads policies: who is meant was looked at already. */
const withoutPrincipals = (statements: readonly Fields[]): Policy =>
  readPolicy(
    {
      Version: '2012-10-17',
      Statement: statements.map(({Sid, Effect, Action, NotAction, Condition}) => ({
        Sid,
        Effect,
        ...(NotAction === undefined ? {Action} : {NotAction}),
        Resource: '*',
        Condition,
      })),
    },
    'trust policy',
  )

function statementsOf(document: unknown): readonly Fields[] {
  const {Statement: list = []} = fieldsOf(document)
  return (Array.isArray(list) ? list : [list]).map(fieldsOf)
}

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? {...value} : {})
