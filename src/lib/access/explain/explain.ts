import {evaluate} from '../evaluate/evaluate.js'
import {isMeant, makeProbes, requestOf, unknowable, type TestedRole} from '../matrix/matrix.js'
import type {Ground} from '../matrix/probe.js'
import {fromForms, perForm} from '../forms/registry.js'
import {sayRule, TRIALS} from '../forms/trials.js'
import type {Whole} from '../forms/trial.js'
import type {AccessRule} from '../rules.js'
import {notesOf} from '../notes.js'

/** What one sort of people may do, and which statements of their role's policies decide it. */
export interface Explanation {
  /** `authenticated`, `guest`, `group:admins` */
  readonly role: string
  /** `users who signed in` */
  readonly who: string
  readonly may: readonly Sentence[]
  readonly mayNot: readonly Sentence[]
  /** What has to be done besides, by somebody else. */
  readonly notes: readonly string[]
}

export interface Sentence {
  readonly says: string
  /** Sids that decide; none where no policy has a statement for it. */
  readonly statements: readonly string[]
}

/** The rules of a role in words, each with the statements of its policies that let it happen. Pure. */
export function explainRole(role: TestedRole, ground: Ground): Explanation {
  const denials = role.rules.filter(isDenial)
  const sentences = (rules: readonly AccessRule[]): readonly Sentence[] =>
    rules.map((rule) => ({says: placed(sayRule(rule), ground), statements: decidersOf(rule, role, ground)}))
  const before = fromForms(role.rules, (_form, _rule, name) => TRIALS[name].before ?? []).flat()
  return {
    role: role.role,
    who: whoIs(role.role),
    may: sentences(role.rules.filter((rule) => !isDenial(rule))),
    mayNot: sentences(denials),
    notes: [...(role.signedIn ? new Set(before) : []), ...notesOf(role.rules).map(({message}) => message)],
  }
}

const placed = (text: string, {region, account}: Ground): string =>
  text.replaceAll('{region}', region).replaceAll('{account}', account)

const isDenial = (rule: AccessRule): boolean => 'statement' in rule && rule.statement.effect === 'deny'

/** Tries what the rule names, and tells which statements answer. */
function decidersOf(rule: AccessRule, role: TestedRole, ground: Ground): readonly string[] {
  const denies = isDenial(rule)
  const asked = makeProbes([{rules: [rule]}], ground).flatMap((probe) => {
    const request = requestOf(role, probe)
    const layers = {identity: role.policies, boundary: role.boundary}
    // A raw statement may rest on what nobody knows beforehand, and is what decides all the same.
    const {by, decision} = evaluate(layers, request, 'statement' in rule && !denies ? {unknowable} : {})
    const decides = denies
      ? decision === 'explicitDeny'
      : decision === 'allowed' && isMeant(probe, {rules: [rule], ground, request}) !== false
    return decides && by ? [by.statement] : []
  })
  return [...new Set(asked)].sort()
}

/** What nobody may, whose role whatever, of the tables and buckets that the rules name. Pure. */
export function explainNobody(roles: readonly TestedRole[], ground: Ground): readonly string[] {
  const rules = roles.flatMap((role) => role.rules)
  const keys = {'aws:ResourceAccount': [ground.account]}
  const nobody = (action: string, resource: string): boolean =>
    roles.every(({policies, boundary, ...role}) => {
      const request = requestOf(role, {action, resource, keys, target: '', meant: () => false})
      return evaluate({identity: policies, boundary}, request).decision !== 'allowed'
    })
  const wholes = perForm(rules, (_, own, name): readonly Whole[] =>
    own.flatMap((rule) => TRIALS[name].whole?.(rule, ground) ?? []),
  )
  return [...new Set(wholes.filter(({action, resource}) => nobody(action, resource)).map(({says}) => says))]
}

/** `users who signed in`, `guests`, `members of the group admins` */
function whoIs(role: string): string {
  if (role === 'guest') return 'guests'
  return role.startsWith('group:') ? `members of the group ${role.slice('group:'.length)}` : 'users who signed in'
}
