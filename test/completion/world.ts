import {spawnSync} from 'node:child_process'
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {BINARY, emptyFolder, surroundings, write} from '../_helpers/cli.js'

export const MANIFEST = `version: 1
project: acme
environments:
  dev: {region: eu-west-1}
  prod:
    region: eu-central-1
    protected: true
auth:
  clients: {web: {type: web}, site: {type: server}}
  groups: {editors: {precedence: 1}}
access:
  groups: {editors: []}
userGroups:
  auditors: []
users:
  alice: {environments: [dev]}
  bob@acme.dev: {environments: [dev]}
`

/** Names that a shell or a terminal could take for something else; all of them try to make the file `pwned`. */
export const HOSTILE = String.raw`environments:
  dev: {region: "eu\u001b[31m\n$(touch pwned)"}
  $(touch pwned): {}
  "${'`'}touch pwned${'`'}": {}
  "a\tb": {}
  "a\nprod\n:0": {}
  'x; touch pwned': {}
  "\u001b]0;pwned\u0007": {}
  '''; touch pwned #': {}
  '"': {}
  -rf: {}
  =ls: {}
  ~root: {}
  $HOME: {}
  "*": {}
  a|b: {}
  a&b: {}
`

/** A folder with an awsup.yaml; with none where `null` is given. */
export function project(manifest: string | null = MANIFEST): string {
  const folder = emptyFolder()
  if (manifest !== null) write(folder, 'awsup.yaml', manifest)
  return folder
}

/** A folder for PATH with an `awsup` in it, as npm installs one. */
export function binFolder(): string {
  const folder = join(emptyFolder(), 'bin')
  mkdirSync(folder)
  writeFileSync(join(folder, 'awsup'), `#!/bin/sh\nexec '${process.execPath}' '${BINARY}' "$@"\n`, {mode: 0o755})
  return folder
}

export interface Answered {
  readonly code: number | null
  readonly stderr: string
  readonly values: readonly string[]
  /** Value → what it is. */
  readonly about: Readonly<Record<string, string>>
  readonly directive: string
}

interface Options {
  readonly env?: NodeJS.ProcessEnv
  readonly shell?: string
  readonly timeout?: number
}

/** What `awsup __complete` says to the words up to the cursor. */
export function ask(
  cwd: string,
  words: readonly string[],
  {env, shell = 'bash', timeout = 60_000}: Options = {},
): Answered {
  const {status, stdout, stderr} = spawnSync(process.execPath, [BINARY, '__complete', '1', shell, '--', ...words], {
    cwd,
    env: env ?? surroundings(cwd),
    encoding: 'utf8',
    timeout,
  })
  const lines = stdout.replace(/\n$/, '').split('\n')
  const candidates = lines.slice(0, -1).map((line) => line.split('\t'))
  return {
    code: status,
    stderr,
    values: candidates.map(([value = '']) => value),
    about: Object.fromEntries(candidates.map(([value = '', description = '']) => [value, description])),
    directive: lines.at(-1) ?? '',
  }
}
