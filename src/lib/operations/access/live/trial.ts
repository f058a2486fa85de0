import {setImmediate} from 'node:timers/promises'
import {isMeant, makeProbes, requestOf, type Cell, type TestedRole} from '../../../access/matrix/matrix.js'
import {ANOTHER, ME, type Person} from '../../../access/matrix/people.js'
import type {Ground} from '../../../access/matrix/probe.js'
import {requireNotCancelled} from '../../../aws/clock.js'
import type {DataClients} from '../../../aws/clients/make-clients.js'
import {MARK} from './mark.js'
import {
  hasBucket,
  isLetThrough,
  objectOf,
  readTable,
  seed,
  tableOf,
  takingAway,
  type LiveRequest,
  type TableKeys,
} from './requests.js'

type Rules = Pick<TestedRole, 'rules'>

/** What is tried, where, and by whom it is prepared. */
export interface Stage {
  /** All roles of the environment: each of them tries what the rules of any of them name. */
  readonly roles: readonly Rules[]
  readonly ground: Ground
  readonly places: ReadonlyMap<string, TableKeys | 'bucket'>
  readonly admin: DataClients
}

/** What takes away what was made, each once, by its name; the last is undone first. */
export type Undo = Map<string, () => Promise<unknown>>

interface Trial {
  readonly clients: DataClients
  readonly me: Person
  readonly another: Person
  readonly signal: AbortSignal
  readonly undo: Undo
}

/** Sends every request of the matrix that can be sent without harm. */
export async function tryAll(role: TestedRole, stage: Stage, trial: Trial): Promise<readonly Cell[]> {
  const {admin, ground, roles} = stage
  const {clients, me, another, signal, undo} = trial
  const cells: Cell[] = []
  for (const probe of makeProbes(roles, ground)) {
    // Where AWS is in this very process, nothing else lets Ctrl-C be heard.
    await setImmediate()
    requireNotCancelled(signal)
    const request = withPeople(probe, me, another)
    const place = placeOf(request, stage)
    const meant = isMeant(probe, {rules: role.rules, ground, request: requestOf(role, probe)})
    if (place === undefined || meant === undefined) continue
    const table = place === 'bucket' ? undefined : place
    const away = takingAway(admin, request, table)
    // Before it is there: a call that fails may have been done.
    if (away) undo.set(nameOf(request), away)
    await seed(admin, request, table)
    const allowed = await isLetThrough(clients, request, table)
    if (allowed === undefined) continue
    const {action, target} = probe
    cells.push({role: role.role, action, resource: request.resource, target, meant, allowed})
  }
  return cells
}

/** Takes away whatever a test may have made for somebody. */
export async function clearData(stage: Stage, person: Person): Promise<void> {
  const undo: Undo = new Map()
  for (const probe of makeProbes(stage.roles, stage.ground)) {
    const request = withPeople(probe, person, person)
    const place = placeOf(request, stage)
    if (place === undefined) continue
    const away = takingAway(stage.admin, request, place === 'bucket' ? undefined : place)
    if (away) undo.set(nameOf(request), away)
  }
  for (const step of undo.values()) await step()
}

/** The tables and buckets of the rules that there are, and a note of each other. */
export async function findPlaces(admin: DataClients, roles: readonly Rules[]) {
  const places = new Map<string, TableKeys | 'bucket'>()
  const notes = new Set<string>()
  for (const rule of roles.flatMap(({rules}) => rules)) {
    if ('dynamodb' in rule) {
      const found = await readTable(admin.dynamodb, rule.dynamodb.table)
      if (found && found !== 'unfit') places.set(rule.dynamodb.table, found)
      else notes.add(`table ${rule.dynamodb.table} ${found ? 'has a partition key that is no text' : 'does not exist'}`)
    }
    if ('s3' in rule) {
      if (await hasBucket(admin, rule.s3.bucket)) places.set(rule.s3.bucket, 'bucket')
      else notes.add(`bucket ${rule.s3.bucket} does not exist`)
    }
  }
  return {places, notes: [...notes]}
}

/** Made-up people become real ones, and a made-up object a throw-away one. */
function withPeople({action, resource, keys}: LiveRequest, me: Person, another: Person): LiveRequest {
  const values: readonly (readonly [string, string])[] = [
    [ME.identity, me.identity],
    [ANOTHER.identity, another.identity],
    [ME.sub, me.sub],
    [ANOTHER.sub, another.sub],
    [ME.claim, me.claim],
    [ANOTHER.claim, another.claim],
  ]
  const real = (text: string): string =>
    values.reduce((done, [from, to]) => done.replaceAll(from, to), text).replace(/\/awsup$/, `/${MARK}`)
  return {
    action,
    resource: real(resource),
    keys: Object.fromEntries(Object.entries(keys).map(([key, list]) => [key, list.map(real)])),
  }
}

/** Requests for the same item or object have the same name. */
const nameOf = ({resource, keys}: LiveRequest): string =>
  tableOf(resource) === '' ? resource : `${tableOf(resource)} ${keys['dynamodb:LeadingKeys']?.[0] ?? ''}`

const placeOf = ({resource}: LiveRequest, {places}: Stage): TableKeys | 'bucket' | undefined =>
  places.get(tableOf(resource) || objectOf(resource)[0])
