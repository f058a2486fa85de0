import {applyPlan} from '../../engine/apply/apply.js'
import {dropForgotten} from '../../engine/apply/failures.js'
import {makeDestroyPlan} from '../../engine/apply/destroy.js'
import {makePlan, type Scope} from '../../engine/plan/make-plan.js'
import {changesOf, type Applied, type Plan} from '../../engine/plan/plan.js'
import {ConflictError} from '../../base/errors.js'
import {openTurns} from '../../base/turns.js'
import {warningsOf} from '../../manifest/warnings.js'
import {requireEnvironments, type Project} from '../../project/project.js'
import {requireOwnWork, withinReach} from '../../project/reach.js'
import {locked, type Session} from '../../project/session.js'
import {begin, endSaved} from './saved/begun.js'
import type {LoadedPlan} from './saved/file.js'
import {environmentOf} from '../../records/places.js'
import type {Recorded} from '../../records/records.js'
import {openingsOf, type RecordsOf, warnOfRuleOpenings} from '../access/openings/warn.js'

/** What would have to change for AWS to match the manifest. Writes nothing. */
export const planChanges = (session: Session, asked: Scope): Promise<Plan> =>
  session.door.whileReading(() => makeWholePlan(session, asked))

/** What opens more is looked for in so many environments at a time: each takes memory. */
const ENVIRONMENTS_AT_ONCE = 50

async function makeWholePlan(session: Session, asked: Scope): Promise<Plan> {
  const {engine, nodes, project} = session
  const scope = {...asked, environments: withinReach(session, asked.environments)}
  for (const warning of warningsOf(project.manifest)) engine.report({type: 'warning', ...warning})
  const environments = requireEnvironments(project, scope.environments)
  const recorded = recordsOf(await engine.records.list())
  warnOfRuleOpenings(session, environments, recorded)
  // Looked for beside the plan, which asks the same of AWS; told after it, in the order of awsup.yaml.
  const turn = openTurns(ENVIRONMENTS_AT_ONCE, 'newest')
  const looking = environments.map((name) =>
    turn(() => openingsOf(session, name, {records: recorded(name), latent: !asked.preview})),
  )
  const [plan, openings] = await bothOf(makePlan(engine, nodes, scope), Promise.allSettled(looking))
  for (const found of openings) {
    if (found.status === 'rejected') throw found.reason
    for (const warning of found.value) engine.report({type: 'warning', ...warning})
  }
  warnOfDisabled(session, plan)
  return plan
}

/** Both answers; what the first one throws is thrown once the second has ended, so that nothing is left under way. */
async function bothOf<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  const [a] = await Promise.allSettled([first, second])
  if (a.status === 'rejected') throw a.reason
  return [a.value, await second]
}

/** All records by environment, read once for all of them. */
function recordsOf(all: readonly Recorded[]): RecordsOf {
  const byEnvironment = new Map<string | undefined, Recorded[]>()
  for (const recorded of all) {
    const environment = environmentOf(recorded.address)
    const known = byEnvironment.get(environment)
    if (known) known.push(recorded)
    else byEnvironment.set(environment, [recorded])
  }
  return (environment) => byEnvironment.get(environment) ?? []
}

/** Who is disabled stays so: no plan lets anybody in again. */
function warnOfDisabled({engine}: Session, {steps}: Plan): void {
  for (const {kind, id = '', environment, actual, action} of steps) {
    if (kind !== 'iam-user' || actual?.['disabled'] !== true || action === 'delete') continue
    const message = `user ${id} is disabled in ${environment ?? 'the management account'}, and apply leaves it so: awsup user enable ${id}`
    engine.report({type: 'warning', code: 'USER_DISABLED', message})
  }
}

/** Does a plan, while nobody else can. A saved one is noted as under way until all of it is done. */
export const applyChanges = (
  session: Session,
  plan: Plan,
  saved?: Pick<LoadedPlan, 'file' | 'fingerprint'>,
): Promise<Applied> =>
  locked(session, async () => {
    requireOwnWork(session, plan)
    await dropForgotten(
      session.engine,
      session.nodes.map(({address}) => address),
      plan,
    )
    if (saved && changesOf(plan).length > 0) await begin(session.engine, saved)
    const applied = await applyPlan(session.engine, plan)
    await endSaved(session.engine)
    return applied
  })

/** Throws ConflictError when one of the environments is protected. */
export function requireUnprotected(project: Project, environments: readonly string[]): void {
  for (const name of environments) {
    if (project.manifest.environments.get(name)?.protected) {
      throw new ConflictError(`environment ${name} is protected`, {
        code: 'PROTECTED',
        hint: `If you are certain, take \`protected: true\` from environments.${name} in awsup.yaml first.`,
      })
    }
  }
}

/** The plan to nothing for the named environments, or all of them. Accounts stay. Refuses protected ones. */
export async function planDestruction(session: Session, environments: readonly string[] | undefined): Promise<Plan> {
  const chosen = requireEnvironments(session.project, environments)
  requireUnprotected(session.project, chosen)
  return session.door.whileReading(() => makeDestroyPlan(session.engine, session.nodes, chosen))
}
