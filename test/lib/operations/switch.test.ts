import dgram from 'node:dgram'
import dns from 'node:dns'
import {appendFileSync, rmSync, writeFileSync} from 'node:fs'
import net from 'node:net'
import {join} from 'node:path'
import {afterEach, beforeAll, describe, expect, test, vi} from 'vitest'
import {loadProject, previewSwitch, switchEnvironment, undoSwitch} from '../../../src/lib/index.js'
import {makeSealer} from '../../../src/lib/records/journal/seal.js'
import {makeTemplate, read, write} from '../../_helpers/cli.js'
import {textsOf} from '../../_helpers/worlds/project-world.js'

/** A file of every format. */
const OUTPUTS = `outputs:
  - { format: amplify, path: src/amplify_outputs.json }
  - { format: aws-exports, path: src/aws-exports.js }
  - { format: amplifyconfiguration, path: app/amplifyconfiguration.json }
  - { format: amplifyconfiguration-dart, path: lib/amplifyconfiguration.dart }
  - { format: amplify-ts, path: src/amplify.ts }
  - { format: dotenv, path: .env.local, framework: vite }
  - { format: typescript, path: src/awsup.ts }
  - { format: json, path: public/config.json }
  - { format: tfvars, path: infra/awsup.auto.tfvars }
  - { format: shell, path: env.sh }
values: { uploads: "acme-{env}-uploads" }
`
const PATHS = [...OUTPUTS.matchAll(/path: ([^ ,]+)/g)].map(([, path = '']) => path)

let copy: () => string
beforeAll(async () => {
  copy = await makeTemplate()
})
afterEach(() => {
  vi.restoreAllMocks()
})

/** A project with these outputs, nothing switched on. */
function makeProject(outputs = OUTPUTS): string {
  const folder = copy()
  const yaml = read(folder, 'awsup.yaml')
  write(folder, 'awsup.yaml', yaml.slice(0, yaml.indexOf('outputs:')) + outputs)
  rmSync(join(folder, 'amplify_outputs.json'), {force: true})
  return folder
}
const open = (root: string) => loadProject({root, target: 'sandbox'})
/** Everything on disk but the way back, which every switch writes again. */
const textsBut = (folder: string): object =>
  Object.fromEntries(Object.entries(textsOf(folder)).filter(([path]) => !path.endsWith('undo.json')))

test('two hundred switches open no socket, look up no name, and end where they began', async () => {
  const refuse = vi.fn(() => {
    throw new Error('the network was used')
  })
  vi.spyOn(net.Socket.prototype, 'connect').mockImplementation(refuse)
  vi.spyOn(dns, 'lookup').mockImplementation(refuse)
  vi.spyOn(dgram, 'createSocket').mockImplementation(refuse)
  expect(() => net.connect(1)).toThrow('the network was used')
  refuse.mockClear()

  const project = open(makeProject(OUTPUTS.replaceAll(/.*(amplifyconf|exports|tfvars|shell|-ts|typescript).*\n/g, '')))
  await switchEnvironment(project, 'dev')
  const first = textsBut(project.root)
  for (let index = 0; index < 100; index += 1) {
    await switchEnvironment(project, 'prod')
    await switchEnvironment(project, 'dev')
  }
  expect(textsBut(project.root)).toEqual(first)
  expect(refuse).not.toHaveBeenCalled()
})

describe('looking before switching', () => {
  test('writes nothing and says what a switch then does, file by file', async () => {
    const project = open(makeProject())
    await switchEnvironment(project, 'dev')
    write(project.root, '.env.local', `${read(project.root, '.env.local')}MINE=1\n`)
    const before = textsOf(project.root)
    const preview = await previewSwitch(project, 'prod')
    expect(textsOf(project.root)).toEqual(before)
    expect(preview).toMatchObject({environment: 'prod', target: 'sandbox'})
    const {files} = await switchEnvironment(project, 'prod')
    expect(preview.files.map(({path, changed}) => ({path, changed}))).toEqual(files)
    for (const {path, after} of preview.files) expect(read(project.root, path)).toBe(after)
  })

  test('with no name looks at the current one, and finds the file that somebody edited', async () => {
    const project = open(makeProject())
    await expect(previewSwitch(project, undefined)).rejects.toThrow('no environment is switched on')
    await switchEnvironment(project, 'dev')
    expect((await previewSwitch(project, undefined)).files.filter(({changed}) => changed)).toEqual([])
    write(project.root, 'src/awsup.ts', read(project.root, 'src/awsup.ts').replace('us-east-1', 'eu-west-9'))
    const wrong = (await previewSwitch(project, undefined)).files.filter(({changed}) => changed)
    expect(wrong.map(({path}) => path)).toEqual(['src/awsup.ts'])
  })
})

