import type {Clients} from '../../../src/lib/aws/clients/clients.js'
import type {Engine} from '../../../src/lib/engine/engine.js'
import type {Event} from '../../../src/lib/base/events.js'
import {openMemoryRecords} from '../../../src/lib/records/memory-records.js'
import {compare, erase, type Identified, type Node, type Resource} from '../../../src/lib/base/resource.js'
import {ref} from '../../../src/lib/resources/nodes.js'

/** A kind that lives in a Map: the engine's own rules show without any AWS. */
interface ToyDesired {
  readonly name: string
  readonly color: string
  readonly parent?: string | undefined
}
type ToyActual = ToyDesired & Identified

type Verb = 'read' | 'create' | 'update' | 'delete'

interface Toys {
  readonly precious?: boolean
  readonly doubles?: boolean
  /** A toy lives in its parent, and a create says when it made one. */
  readonly within?: boolean
}

/** A small world of toys, what was done to it, and what goes wrong on purpose. */
export function toyWorld({precious = false, doubles = false, within = false}: Toys = {}) {
  const things = new Map<string, ToyActual>()
  const calls: string[] = []
  const events: Event[] = []
  const failing = new Set<string>()
  const held = new Map<string, Promise<void>>()
  const late = new Map<string, number>()
  const waits: number[] = []
  const claims = new Set<string>()
  const used = new Map<string, string>()
  const records = openMemoryRecords()
  const controller = new AbortController()

  const called = async (verb: Verb, name: string): Promise<void> => {
    calls.push(`${verb} ${name}`)
    await held.get(`${verb} ${name}`)
    if (failing.has(`${verb} ${name}`)) throw new Error(`${name} will not ${verb}`)
  }

  const toy: Resource<ToyDesired, ToyActual, 'name'> = {
    kind: 'toy',
    actions: ['toy:All'],
    key: ['name'],
    permanent: ['parent'],
    precious,
    doubles,
    ...(within && {within: ['parent']}),
    diff: compare<ToyDesired>({name: 'refuse', color: 'update', parent: 'replace'}),
    async read({name}) {
      await called('read', name)
      const reads = late.get(name) ?? 0
      late.set(name, reads - 1)
      return reads > 0 ? undefined : things.get(name)
    },
    async create(desired, {madeAnew}) {
      await called('create', desired.name)
      if (within && !claims.has(desired.name)) madeAnew?.()
      const actual = {...desired, id: `id-${desired.name}-${calls.length}`}
      things.set(desired.name, actual)
      return actual
    },
    async update(desired, actual) {
      await called('update', desired.name)
      things.set(desired.name, {...actual, ...desired})
      return {...actual, ...desired}
    },
    async delete({name}) {
      await called('delete', name)
      things.delete(name)
    },
    usage({name}) {
      const said = used.get(name)
      if (said === undefined) return Promise.resolve(undefined)
      const {id} = things.get(said) ?? {}
      return Promise.resolve({by: [{said, ...(id !== undefined && {id})}], as: 'as parent', remedy: 'Delete it'})
    },
  }

  const engine: Engine = {
    project: 'toys',
    run: 'run-1',
    rooms: new Map([['toy', erase(toy)]]),
    records,
    // A toy has no AWS to talk to: the account's id is all that the engine asks of the clients.
    open: (account) => Promise.resolve({accountId: account === 'management' ? '000000000001' : account} as Clients),
    // Ten looks are as long as anything takes to show.
    lookAgain: async (_what, since, look) => {
      waits.push(since)
      for (let looks = 1; ; looks += 1) {
        const found = await look()
        if (found !== undefined || looks === 10) return found
      }
    },
    explain: () => undefined,
    report: (event) => events.push(event),
    signal: controller.signal,
  }

  return {
    things,
    /** Since when something was looked for again and again, ms since 1970. */
    waits,
    /** What uses a toy: the name of another one, or what awsup did not make. */
    used,
    /** So many reads do not show it yet. */
    hide: (name: string, reads: number) => late.set(name, reads),
    /** Its create turns out to have found it. */
    findOnCreate: (name: string) => claims.add(name),
    calls,
    events,
    records,
    engine,
    abort: () => controller.abort(new Error('aborted')),
    failOn: (verb: Verb, name: string) => failing.add(`${verb} ${name}`),
    fix: () => failing.clear(),
    hold: (verb: Verb, name: string, until: Promise<void>) => held.set(`${verb} ${name}`, until),
    writes: () => calls.filter((call) => !call.startsWith('read')),
  }
}

interface ToyOptions {
  readonly color?: string
  readonly parent?: string
  readonly environment?: string
}

/** A node for a toy; its parent, when given, is the address of another toy. */
export const toyNode = (name: string, {color = 'red', parent, environment = 'dev'}: ToyOptions = {}): Node => ({
  address: `${environment}.${name}`,
  kind: 'toy',
  account: 'management',
  region: 'eu-west-1',
  environment,
  desired: {name, color, ...(parent === undefined ? {} : {parent: ref(`${environment}.${parent}`)})},
})
