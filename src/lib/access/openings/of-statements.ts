import type {Position} from '../../base/errors.js'
import {evaluate} from '../evaluate/evaluate.js'
import {FORM_NAMES, FORMS} from '../forms/registry.js'
import {probesOf} from '../forms/trials.js'
import {requestOf, unknowable} from '../matrix/matrix.js'
import type {Ground, Probe} from '../matrix/probe.js'
import {statementPolicy} from '../matrix/statements.js'
import type {AccessRule} from '../rules.js'
import {impliedRules} from './implied.js'
import {moreOf} from './kin.js'
import type {Opening} from './opening.js'

/** Forms whose data has owners. */
const OWNED = FORM_NAMES.filter((name) => FORMS[name].ownerOf !== undefined)

/** A rule and where it stands in awsup.yaml: `access.authenticated[1]`. */
export interface PlacedRule {
  readonly path: string
  readonly rule: AccessRule
  /** Line and column of what the rule says. */
  readonly at?: Position | undefined
}

/** The rules of one section, and all others that hold for the same users. */
export interface Section {
  readonly signedIn: boolean
  /** Session tags that the identity pool sets → the claim that each carries. */
  readonly tags: ReadonlyMap<string, string>
  readonly own: readonly PlacedRule[]
  /** With those of all who signed in, for a group. */
  readonly rules: readonly AccessRule[]
}

/**
 * Raw statements that open what rules of any section, or statements themselves, keep apart: another's items and objects,
 * requests that name no key, lists of everybody's keys. Each is tried by itself, under what the section denies. Pure.
 */
export function openingsOfStatements(sections: readonly Section[], ground: Ground): readonly Opening[] {
  const apart = sections.flatMap((section) => [...section.rules, ...impliedOf(section)])
  const probes = probesOf(apart, ground, OWNED).filter(canBeSent)
  return sections.flatMap((section) => {
    const meant = [...section.rules, ...impliedOf(section)]
    const closed = probes.filter((probe) => probe.meant(meant) === false).flatMap((probe) => [probe, ...moreOf(probe)])
    return section.own.flatMap((placed) => openingOf(placed, section, {closed, ground}))
  })
}

const impliedOf = ({rules, tags}: Section): readonly AccessRule[] =>
  rules.flatMap((rule) => ('statement' in rule ? impliedRules(rule.statement, tags) : []))

/** What works on items by their key names one, whatever a policy says; a Scan does not, nor PartiQL. */
const canBeSent = ({action, keys}: Probe): boolean =>
  !action.startsWith('dynamodb:') ||
  keys['dynamodb:LeadingKeys'] !== undefined ||
  ['dynamodb:Scan', 'dynamodb:PartiQLSelect'].includes(action) ||
  !/(Item|Query|PartiQL\w+)$/.test(action)

function openingOf(
  {path, rule, at}: PlacedRule,
  section: Section,
  {closed, ground}: {readonly closed: readonly Probe[]; readonly ground: Ground},
): readonly Opening[] {
  if (!('statement' in rule) || rule.statement.effect === 'deny') return []
  const denials = section.rules.filter((one) => 'statement' in one && one.statement.effect === 'deny')
  const policy = statementPolicy([rule, ...denials], ground)
  const open = closed.filter((probe) => {
    const request = requestOf(section, probe)
    return policy && evaluate({identity: [policy]}, request, {unknowable}).decision === 'allowed'
  })
  const [first] = open
  if (!first) return []
  const more =
    open.length === 1 ? '' : ` and ${open.length - 1} more such ${open.length === 2 ? 'request' : 'requests'}`
  const {opens, condition} = rule.statement
  const isVacuous = Object.entries(condition).some(
    ([operator, keys]) =>
      /^ForAllValues:/i.test(operator) && Object.keys(keys).some((key) => /^dynamodb:leadingkeys$/i.test(key)),
  )
  const guard = isVacuous ? 'ForAllValues is also true of a request that names no keys: take Scan out. ' : ''
  return [
    {
      subject: `${path}.statement`,
      problem: `opens ${first.action} on ${first.target}${more}, which access rules keep apart`,
      fix: `${guard}Narrow it; or where that is meant, say why in the statement: opens: <why>`,
      ...(opens !== undefined && {accepted: opens}),
      at,
    },
  ]
}
