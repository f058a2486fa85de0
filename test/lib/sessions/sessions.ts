import {mkdtempSync, readdirSync, realpathSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {RoleKey} from '../../../src/lib/sessions/key.js'
import type {Session} from '../../../src/lib/sessions/entry.js'
import {openSessions, type Sessions} from '../../../src/lib/sessions/store.js'

export const makeFolder = (): string => realpathSync(mkdtempSync(join(tmpdir(), 'awsup-sessions-')))

/** A store below `home`, for a project elsewhere. */
export function openStore(home: string, env: Readonly<Record<string, string>> = {}): Sessions {
  const sessions = openSessions({
    root: join(home, 'project'),
    env: {XDG_CACHE_HOME: join(home, 'cache'), AWSUP_KEYCHAIN: 'file', ...env},
  })
  if (!sessions) throw new Error('nothing is kept here')
  return sessions
}

export const cacheOf = (home: string): string => join(home, 'cache', 'awsup', 'sessions')

/** Paths of the entries. */
export const entriesOf = (home: string): readonly string[] =>
  readdirSync(cacheOf(home))
    .filter((name) => name.endsWith('.file'))
    .map((name) => join(cacheOf(home), name))

export const keyOf = (fields: Partial<RoleKey> = {}): RoleKey => ({
  kind: 'role',
  root: '/home/ana/acme',
  target: 'default',
  environment: 'dev',
  asker: 'a',
  claims: 'c',
  ...fields,
})

/** A session that can be told from others by its mark. */
export const sessionOf = (mark: string, leftMs = 3_600_000): Session => ({
  accountId: '111111111111',
  as: {user: 'jane', role: 'viewer'},
  credentials: {
    accessKeyId: `ASIA${mark}`,
    secretAccessKey: `hush-${mark}`,
    sessionToken: `token-${mark}`,
    expiration: new Date(Date.now() + leftMs),
  },
})
