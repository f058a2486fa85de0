import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {AwsCredentials} from '../../../src/lib/aws/credentials/credentials.js'
import {nameOf, type SourceKey} from '../../../src/lib/sessions/key.js'
import {openSessions} from '../../../src/lib/sessions/store.js'
import {cacheOf, entriesOf, keyOf, makeFolder, openStore, sessionOf} from './sessions.js'

const isWindows = process.platform === 'win32'

/** A store with one session in it, and the path of its file. */
async function openFilled() {
  const home = makeFolder()
  const store = openStore(home)
  const session = sessionOf('ONE')
  await store.put(keyOf(), session)
  const [path = ''] = entriesOf(home)
  return {home, store, session, path}
}

describe('what is kept', () => {
  test('is answered under the same key, and lies in a folder and files of the user alone', async () => {
    const {home, store, session, path} = await openFilled()
    expect(await store.get(keyOf())).toEqual(session)
    if (isWindows) return
    for (const folder of [cacheOf(home), join(home, 'cache', 'awsup')]) {
      expect(statSync(folder).mode & 0o777).toBe(0o700)
    }
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(join(cacheOf(home), 'machine-key')).mode & 0o777).toBe(0o600)
  })

  test('shows in no file what it is, of whom or where', async () => {
    const {path} = await openFilled()
    const text = readFileSync(path).toString('latin1')
    for (const word of ['hush', 'token', 'ASIA', '111111111111', 'dev', 'acme', 'ana']) {
      expect([text, path.split('/').at(-1)].join(' ')).not.toContain(word)
    }
  })

  test.each([
    ['environment', 'prod'],
    ['target', 'sandbox'],
    ['root', '/home/ana/other'],
    ['asker', 'b'],
    ['claims', 'd'],
    ['role', 'developer'],
    ['durationS', 900],
    ['sessionName', 'jane'],
    ['mfaSerial', 'arn:aws:iam::111111111111:mfa/jane'],
  ])('is not answered where %s is another', async (field, value) => {
    const {store} = await openFilled()
    expect(await store.get(keyOf({[field]: value}))).toBeUndefined()
  })

  test('is another thing for a person’s own session than for a role', async () => {
    const {store} = await openFilled()
    const {root, target, asker} = keyOf()
    const key: SourceKey = {kind: 'source', root, target, asker, durationS: 28_800, mfaSerial: 'GAHT12345678'}
    expect(await store.get(key)).toBeUndefined()
    await store.put(key, sessionOf('OWN', 28_800_000))
    expect((await store.get(key))?.credentials.accessKeyId).toBe('ASIAOWN')
    expect((await store.get(keyOf()))?.credentials.accessKeyId).toBe('ASIAONE')
  })

  test('is handed out only while more than a quarter of an hour is left, and removed when it is over', async () => {
    const home = makeFolder()
    const store = openStore(home)
    await store.put(keyOf(), sessionOf('LATE', 14 * 60_000))
    expect(await store.get(keyOf())).toBeUndefined()
    expect(await store.get(keyOf(), 60_000)).toBeDefined()
    await store.put(keyOf(), sessionOf('OVER', -1))
    expect(entriesOf(home)).toEqual([])
  })

  test('is listed without its secrets', async () => {
    const {store, session} = await openFilled()
    expect(await store.list()).toEqual([
      {
        kind: 'role',
        root: '/home/ana/acme',
        environment: 'dev',
        as: {user: 'jane', role: 'viewer'},
        accountId: '111111111111',
        expiration: session.credentials.expiration.toISOString(),
        keptBy: 'file',
      },
    ])
  })

  test('is forgotten for one project, and for all with the key', async () => {
    const {home, store} = await openFilled()
    const other = keyOf({root: '/home/ana/other'})
    await store.put(other, sessionOf('OTHER'))
    expect(await store.forget({root: '/home/ana/acme'})).toMatchObject({sessions: [{environment: 'dev'}], keys: []})
    expect(await store.get(keyOf())).toBeUndefined()
    expect(await store.get(other)).toBeDefined()
    expect(await store.forget('all')).toMatchObject({sessions: [{root: '/home/ana/other'}], keys: ['file']})
    expect(await store.forget('all')).toEqual({sessions: [], unreadable: 0, keys: []})
    expect(entriesOf(home)).toEqual([])
  })

  test('equal keys have one name, whatever the order of their fields', () => {
    const fields = {environment: 'dev', asker: 'a', claims: 'c', root: '/r', target: 'aws', kind: 'role'} as const
    fc.assert(
      fc.property(fc.shuffledSubarray(Object.entries(fields), {minLength: 6}), (entries) => {
        expect(nameOf(Object.fromEntries(entries) as typeof fields)).toBe(nameOf(fields))
      }),
    )
  })
})