describe('taking a switch back', () => {
  test('gives every file as it was, those that were not there too, and the environment that was on', async () => {
    const project = open(makeProject())
    write(project.root, '.env.local', 'SECRET=mine\r\n')
    write(project.root, 'env.sh', '# mine')
    const start = textsBut(project.root)
    await switchEnvironment(project, 'dev')
    const dev = textsBut(project.root)
    await switchEnvironment(project, 'prod')
    expect(undoSwitch(project)).toMatchObject({did: 'undone', environment: 'dev'})
    expect(textsBut(project.root)).toEqual(dev)
    expect(() => undoSwitch(project)).toThrow(expect.objectContaining({code: 'NO_UNDO', exitCode: 5}))

    rmSync(join(project.root, '.awsup/current.json'))
    for (const path of PATHS) rmSync(join(project.root, path))
    write(project.root, '.env.local', 'SECRET=mine\r\n')
    write(project.root, 'env.sh', '# mine')
    await switchEnvironment(project, 'dev')
    expect(undoSwitch(project)).toMatchObject({did: 'undone', environment: undefined})
    expect(textsBut(project.root)).toEqual(start)
  })

  test('refuses when a file was changed since, and touches none', async () => {
    const project = open(makeProject())
    await switchEnvironment(project, 'dev')
    await switchEnvironment(project, 'prod')
    appendFileSync(join(project.root, '.env.local'), 'MINE=1\n')
    const before = textsOf(project.root)
    expect(() => undoSwitch(project)).toThrow(
      expect.objectContaining({
        message: 'changed since the last switch: .env.local',
        code: 'CHANGED',
        exitCode: 5,
      }),
    )
    expect(textsOf(project.root)).toEqual(before)
  })

  test('goes on where it was interrupted', async () => {
    const project = open(makeProject())
    await switchEnvironment(project, 'dev')
    const dev = textsBut(project.root)
    await switchEnvironment(project, 'prod')
    const kept = read(project.root, '.awsup/journal/undo.json')
    undoSwitch(project)
    writeFileSync(join(project.root, '.awsup/journal/undo.json'), kept)
    undoSwitch(project)
    expect(textsBut(project.root)).toEqual(dev)
  })

  test('after a switch that changed nothing still leads back from the one before', async () => {
    const project = open(makeProject())
    await switchEnvironment(project, 'dev')
    await switchEnvironment(project, 'prod')
    await switchEnvironment(project, 'prod')
    expect(undoSwitch(project)).toMatchObject({environment: 'dev'})
  })

  test('keeps no second copy of what others wrote: it may be secret', async () => {
    const project = open(makeProject())
    write(project.root, '.env.local', 'BEFORE=hunter2\n')
    await switchEnvironment(project, 'dev')
    appendFileSync(join(project.root, '.env.local'), 'AFTER=hunter3\n')
    await switchEnvironment(project, 'prod')
    const undo = JSON.parse(read(project.root, '.awsup/journal/undo.json')) as {files: {middle?: string}[]}
    const kept = undo.files.map(({middle = ''}) => Buffer.from(middle, 'base64').toString()).join('\n')
    expect(kept).toContain('us-east-1_')
    expect(kept).not.toMatch(/hunter/)
  })

  test.each(['{', {}, {version: 1, to: {environment: 'dev', target: 'aws'}, wrote: [], files: [{path: 1}]}])(
    'damaged is a conflict: %s',
    async (undo) => {
      const project = open(makeProject())
      await switchEnvironment(project, 'dev')
      const text = typeof undo === 'string' ? undo : JSON.stringify(makeSealer(project.root).seal('undo', undo))
      write(project.root, '.awsup/journal/undo.json', text)
      expect(() => undoSwitch(project)).toThrow(expect.objectContaining({code: 'DAMAGED', exitCode: 5}))
    },
  )

  test('that came with somebody else’s checkout touches no file that awsup.yaml does not name', async () => {
    const project = open(makeProject())
    await switchEnvironment(project, 'dev')
    const {seal, ...undo} = JSON.parse(read(project.root, '.awsup/journal/undo.json')) as {
      seal: string
      files: object[]
    }
    const other = {...undo, files: undo.files.map((file) => ({...file, path: 'public/x.json'})).slice(0, 1)}
    const before = textsBut(project.root)
    write(project.root, '.awsup/journal/undo.json', JSON.stringify(other))
    expect(() => undoSwitch(project)).toThrow(expect.objectContaining({code: 'NOT_OURS', exitCode: 5}))
    // With the seal of another way back it is one of ours that somebody changed.
    write(project.root, '.awsup/journal/undo.json', JSON.stringify({...other, seal}))
    expect(() => undoSwitch(project)).toThrow(expect.objectContaining({code: 'DAMAGED', exitCode: 5}))
    write(project.root, '.awsup/journal/undo.json', JSON.stringify(makeSealer(project.root).seal('undo', other)))
    expect(() => undoSwitch(project)).toThrow(expect.objectContaining({code: 'CHANGED'}))
    expect(textsBut(project.root)).toEqual(before)
  })
})
