import {appendFileSync, existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {afterInit, openCrashWorld, type CrashWorld, type Snapshot} from '../_helpers/crash/world.js'
import {cases, range, tally} from '../_helpers/proofs/soak.js'

const OUTPUTS = ['amplify_outputs.json', '.env.local', 'public/config.json', 'src/awsup.ts', 'awsup.auto.tfvars']
/** What a switch writes: outputs, and which environment is on. */
const FILES = [...OUTPUTS, '.awsup/current.json']

const textsOf = ({project}: CrashWorld): readonly (string | undefined)[] =>
  FILES.map((file) => join(project, file)).map((path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined))

/** What was put beside the reader's files for a while. A kill may leave a `.tmp` in .awsup, which git does not see. */
const leftovers = ({project}: CrashWorld): readonly string[] =>
  readdirSync(project, {recursive: true, encoding: 'utf8'}).filter((path) => /\.awsup-|switch\.json$/.test(path))

async function within<T>(from: Snapshot, work: (world: CrashWorld) => Promise<T>): Promise<T> {
  const world = await openCrashWorld(from)
  try {
    return await work(world)
  } finally {
    await world.close()
  }
}

const switched = (from: Snapshot, name: string) =>
  within(from, async (world) => {
    const {touch} = await world.count(['env', 'switch', name])
    return {name, touch, texts: textsOf(world)}
  })

/** With amplify_outputs.json one of each sort: a block, keys among others, a file of code, a folder that does not exist yet. */
const MORE_OUTPUTS = `  - { format: dotenv, path: .env.local, prefix: VITE_ }
  - { format: json, path: public/config.json }
  - { format: typescript, path: src/awsup.ts }
  - { format: tfvars, path: awsup.auto.tfvars }
`

const beginnings = {
  fresh: () => afterInit(({project}) => appendFileSync(join(project, 'awsup.yaml'), MORE_OUTPUTS)),
  dev: () =>
    afterInit(async (world) => {
      appendFileSync(join(world.project, 'awsup.yaml'), MORE_OUTPUTS)
      await world.count(['env', 'switch', 'dev'])
    }),
}

describe('env switch killed before each thing that it does to a file', () => {
  for (const [name, open] of Object.entries(beginnings)) {
    test(
      `from ${name} to prod: each file is old or new, then all are what is asked`,
      {timeout: 1_800_000},
      async () => {
        const start = await open()
        const before = await within(start, (world) => Promise.resolve(textsOf(world)))
        const [dev, prod] = [await switched(start, 'dev'), await switched(start, 'prod')]
        expect(prod.texts).not.toEqual(dev.texts)
        const all = range(prod.touch).flatMap((at) => [prod, dev].map((then) => ({at: at + 1, then})))
        const places = all.filter((_, index) => index % cases(9, 1) === 0)
        await tally(`1g (env switch from ${name}, ${prod.touch} places)`, places, ({at, then}) =>
          within(start, async (world) => {
            const {killed} = await world.run(['env', 'switch', 'prod'], {kind: 'touch', at})
            expect(killed).toBe(true)
            for (const [index, text] of textsOf(world).entries()) {
              expect([before[index], prod.texts[index]]).toContain(text)
            }
            expect(await world.run(['env', 'switch', then.name])).toMatchObject({code: 0})
            expect(textsOf(world)).toEqual(then.texts)
            expect(leftovers(world)).toEqual([])
          }),
        )
      },
    )
  }
})

describe('env switch --undo killed before each thing that it does to a file', () => {
  for (const [name, open] of Object.entries(beginnings)) {
    test(
      `back to ${name}: each file is old or new, then all are as before the switch`,
      {timeout: 1_800_000},
      async () => {
        const start = await open()
        const before = await within(start, (world) => Promise.resolve(textsOf(world)))
        const {touch, after} = await within(start, async (world) => {
          await world.count(['env', 'switch', 'prod'])
          const texts = textsOf(world)
          const counted = await world.count(['env', 'switch', '--undo'])
          expect(textsOf(world)).toEqual(before)
          return {touch: counted.touch, after: texts}
        })
        const places = range(touch).filter((_, index) => index % cases(9, 1) === 0)
        await tally(`1g (env switch --undo to ${name}, ${touch} places)`, places, (at) =>
          within(start, async (world) => {
            await world.count(['env', 'switch', 'prod'])
            expect(await world.run(['env', 'switch', '--undo'], {kind: 'touch', at: at + 1})).toMatchObject({
              killed: true,
            })
            for (const [index, text] of textsOf(world).entries()) expect([before[index], after[index]]).toContain(text)
            expect(await world.run(['env', 'switch', '--undo'])).toMatchObject({code: 0})
            expect(textsOf(world)).toEqual(before)
            expect(leftovers(world)).toEqual([])
          }),
        )
      },
    )
  }
})
