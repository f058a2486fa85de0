import {cpSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {ConflictError, ManifestError} from '../../../../src/lib/base/errors.js'
import {loadProject} from '../../../../src/lib/project/load/from-text.js'
import {loadCurrent} from '../../../../src/lib/records/current.js'
import {loadEnvironment} from '../../../../src/lib/records/environment.js'
import {openFileRecords} from '../../../../src/lib/records/files/file-records.js'
import {awsup, awsupJson, emptyFolder, sandboxOf} from '../../../_helpers/cli.js'
import {expectRefusal, expectToldTo, HUMAN_EVERY, makeGate, openWorlds, snapshot} from './runner.js'

const worlds = await openWorlds()
const gate = makeGate()

/** Files of ours, and the commands that read them. */
const FILES = {
  '.awsup/sandbox/organization.json': [['plan'], ['apply', '--yes'], ['user', 'create', 'al', '--env', 'dev']],
  '.awsup/sandbox/environments/dev.json': [
    ['env', 'switch', 'dev'],
    ['apply', '--yes'],
    ['destroy', '--env', 'dev', '--yes', '--confirm', 'dev'],
  ],
  '.awsup/current.json': [
    ['env', 'current'],
    ['env', 'list'],
  ],
} as const

type Harm = (bytes: Buffer) => Buffer | string

const DAMAGE: Readonly<Record<string, {readonly harm: Harm; readonly code?: string; readonly message?: string}>> = {
  'cut in the middle': {harm: (bytes) => bytes.subarray(0, bytes.length >> 1)},
  'one bit flipped': {
    harm: (bytes) => {
      const flipped = Buffer.from(bytes)
      flipped[0] = (flipped[0] ?? 0) ^ 0x80
      return flipped
    },
    message: 'is damaged at byte 0',
  },
  empty: {harm: () => '', message: 'is damaged at byte 0: it is empty'},
  'NUL where text was': {harm: (bytes) => Buffer.alloc(bytes.length), message: 'is damaged at byte 0'},
  'of another version': {
    harm: (bytes) => bytes.toString().replace('"version": 1', '"version": "1"'),
    message: 'version should be 1',
  },
  'of a newer version': {
    harm: (bytes) => bytes.toString().replace('"version": 1', '"version": 2'),
    code: 'NEWER',
    message: 'is of version 2',
  },
  'a word': {harm: () => '"__proto__"', message: 'is damaged at byte 0'},
}

const CASES = Object.entries(FILES).flatMap(([file, commands]) =>
  Object.entries(DAMAGE).map(([how, damage], index) => ({
    index,
    file,
    how,
    ...damage,
    args: commands[index % commands.length] ?? [],
    line: (commands[index % commands.length] ?? []).join(' '),
  })),
)

const switchedOn = worlds.made()
expect((await awsup(switchedOn, ['env', 'switch', 'dev'])).code).toBe(0)

function projectSwitchedOn(): string {
  const project = emptyFolder()
  cpSync(switchedOn, project, {recursive: true})
  return project
}

test.concurrent.each(CASES)(
  '$file $how: $line says which file and byte, creates nothing, and fixes nothing',
  (damaged) =>
    gate(async () => {
      const {file, harm, args, code = 'DAMAGED', message = 'is damaged at byte '} = damaged
      const project = projectSwitchedOn()
      const path = join(project, file)
      writeFileSync(path, harm(readFileSync(path)))
      const before = withoutSandbox(project)
      const mutating = (await sandboxOf(project)).callSummary().mutating

      const machine = await awsupJson(project, args)
      const human = damaged.index % HUMAN_EVERY === 0 ? await awsup(project, args) : undefined

      expectToldTo(machine, human, {exit: 5, code, message: [file, message], hint: code === 'NEWER' ? 'update' : 'git'})
      expect(withoutSandbox(project)).toEqual(before)
      expect((await sandboxOf(project)).callSummary().mutating).toBe(mutating)
    }),
)

/** All but what the sandbox itself remembers: reading it leaves a line in its log of calls. */
const withoutSandbox = (project: string): object =>
  Object.fromEntries(Object.entries(snapshot(project)).filter(([path]) => !path.includes('/sandbox/data/')))

test('a record file that ends anywhere is damaged, never something smaller', async () => {
  const project = projectSwitchedOn()
  const records = join(project, '.awsup', 'sandbox')
  const readers = {
    '.awsup/sandbox/organization.json': () => openFileRecords(records).load('organization'),
    '.awsup/sandbox/environments/dev.json': async () => Promise.resolve(loadEnvironment(records, 'dev')),
    '.awsup/current.json': async () => Promise.resolve(loadCurrent(project)),
  }
  for (const [file, load] of Object.entries(readers)) {
    const path = join(project, file)
    const whole = readFileSync(path)
    // The last two bytes are a brace and the end of its line.
    for (let length = 0; length < whole.length - 1; length += 10) {
      writeFileSync(path, whole.subarray(0, length))
      const error = await load().then(
        () => undefined,
        (refusal: unknown) => refusal,
      )
      expect(error, `${file}, ${length} bytes`).toBeInstanceOf(ConflictError)
      expect(error).toMatchObject({code: 'DAMAGED', details: {path}})
    }
    writeFileSync(path, whole)
  }
})

test('an awsup.yaml that ends anywhere is refused with line and column, or is a manifest', () => {
  const project = worlds.made()
  const path = join(project, 'awsup.yaml')
  const whole = readFileSync(path)
  let refused = 0
  for (let length = 0; length < whole.length; length += 10) {
    writeFileSync(path, whole.subarray(0, length))
    try {
      loadProject({root: project})
    } catch (error) {
      expect(error, `${length} bytes`).toBeInstanceOf(ManifestError)
      const {exitCode, at} = error as ManifestError
      expect([exitCode, typeof at?.line, typeof at?.column]).toEqual([2, 'number', 'number'])
      refused += 1
    }
  }
  expect(refused).toBeGreaterThan(20)
})

test.each([150, 290, 400])(
  'an awsup.yaml of which only %i bytes are left stops every command before any call',
  async (length) => {
    const project = worlds.made()
    const path = join(project, 'awsup.yaml')
    writeFileSync(path, readFileSync(path).subarray(0, length))
    for (const args of [
      ['apply', '--yes'],
      ['org', 'init', '--yes'],
      ['env', 'switch', 'dev'],
    ]) {
      await expectRefusal(project, {args}, {code: 'MANIFEST', message: ''})
    }
  },
)

test('a record file that is a link to elsewhere is refused, and what it points at is left alone', async () => {
  const project = worlds.made()
  const path = join(project, '.awsup', 'sandbox', 'environments', 'dev.json')
  const elsewhere = join(worlds.empty(), 'theirs.json')
  writeFileSync(elsewhere, readFileSync(path))
  rmSync(path)
  symlinkSync(elsewhere, path)
  await expectRefusal(
    project,
    {args: ['env', 'switch', 'dev']},
    {exit: 5, code: 'SYMLINK', message: 'dev.json is a symbolic link', hint: 'a real one'},
  )
})