describe('what is never kept', () => {
  const {accessKeyId, secretAccessKey, sessionToken, expiration} = sessionOf('ONE').credentials
  test.each([
    ['a source key', {accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey}],
    [
      'a source key that is dressed up',
      {accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey, sessionToken, expiration},
    ],
    ['what has no session token', {accessKeyId, secretAccessKey, expiration}],
    ['what has an empty one', {accessKeyId, secretAccessKey, sessionToken: '', expiration}],
    ['what has no end', {accessKeyId, secretAccessKey, sessionToken}],
    ['what has no end that is a time', {accessKeyId, secretAccessKey, sessionToken, expiration: new Date(Number.NaN)}],
    ['what lasts for months', {accessKeyId, secretAccessKey, sessionToken, expiration: new Date(Date.now() + 1e10)}],
  ])('%s', async (_, credentials) => {
    const home = makeFolder()
    const store = openStore(home)
    const session = {...sessionOf('ONE'), credentials: credentials as AwsCredentials}
    await expect(store.put(keyOf(), session)).rejects.toThrow(TypeError)
    const options = {signal: new AbortController().signal, isCurrent: () => true}
    expect(await store.of(keyOf(), () => Promise.resolve(session), options)).toEqual(session)
    expect(entriesOf(home)).toEqual([])
  })

  test('the caller’s own session', async () => {
    const home = makeFolder()
    const options = {signal: new AbortController().signal, isCurrent: () => true}
    await openStore(home).of(keyOf(), () => Promise.resolve({...sessionOf('ONE'), keep: false}), options)
    expect(entriesOf(home)).toEqual([])
  })

  test('what was made while awsup.yaml or the records changed', async () => {
    const home = makeFolder()
    const options = {signal: new AbortController().signal, isCurrent: () => false}
    await openStore(home).of(keyOf(), () => Promise.resolve(sessionOf('ONE')), options)
    expect(entriesOf(home)).toEqual([])
  })
})

