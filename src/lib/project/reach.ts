import {AccessError} from '../base/errors.js'
import {changesOf, type Plan} from '../engine/plan/plan.js'
import type {Actor} from './actor.js'
import {requireEnvironments, type Project} from './project.js'

interface Asking {
  readonly project: Project
  readonly actor: Actor
}

/** The environments in which somebody has a role; `undefined` where it is all of them. Pure. */
function reachOf({project: {manifest}, actor}: Asking): readonly string[] | undefined {
  if (actor.kind === 'administrator') return undefined
  if (actor.kind === 'role') return [actor.environment]
  return [...(manifest.users.get(actor.name)?.roles?.keys() ?? [])]
}

/**
 * The environments that were asked for, or all that the caller has a role in; `undefined`: all. Throws AccessError where
 * one of them, or everything, is out of reach.
 */
export function withinReach(asking: Asking, asked: readonly string[] | undefined): readonly string[] | undefined {
  const reach = reachOf(asking)
  if (reach === undefined) return asked
  const chosen = requireEnvironments(asking.project, asked ?? reach)
  const other = chosen.find((name) => !reach.includes(name))
  if (chosen.length > 0 && other === undefined) return chosen
  const who = asking.actor.kind === 'person' ? asking.actor.name : 'This role'
  throw new AccessError(`${who} has no role in ${other ?? 'any environment'}`, {
    code: 'NOT_GRANTED',
    hint:
      reach.length === 0
        ? 'An administrator of the organization gives roles: users.<name>.roles in awsup.yaml, then awsup apply.'
        : `Name an environment of yours: --env ${reach[0] ?? ''}.`,
    details: {environments: reach},
  })
}

/**
 * Roles of people, their boundaries and people themselves are changed by administrators of the organization alone: no role
 * widens itself. Tables and buckets are not changed by deployers. Throws AccessError before anything is done.
 */
export function requireOwnWork({actor, project}: Asking, plan: Plan): void {
  if (actor.kind === 'administrator') return
  const data = changesOf(plan).find(({kind}) => kind === 'table' || kind === 'bucket')
  if (data && isDeployer({actor, project})) {
    throw new AccessError(`${data.address} is not changed by a deployer`, {
      code: 'NOT_YOUR_ROLE',
      hint: 'What is in tables and buckets cannot be made again, so deployers only read how they are set up. An administrator runs awsup apply. Nothing was done.',
      details: {address: data.address},
    })
  }
  const step = changesOf(plan).find(
    ({address, kind, actual, node}) =>
      [actual, node?.desired].some((thing) => pathOf(thing)?.startsWith('/awsup/') ?? false) || isPeople(address, kind),
  )
  if (!step) return
  throw new AccessError(`${step.address} is changed by an administrator of the organization alone`, {
    code: 'NOT_YOUR_ROLE',
    hint: 'Ask for it in a review: an administrator runs awsup apply. Nothing was done.',
    details: {address: step.address},
  })
}

/** Whether it is a machine with no more than what deployers may do. */
const isDeployer = ({actor, project: {manifest}}: Asking): boolean =>
  actor.kind === 'role' &&
  [...manifest.deployers].some(([name, {role}]) => role === 'deployer' && actor.role === `ci-${name}`)

const pathOf = (thing: object | undefined): string | undefined =>
  thing !== undefined && 'path' in thing && typeof thing.path === 'string' ? thing.path : undefined

const isPeople = (address: string, kind: string): boolean =>
  kind === 'iam-user' || kind === 'oidc-provider' || kind.startsWith('permission-set') || address.startsWith('people.')
