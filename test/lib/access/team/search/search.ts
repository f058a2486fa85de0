import type {Principal} from '../world.js'
import {CANARIES, movesOf, type Ask} from './moves.js'
import {decide, type Fact, type Ground, type State} from './state.js'

interface Start {
  /** Whose credentials the search begins with. */
  readonly as: string
  /** Accounts in which nobody of the kind may become an administrator; all of them where nothing is said. */
  readonly goals?: readonly string[]
  readonly mfa?: boolean
}

/**
 * Every way from one principal to more, as far as it goes: the steps to the first canary that dies, or `undefined` when
 * none does. What was got is never lost again, so the search ends.
 */
export const findPath = (ground: Ground, start: Start): readonly string[] | undefined => search(ground, start).path

/** The principals whose credentials one gets, however little they may do. */
export const reached = (ground: Ground, start: Start): readonly string[] =>
  [...search(ground, start).facts.keys()]
    .filter((fact) => fact.startsWith('hold '))
    .map((fact) => fact.slice('hold '.length))

interface Found {
  readonly path?: readonly string[]
  readonly facts: ReadonlyMap<Fact, string>
}

function search(ground: Ground, {as, goals, mfa = true}: Start): Found {
  const principals = new Map<string, Principal>(ground.principals)
  const facts = new Map<Fact, string>([[`hold ${as}`, 'begin']])
  const parents = new Map<Fact, readonly Fact[]>()
  const state: State = {ground, principals, facts, mfa}
  const isGoal = (account: string): boolean => goals?.includes(account) ?? true
  const may = (id: string, {action, ...rest}: Ask): boolean => {
    const [name = '', ...unlessDenied] = action.split(' ')
    const said = decide(id, {action: name, ...rest}, state)
    return unlessDenied.length > 0 ? said !== 'never' : said === 'yes'
  }
  /** Facts about a principal that explain what it may. */
  const about = (id: string): readonly Fact[] =>
    [...facts.keys()].filter(
      (fact) => fact === `hold ${id}` || fact.endsWith(` ${id}`) || fact.startsWith('rewritten '),
    )
  const explain = (fact: Fact, seen = new Set<Fact>()): readonly string[] => {
    if (seen.has(fact)) return []
    seen.add(fact)
    const before = (parents.get(fact) ?? []).flatMap((parent) => explain(parent, seen))
    return [...before, `${facts.get(fact) ?? ''} → ${fact}`]
  }

  for (let size = -1; size !== facts.size;) {
    size = facts.size
    for (const [id, principal] of [...principals]) {
      if (!facts.has(`hold ${id}`)) continue
      const canary = isGoal(principal.account) && CANARIES(principal.account).find((one) => may(id, one))
      if (canary) {
        const seen = new Set<Fact>()
        const before = about(id).flatMap((fact) => explain(fact, seen))
        return {path: [...before, `${id} may ${canary.action} ${canary.resource}`], facts}
      }
      for (const {fact, asks, made} of movesOf(id, principal, state)) {
        if (facts.has(fact) || !asks.every((one) => may(id, one))) continue
        const [, target = ''] = /^\S+ (.*)$/.exec(fact) ?? []
        parents.set(fact, [...about(id), ...about(target)])
        facts.set(fact, `${id}: ${asks.map(({action}) => action).join(' + ')}`)
        if (made) principals.set(...made)
        if (fact.startsWith('admin ') && isGoal(target)) return {path: explain(fact), facts}
      }
    }
  }
  return {facts}
}
