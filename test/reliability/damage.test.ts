import {cpSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {ConflictError} from '../../src/lib/base/errors.js'
import {openFileRecords} from '../../src/lib/records/files/file-records.js'
import type {Intent} from '../../src/lib/records/records.js'
import {cases, range, tally} from '../_helpers/proofs/soak.js'
import {EXPECTED, memoryFolder, openVirtualTime, openVirtualWorld} from '../_helpers/worlds/virtual.js'

// Ids that are harmed on purpose are sent as they are on record, and AWS refuses them: that is what is tried here.
delete process.env['AWSUP_SANDBOX_VIOLATIONS']

const INTENT: Intent = {
  address: 'dev.account',
  kind: 'account',
  run: '2026-11-22T00:00:00.000Z-abcdef',
  at: '2026-11-22T00:00:00.000Z',
  receipt: {requestId: 'car-00000000000000000000000000000000'},
}

/** Files of ours below .awsup/sandbox, and whether a last good copy of them is kept. */
const FILES = [
  {file: 'organization.json', copied: true},
  {file: 'environments/dev.json', copied: true},
  {file: 'journal/dev.account.json', copied: false},
] as const

/** A project that is made. */
async function openTemplate(): Promise<string> {
  const world = await openVirtualWorld()
  expect(await world.init()).not.toHaveProperty('error')
  return world.root
}

/** Everything that the files of a project hold; throws what its reader throws. */
async function loadAll(
  root: string,
): Promise<{readonly records: readonly unknown[]; readonly intents: readonly unknown[]}> {
  const records = openFileRecords(join(root, '.awsup', 'sandbox'))
  return {records: await records.list(), intents: await records.intents()}
}

/** The refusal of a harmed file, or what is read from it all the same. */
async function readHarmed(root: string, path: string, bytes: Uint8Array) {
  writeFileSync(path, bytes)
  try {
    return {read: await loadAll(root)}
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error
    return {refusal: error}
  }
}

function expectRefused(refusal: ConflictError | undefined, path: string, copied: boolean): void {
  expect(refusal).toMatchObject({exitCode: 5, details: {path}})
  expect(['DAMAGED', 'NEWER']).toContain(refusal?.code)
  if (refusal?.code === 'DAMAGED' && copied) expect(refusal.hint).toContain('.last')
}

test(
  '5a: a file of ours that ends at any byte is refused, naming the last good copy, and never read as less',
  {timeout: 300_000},
  async () => {
    await openVirtualTime()
    const root = await openTemplate()
    await openFileRecords(join(root, '.awsup', 'sandbox')).openIntent(INTENT)
    const whole = await loadAll(root)
    for (const {file, copied} of FILES) {
      const path = join(root, '.awsup', 'sandbox', file)
      const bytes = readFileSync(path)
      await tally(`5a (${file} truncated at every byte)`, range(bytes.length), async (length) => {
        const {refusal, read} = await readHarmed(root, path, bytes.subarray(0, length))
        // Without its last line break it is still whole.
        if (length === bytes.length - 1) expect(read).toEqual(whole)
        else expectRefused(refusal, path, copied)
      })
      writeFileSync(path, bytes)
    }
    rmSync(root, {recursive: true})
  },
)

const flipped = (bytes: Uint8Array, bit: number): Uint8Array => {
  const copy = Uint8Array.from(bytes)
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return copy
}

/** One bit of every byte, or all bits. */
const bitsOf = (bytes: Uint8Array): readonly number[] =>
  range(bytes.length * 8).filter((bit) => cases((bit & 7) === (bit >> 3) % 8 ? 1 : 0, 1) === 1)

test(
  '5b: with any one bit flipped a file of ours is refused, or read as no less than it holds',
  {timeout: 1_800_000},
  async () => {
    await openVirtualTime()
    const root = await openTemplate()
    await openFileRecords(join(root, '.awsup', 'sandbox')).openIntent(INTENT)
    const whole = await loadAll(root)
    for (const {file, copied} of FILES) {
      const path = join(root, '.awsup', 'sandbox', file)
      const bytes = readFileSync(path)
      await tally(`5b (${file} with a bit flipped)`, bitsOf(bytes), async (bit) => {
        const {refusal, read} = await readHarmed(root, path, flipped(bytes, bit))
        if (refusal) expectRefused(refusal, path, copied)
        expect(read?.records.length ?? whole.records.length).toBe(whole.records.length)
        expect(read?.intents.length ?? whole.intents.length).toBe(whole.intents.length)
      })
      writeFileSync(path, bytes)
    }
    rmSync(root, {recursive: true})
  },
)

interface Flip {
  readonly file: string
  /** Kind of thing and field: `user-pool id`. */
  readonly what: string
  readonly bytes: Uint8Array
}

test(
  '5c: a flipped bit that nobody can see makes nothing again and deletes nothing',
  {timeout: 1_800_000},
  async () => {
    await openVirtualTime()
    const template = await openTemplate()
    const flips: Flip[] = []
    for (const {file} of FILES.filter(({copied}) => copied)) flips.push(...(await unseenFlips(template, file)))
    for (const part of [
      'organization id',
      'account id',
      'user-pool id',
      'app-client id',
      'identity-pool id',
      'role id',
    ])
      expect(flips.map(({what}) => what)).toContain(part)
    await tally(
      `5c (a run after an unseen flip, in each of ${flips.length} places)`,
      flips,
      async ({file, what, bytes}) => {
        const root = memoryFolder()
        cpSync(template, root, {recursive: true})
        writeFileSync(join(root, '.awsup', 'sandbox', file), bytes)
        const world = await openVirtualWorld({}, root)
        const end = await world.init()
        const deleted = world.sandbox
          .calls()
          .filter(({operation, error}) => /^(Delete|Remove|Detach)/.test(operation) && !error)
          .map(({operation}) => operation)
        expect({made: world.made(), deleted}, what).toEqual({made: EXPECTED, deleted: []})
        if (end.error) expect([2, 3, 4, 5, 6], what).toContain(end.error.exitCode)
        rmSync(root, {recursive: true})
      },
    )
    rmSync(template, {recursive: true})
  },
)

/** Of every field that any kind of thing has in a file: a flip that leaves a valid record (some, in the soak). */
async function unseenFlips(root: string, file: string): Promise<readonly Flip[]> {
  const path = join(root, '.awsup', 'sandbox', file)
  const bytes = readFileSync(path)
  const flips: Flip[] = []
  for (const [what, from, length] of fieldsIn(bytes.toString('latin1'))) {
    if (flips.some((flip) => flip.what === what)) continue
    // From the end: where a name begins or an ARN does, fields are alike; where they end they differ.
    const bits = range(length * 8).map((index) => (from + length) * 8 - 1 - index)
    let found = 0
    for (const bit of bits) {
      const harmed = flipped(bytes, bit)
      const {read} = await readHarmed(root, path, harmed)
      if (!read) continue
      flips.push({file, what, bytes: harmed})
      found += 1
      if (found === cases(1, 16)) break
    }
  }
  writeFileSync(path, bytes)
  return flips
}

/**
 * Every text below `resources`: the kind of thing and field that it belongs to, and where its characters are. By lines, for
 * a record is written one field a line; names of things stand at the fourth column.
 */
function fieldsIn(text: string): readonly (readonly [what: string, from: number, length: number])[] {
  const {resources} = JSON.parse(text) as {resources: Record<string, {kind: string}>}
  const found: (readonly [string, number, number])[] = []
  let [offset, kind, field] = [0, '', '']
  for (const line of text.split('\n')) {
    const [, indent = '', key] = /^( *)"([^"]*)": /.exec(line) ?? []
    if (key !== undefined) field = key
    if (key !== undefined && indent.length === 4) [kind, field] = [resources[key]?.kind ?? '', 'name']
    const value = kind === '' ? null : /"([^"]*)"(: \{|,?)$/.exec(line)
    if (value) found.push([`${kind} ${field}`, offset + value.index + 1, value[1]?.length ?? 0])
    offset += line.length + 1
  }
  return found
}
