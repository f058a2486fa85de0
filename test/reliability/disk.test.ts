import {readdirSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {openSandbox, type Sandbox} from '../../src/sandbox/sandbox.js'
import {serve} from '../../src/sandbox/server/server.js'
import {awsupJson, type Envelope, type Run} from '../_helpers/cli.js'
import {openSmallDisk, type SmallDisk} from '../_helpers/disk.js'
import {textsOf} from '../_helpers/worlds/project-world.js'
import {cases, range, tally} from '../_helpers/proofs/soak.js'
import {EXPECTED} from '../_helpers/worlds/virtual.js'

const INIT = ['org', 'init', '--project', 'acme', '--email', 'aws+{env}@acme.dev', '--yes']

/** AWS elsewhere, so that only awsup's own files are on the small disk. */
async function openElsewhere(): Promise<{sandbox: Sandbox; env: Record<string, string>; close: () => Promise<void>}> {
  const sandbox = await openSandbox({settings: {accountCreationMs: 100, roleDelayMs: 0}})
  const server = await serve(sandbox, {port: 0})
  const {accessKeyId, secretAccessKey} = sandbox.credentials('admin')
  const env = {
    AWS_ENDPOINT_URL: server.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  }
  return {sandbox, env, close: () => server.close()}
}

const creates = (sandbox: Sandbox): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(sandbox.callSummary().byOperation).filter(([operation]) => operation.includes(':Create')),
  )

/** Removes what a case left, but not the disk. */
const clear = ({path}: SmallDisk): void => {
  for (const name of readdirSync(path)) rmSync(join(path, name), {recursive: true})
}

/** Only root may mount a disk of its own. */
const NO_DISK = 'a disk of its own can only be mounted by root'

function expectToBeTold({code, error}: Envelope & Run, disk: SmallDisk): void {
  expect(error, error.message).toMatchObject({code: 'NOT_WRITABLE', exitCode: 5})
  expect(code).toBe(5)
  expect(error.message).toContain(disk.path)
  expect(error.hint).toContain('run the same command again')
}

test(
  '5d: a disk that is full from some moment on: exit 5 that names the file, and with room the next run finishes',
  {timeout: 600_000},
  async ({skip}) => {
    const disk = openSmallDisk()
    if (!disk) return skip(NO_DISK)
    const most = 14
    const stride = cases(3, 1)
    await tally('5d (full disk, by pages that are left)', range(Math.ceil(most / stride)), async (index) => {
      const pages = index * stride
      const {sandbox, env, close} = await openElsewhere()
      disk.fill(pages)
      const full = await awsupJson(disk.path, INIT, {env})
      if (full.code !== 0) expectToBeTold(full, disk)
      if (pages === 0) expect(sandbox.callSummary().mutating, 'nothing is made').toBe(0)
      const kept = textsOf(disk.path)
      for (const [path, text] of Object.entries(kept)) {
        if (path.endsWith('.json')) expect(() => void JSON.parse(text), path).not.toThrow()
        expect(path, 'no rubbish').not.toMatch(/\.tmp$/)
      }

      rmSync(join(disk.path, '.filling'))
      const done = await awsupJson(disk.path, INIT, {env})
      expect(done.code, done.stdout).toBe(0)
      expect(creates(sandbox)).toEqual(EXPECTED)
      clear(disk)
      await close()
    })
  },
)

test(
  '5e: a disk that may not be written to: exit 5, 0 creates, and what was on it stays as it was',
  {timeout: 300_000},
  async ({skip}) => {
    const disk = openSmallDisk()
    if (!disk) return skip(NO_DISK)
    const {sandbox, env, close} = await openElsewhere()
    const commands = [
      INIT,
      ['user', 'create', 'al', '--env', 'dev'],
      ['destroy', '--env', 'dev', '--yes', '--confirm', 'dev'],
    ]
    await tally('5e (read-only disk)', commands, async (args) => {
      // The first is refused where nothing is yet, the others where all is made.
      if (args !== INIT) expect((await awsupJson(disk.path, INIT, {env})).code).toBe(0)
      const before = textsOf(disk.path)
      const mutating = sandbox.callSummary().mutating
      disk.setReadOnly(true)
      const refused = await awsupJson(disk.path, args, {env})
      disk.setReadOnly(false)
      expectToBeTold(refused, disk)
      expect(sandbox.callSummary().mutating).toBe(mutating)
      expect(textsOf(disk.path)).toEqual(before)
    })
    await close()
  },
)