describe('what is no good is not used, and replaced', () => {
  const spoil: Readonly<Record<string, (path: string) => void>> = {
    empty: (path) => writeFileSync(path, ''),
    'cut off': (path) => writeFileSync(path, readFileSync(path).subarray(0, -1)),
    longer: (path) => writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.alloc(1)])),
    huge: (path) => writeFileSync(path, Buffer.alloc(100_000)),
    'text of somebody': (path) => writeFileSync(path, JSON.stringify(sessionOf('EVIL'))),
    'a folder': (path) => {
      rmSync(path)
      mkdirSync(path)
    },
    'a symbolic link to the right bytes': (path) => {
      renameSync(path, `${path}.moved`)
      symlinkSync(`${path}.moved`, path)
    },
    'a hard link': (path) => linkSync(path, `${path}.second`),
    'readable by a group': (path) => chmodSync(path, 0o640),
    'writable by everybody': (path) => chmodSync(path, 0o602),
    ...(process.getuid?.() === 0 ? {'of another user': (path: string) => chownSync(path, 65_534, 65_534)} : {}),
  }
  test.skipIf(isWindows).each(Object.keys(spoil))('%s', async (how) => {
    const {home, store, path} = await openFilled()
    spoil[how]?.(path)
    expect(await store.get(keyOf())).toBeUndefined()
    await store.put(keyOf(), sessionOf('TWO'))
    expect((await store.get(keyOf()))?.credentials.accessKeyId).toBe('ASIATWO')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(entriesOf(home)).toEqual([path])
  })

  test('whichever bit of it is another', async () => {
    const {store, session, path} = await openFilled()
    const whole = readFileSync(path)
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(7), async (at, bit) => {
        const bytes = Buffer.from(whole)
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
        writeFileSync(path, bytes, {mode: 0o600})
        expect(await store.get(keyOf())).toBeUndefined()
      }),
    )
    writeFileSync(path, whole, {mode: 0o600})
    expect(await store.get(keyOf())).toEqual(session)
  })

  test('an entry under the name of another key', async () => {
    const {home, store, path} = await openFilled()
    const prod = keyOf({environment: 'prod'})
    copyFileSync(path, join(cacheOf(home), `${nameOf(prod)}.file`))
    expect(await store.get(prod)).toBeUndefined()
  })

  test('everything, where the key was exchanged; the folder of another machine opens nothing without its key', async () => {
    const {home, store} = await openFilled()
    const stolen = makeFolder()
    openStore(stolen)
    cpSync(cacheOf(home), cacheOf(stolen), {recursive: true})
    writeFileSync(join(cacheOf(stolen), 'machine-key'), Buffer.alloc(32, 7))
    expect(await openStore(stolen).get(keyOf())).toBeUndefined()
    expect(await store.get(keyOf())).toBeDefined()
  })

  test.skipIf(isWindows).each([
    ['cut off', (path: string) => writeFileSync(path, Buffer.alloc(31))],
    ['readable by a group', (path: string) => chmodSync(path, 0o640)],
  ])('a key file that is %s', async (_, harm) => {
    const {home, store} = await openFilled()
    const path = join(cacheOf(home), 'machine-key')
    const before = readFileSync(path)
    harm(path)
    expect(await store.get(keyOf())).toBeUndefined()
    await store.put(keyOf(), sessionOf('TWO'))
    expect((await store.get(keyOf()))?.credentials.accessKeyId).toBe('ASIATWO')
    expect(statSync(path)).toMatchObject({size: 32, mode: 0o100600})
    expect(readFileSync(path)).not.toEqual(before)
  })
})

describe('a place that is not the user’s alone keeps nothing', () => {
  const open = (home: string, env: Readonly<Record<string, string>> = {}) =>
    openSessions({root: join(home, 'project'), env: {XDG_CACHE_HOME: join(home, 'cache'), ...env}})

  test.skipIf(isWindows).each([
    [
      'a folder that a group may read',
      (home: string) => mkdirSync(join(home, 'cache', 'awsup'), {recursive: true, mode: 0o750}),
    ],
    [
      'a symbolic link',
      (home: string) => {
        mkdirSync(join(home, 'cache'))
        mkdirSync(join(home, 'real'), {mode: 0o700})
        symlinkSync(join(home, 'real'), join(home, 'cache', 'awsup'))
      },
    ],
    [
      'below a folder where anybody may rename',
      (home: string) => {
        mkdirSync(join(home, 'cache'))
        chmodSync(join(home, 'cache'), 0o777)
      },
    ],
    ['a file', (home: string) => writeFileSync(join(home, 'cache'), '')],
  ])('%s', (_, prepare) => {
    const home = makeFolder()
    prepare(home)
    expect(open(home, {AWSUP_KEYCHAIN: 'file'})).toBeUndefined()
  })

  test('the project itself, which may be somebody else’s checkout', () => {
    const home = makeFolder()
    expect(
      openSessions({root: home, env: {XDG_CACHE_HOME: join(home, 'cache'), AWSUP_KEYCHAIN: 'file'}}),
    ).toBeUndefined()
  })

  test('nowhere, where AWSUP_KEYCHAIN is off; what is neither is refused', () => {
    expect(open(makeFolder(), {AWSUP_KEYCHAIN: 'off'})).toBeUndefined()
    expect(() => open(makeFolder(), {AWSUP_KEYCHAIN: 'of'})).toThrow('AWSUP_KEYCHAIN is "of"')
  })
})
