import fc from 'fast-check'
import {mkdtempSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import type {Cache} from '../../../../src/lib/base/cache.js'
import type {Manifest} from '../../../../src/lib/manifest/manifest.js'
import {parseManifest} from '../../../../src/lib/manifest/parse.js'
import {packManifest, unpackManifest} from '../../../../src/lib/manifest/read/cached.js'
import type {Project} from '../../../../src/lib/project/project.js'
import {loadProject} from '../../../../src/lib/project/load/from-text.js'
import {openCache} from '../../../../src/lib/project/load/cache.js'
import {openProject} from '../../../../src/lib/project/load/open-project.js'
import {BAD} from '../../manifest/bad/all.js'
import {LIMITED} from '../../manifest/limited.js'
import {manifest, SAMPLE} from '../../manifest/samples.js'

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'awsup-quick-'))

function makeCache() {
  const files = new Map<string, Buffer>()
  const written: string[] = []
  const cache: Cache = {
    read: (name) => files.get(name),
    write: (name, body) => {
      written.push(name)
      files.set(name, body)
    },
  }
  return {cache, files, written}
}

/** As a map that Vitest compares: what is kept is read when it is asked for. */
const plain = ({environments, ...rest}: Manifest) => ({...rest, environments: new Map(environments)})

/** Manifests that say a lot: one for each setting that has a limit. */
const GOOD: readonly (readonly [title: string, text: string])[] = [
  ['the sample of the design', SAMPLE],
  [
    'with settings of one environment',
    `${SAMPLE.replace('{ region: eu-west-1 }', '{ region: eu-west-1, auth: { mfa: on } }')}values: { A: "of {env}" }
`,
  ],
  ['in accounts that exist', manifest({environments: '{ dev: { region: eu-west-1, account: management } }'})],
  ...LIMITED.map(({title, yaml, example}) => [title, yaml(JSON.stringify(example))] as const),
]

describe('a manifest that was kept', () => {
  test.each(GOOD)('is the one that was parsed: %s', (_title, text) => {
    const parsed = parseManifest(text)
    const packed = packManifest(parsed, text)
    expect(packed).toBeDefined()
    const unpacked = packed && unpackManifest(packed, text)
    expect(unpacked && plain(unpacked)).toStrictEqual(plain(parsed))
    for (const name of parsed.environments.keys()) {
      const again = packed && unpackManifest(packed, text)
      expect({...again?.environments.get(name)}).toStrictEqual({...parsed.environments.get(name)})
      expect([...(again?.environments.keys() ?? [])]).toEqual([...parsed.environments.keys()])
    }
  })

  test('is none of another text', () => {
    const packed = packManifest(parseManifest(SAMPLE), SAMPLE)
    if (!packed) throw new Error('the sample was not packed')
    fc.assert(
      fc.property(fc.nat(SAMPLE.length - 1), fc.string({minLength: 1, maxLength: 3}), (at, other) => {
        const text = SAMPLE.slice(0, at) + other + SAMPLE.slice(at + other.length)
        expect(unpackManifest(packed, text) === undefined).toBe(text !== SAMPLE)
      }),
    )
    for (const text of [`${SAMPLE} `, SAMPLE.slice(0, -1), '', `\uFEFF${SAMPLE}`])
      expect(unpackManifest(packed, text)).toBeUndefined()
  })
})

/** What opening a project comes to. */
async function outcome(open: () => Project | Promise<Project>): Promise<unknown> {
  try {
    const {root, source, manifest: found, target, targetIsAsked} = await open()
    return {root, source, manifest: plain(found), target, targetIsAsked}
  } catch (error) {
    return error
  }
}

describe('a project that is opened quickly', () => {
  test('is the one that is loaded, whatever awsup.yaml was before', async () => {
    const root = newFolder()
    const {cache} = makeCache()
    const texts = [...GOOD.map(([, text]) => text), ...BAD.map(({yaml}) => yaml)]
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...texts), {minLength: 2, maxLength: 4}), async (all) => {
        for (const text of all) {
          writeFileSync(join(root, 'awsup.yaml'), text)
          const loaded = await outcome(() => loadProject({root, target: undefined}))
          for (let run = 0; run < 2; run++)
            expect(await outcome(() => openProject({root, target: undefined}, cache))).toEqual(loaded)
        }
      }),
    )
  })

  test('is parsed once, and again after an edit that leaves size and time as they were', async () => {
    const root = newFolder()
    const file = join(root, 'awsup.yaml')
    const {cache, written} = makeCache()
    writeFileSync(file, SAMPLE)
    utimesSync(file, 1_000, 1_000)
    const open = async () => (await openProject({root, target: undefined}, cache)).manifest
    expect([(await open()).project, (await open()).project, written.length]).toEqual(['acme', 'acme', 1])
    writeFileSync(file, SAMPLE.replace('project: acme', 'project: ecma'))
    utimesSync(file, 1_000, 1_000)
    expect(statSync(file).mtimeMs).toBe(1_000_000)
    expect([(await open()).project, written.length]).toEqual(['ecma', 2])
  })

  test('is refused each time where the manifest is', async () => {
    const root = newFolder()
    const {cache, written} = makeCache()
    writeFileSync(join(root, 'awsup.yaml'), manifest({environments: '{}'}))
    for (let run = 0; run < 2; run++)
      await expect(openProject({root, target: undefined}, cache)).rejects.toThrow('environments is empty')
    expect(written).toEqual([])
  })
})

describe('where it is kept', () => {
  const build = '0123456789abcdef'
  const keepIn = (root: string, variables: NodeJS.ProcessEnv) => openCache(root, {build, variables})

  test('is the user’s own folder, for this build and this project alone', () => {
    const [root, home] = [newFolder(), newFolder()]
    const cache = keepIn(root, {HOME: home})
    cache?.write('manifest', Buffer.from('said'))
    expect(cache?.read('manifest')?.toString()).toBe('said')
    const [file = ''] = readdirSync(join(home, '.cache', 'awsup'))
    expect(statSync(join(home, '.cache', 'awsup', file)).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(home, '.cache', 'awsup', file), 'utf8')).toContain(`awsup ${build} manifest "${root}"\n`)
    expect(cache?.read('records')).toBeUndefined()
    expect(keepIn(newFolder(), {HOME: home})?.read('manifest')).toBeUndefined()
    expect(openCache(root, {build: 'fedcba9876543210', variables: {HOME: home}})?.read('manifest')).toBeUndefined()
  })

  test.each<readonly [string, (root: string) => NodeJS.ProcessEnv]>([
    ['a home in the project', (root) => ({HOME: join(root, 'home')})],
    ['a cache folder in the project', (root) => ({XDG_CACHE_HOME: root})],
    ['a cache folder where awsup runs', () => ({XDG_CACHE_HOME: join(process.cwd(), 'x')})],
    ['a relative one', () => ({XDG_CACHE_HOME: 'x', HOME: ''})],
    ['none at all', () => ({})],
    ['Node’s own switch', () => ({HOME: newFolder(), NODE_DISABLE_COMPILE_CACHE: '1'})],
  ])('is nowhere with %s', (_title, variables) => {
    const root = newFolder()
    expect(keepIn(root, variables(root))).toBeUndefined()
  })

  test('is nowhere without a build: another source would take it for its own', () => {
    expect(openCache(newFolder(), {variables: {HOME: newFolder()}})).toBeUndefined()
  })
})
