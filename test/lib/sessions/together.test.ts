import {build} from 'esbuild'
import fc from 'fast-check'
import {fork, type ChildProcess} from 'node:child_process'
import {once} from 'node:events'
import {join} from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import type {Order} from './contender.js'
import {keyOf, makeFolder, openStore, sessionOf} from './sessions.js'

const KEYS = ['dev', 'prod', 'qa']
const PROCESSES = 3

type Told = Omit<Order, 'id'>

async function openProcesses(folder: string): Promise<readonly ChildProcess[]> {
  const outfile = join(folder, 'contender.mjs')
  const entryPoints = [join(import.meta.dirname, 'contender.ts')]
  await build({entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error'})
  const children = Array.from({length: PROCESSES}, () => fork(outfile, [folder]))
  onTestFinished(() => {
    for (const child of children) child.kill('SIGKILL')
  })
  await Promise.all(children.map((child) => once(child, 'message')))
  return children
}

let last = 0
function tell(child: ChildProcess | undefined, order: Told): Promise<string | undefined> {
  const id = (last += 1)
  return new Promise((resolve) => {
    const listen = (message: unknown): void => {
      const {id: answered, answer} = message as {readonly id: number; readonly answer?: string}
      if (answered !== id) return
      child?.off('message', listen)
      resolve(answer)
    }
    child?.on('message', listen)
    child?.send({id, ...order})
  })
}

test('whatever processes put, take and forget at once, a key answers only what was put under it, and nothing is lost', async () => {
  const folder = makeFolder()
  const children = await openProcesses(folder)
  const store = openStore(folder)
  const order = fc.record({
    act: fc.constantFrom('get', 'put', 'put', 'forget') satisfies fc.Arbitrary<Order['act']>,
    environment: fc.constantFrom(...KEYS),
  })
  const rounds = fc.array(fc.array(fc.tuple(fc.nat(PROCESSES - 1), order), {minLength: 1, maxLength: 8}), {
    minLength: 1,
    maxLength: 4,
  })
  let mark = 0
  await fc.assert(
    fc.asyncProperty(rounds, async (all) => {
      await store.forget('all')
      const put = new Map(KEYS.map((key) => [key, new Set<string>()]))
      const told = (round: (typeof all)[number]) =>
        round.map(([process, {act, environment}]) => {
          const one = {act, environment, mark: String((mark += 1))}
          if (act === 'put') put.get(environment)?.add(`ASIA${environment}-${one.mark}`)
          return [children[process], one] as const
        })
      for (const round of all) {
        const orders = told(round)
        const answers = await Promise.all(orders.map(([child, one]) => tell(child, one)))
        orders.forEach(([, {act, environment}], index) => {
          const answer = answers[index]
          if (act !== 'get') expect(answer).toBeUndefined()
          else if (answer !== undefined) expect([...(put.get(environment) ?? [])]).toContain(answer)
        })
        for (const environment of KEYS) {
          const session = await store.get(keyOf({environment, root: `/home/ana/${environment}`}))
          const here = round.filter(([, one]) => one.environment === environment).map(([, {act}]) => act)
          if (here.includes('put') && !here.includes('forget')) expect(session).toBeDefined()
          if (here.includes('forget') && !here.includes('put')) expect(session).toBeUndefined()
          if (session) expect([...(put.get(environment) ?? [])]).toContain(session.credentials.accessKeyId)
        }
      }
    }),
    {numRuns: 60},
  )
}, 120_000)

test('of many that want the same session at once, one makes it', async () => {
  const folder = makeFolder()
  let made = 0
  const make = async () => {
    made += 1
    await new Promise((resolve) => setTimeout(resolve, 50))
    return sessionOf('ONE')
  }
  const options = {signal: new AbortController().signal, isCurrent: () => true}
  const answers = await Promise.all(Array.from({length: 12}, () => openStore(folder).of(keyOf(), make, options)))
  expect(made).toBe(1)
  expect(new Set(answers.map(({credentials}) => credentials.accessKeyId))).toEqual(new Set(['ASIAONE']))
})

test('one that fails to make it leaves the work to the next', async () => {
  const folder = makeFolder()
  const options = {signal: new AbortController().signal, isCurrent: () => true}
  const broken = openStore(folder).of(keyOf(), () => Promise.reject(new Error('no network')), options)
  await expect(broken).rejects.toThrow('no network')
  const session = sessionOf('ONE')
  expect(await openStore(folder).of(keyOf(), () => Promise.resolve(session), options)).toEqual(session)
})

test('where it fails, those who wait try at once, and none waits for the time of all before it', async () => {
  const folder = makeFolder()
  const options = {signal: new AbortController().signal, isCurrent: () => true}
  let under = 0
  let most = 0
  const fail = async () => {
    most = Math.max(most, (under += 1))
    await new Promise((resolve) => setTimeout(resolve, 200))
    under -= 1
    throw new Error('no network')
  }
  const all = Array.from({length: 8}, () => openStore(folder).of(keyOf(), fail, options))
  const answers = await Promise.allSettled(all)
  expect(answers.map(({status}) => status)).toEqual(answers.map(() => 'rejected'))
  expect(most).toBeGreaterThan(1)
})
