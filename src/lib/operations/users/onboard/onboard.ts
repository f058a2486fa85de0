import {assignmentAddress} from '../../../access/team/names.js'
import {applyPlan} from '../../../engine/apply/apply.js'
import {AccessError} from '../../../base/errors.js'
import type {Applied, Plan} from '../../../engine/plan/plan.js'
import {addPeople} from '../../../manifest/edit/edit.js'
import type {Project} from '../../../project/project.js'
import {makeProject} from '../../../project/load/from-text.js'
import {locked, type Session} from '../../../project/session.js'
import {asked} from '../../asked.js'
import {saveManifest} from '../../environments/manifest-file.js'
import {accessAddresses, PEOPLE, personAddress} from '../people.js'
import {announceSecrets, peopleWithoutSecrets} from '../secrets.js'
import type {SecretRequest} from '../secrets-facts.js'
import {planUsers} from '../users.js'
import type {Person} from './people.js'

/** What awsup.yaml has beyond the file: it stays. */
export interface Kept {
  /** People whom the file does not name. */
  readonly people: readonly string[]
  /** Roles that the file's people have in other environments. */
  readonly roles: readonly {readonly name: string; readonly environment: string; readonly role: string}[]
}

/**
 * The project as it would be with these people in it: comments, order and every other line of awsup.yaml stay. The very
 * same project where all of it is there. Throws UsageError where awsup.yaml cannot be edited. Nothing is written.
 */
export function withPeople(project: Project, people: readonly Person[]): Project {
  const roles = new Map(people.map((person) => [person.name, person.roles]))
  const source = asked(() => addPeople(project.source, roles))
  return source === project.source ? project : makeProject(source, project)
}

/** What awsup.yaml has and the file has not. Pure. */
export function keptBeside({manifest}: Project, people: readonly Person[]): Kept {
  const named = new Map(people.map((person) => [person.name, person.roles]))
  const all = [...manifest.users].flatMap(([name, {roles}]) => (roles ? [{name, roles}] : []))
  return {
    people: all.flatMap(({name}) => (named.has(name) ? [] : [name])),
    roles: all.flatMap(({name, roles}) => {
      const said = named.get(name)
      if (!said) return []
      return [...roles].flatMap(([environment, role]) => (said.has(environment) ? [] : [{name, environment, role}]))
    }),
  }
}

/** One plan for everybody. Throws AccessError where no administrator asks, ConflictError `NOT_MADE`. Writes nothing. */
export function planPeople(session: Session, changed: Project, people: readonly Person[]): Promise<Plan> {
  if (session.actor.kind !== 'administrator') throw notYours()
  return planUsers(
    session,
    changed,
    people.flatMap(({name}) => accessAddresses(changed.manifest, name)),
  )
}

const notYours = (): AccessError =>
  new AccessError('people and their roles are changed by an administrator of the organization alone', {
    code: 'NOT_YOUR_ROLE',
    hint: 'Give the file to an administrator. Nothing was done.',
  })

/** Who of the people is new, and which secrets are to be made: also those that a run began and did not live to hand out. */
export async function findNew(
  {engine}: Session,
  plan: Plan,
  people: readonly Person[],
): Promise<{readonly names: ReadonlySet<string>; readonly secrets: readonly SecretRequest[]}> {
  const begun = await peopleWithoutSecrets(engine)
  const created = new Set(plan.steps.flatMap(({address, action}) => (action === 'create' ? [address] : [])))
  const isNew = ({name, roles}: Person): boolean =>
    created.has(personAddress(name)) ||
    begun.has(name) ||
    [...roles].some(([environment, role]) => created.has(assignmentAddress(environment, role, name)))
  const found = people.filter(isNew)
  return {
    names: new Set(found.map(({name}) => name)),
    secrets: found
      .filter(({console, accessKey}) => console || accessKey)
      .map(({name, console, accessKey}) => ({name, console, accessKey, anotherKey: false, environments: [PEOPLE]})),
  }
}

/**
 * Does it, while nobody else can: says which secrets are to come, then writes awsup.yaml, then does the plan. A run that
 * dies anywhere in between is continued by the same command.
 */
export const applyPeople = (
  session: Session,
  changed: Project,
  {plan, secrets}: {readonly plan: Plan; readonly secrets: readonly SecretRequest[]},
): Promise<Applied> =>
  locked(session, async () => {
    await announceSecrets(session, secrets)
    saveManifest(session.project, changed)
    return applyPlan(session.engine, plan)
  })
