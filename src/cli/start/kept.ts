import {writeSync} from 'node:fs'
import path from 'node:path'
import {readRegularFile} from '../../files/read.js'
import {renderCredentialProcess} from '../../lib/sessions/credential-process.js'
import {findRoleKey} from '../../lib/sessions/role-key.js'
import {openSessions} from '../../lib/sessions/store.js'
import {findProjectDirectory, readTarget} from '../project.js'

/** More bytes than an awsup.yaml has. */
const LARGEST = 1024 * 1024

/** How `awsup credentials` was asked. */
interface Asked {
  readonly environment: string
  readonly folder: string | undefined
  readonly profile: string | undefined
  readonly role: string | undefined
  readonly sandbox: boolean
}

/**
 * Prints the session that is kept, where `awsup credentials` is asked in a way that profiles ask: at each call of an AWS
 * client. A bundle of its own (scripts/build/kept.mjs), which reads neither awsup.yaml nor records, only whether they are
 * what they were. Answers whether it printed; all else is left to the command.
 *
 * @param words behind `credentials`
 */
export async function printKept(words: readonly string[]): Promise<boolean> {
  try {
    const asked = readWords(words)
    if (asked === undefined) return false
    const {environment, profile, role, sandbox} = asked
    const root = findProjectDirectory(asked.folder, process.cwd())
    const manifest = readRegularFile(path.join(root, 'awsup.yaml'), {limit: LARGEST, refuse: (why) => new Error(why)})
    const sessions = openSessions({root})
    if (manifest === undefined || sessions === undefined) return false
    const target = readTarget(sandbox, process.env) ?? 'default'
    const key = findRoleKey({root, environment, target, profile, role, manifest: manifest.toString(), env: process.env})
    const session = key && (await sessions.get(key))
    if (session === undefined) return false
    const document = renderCredentialProcess({accountId: session.accountId, ...session.credentials})
    print(`${JSON.stringify(document)}\n`)
    return true
  } catch {
    // The command says what is wrong.
    return false
  }
}

/** `undefined` where anything is asked that is not known here. */
function readWords(words: readonly string[]): Asked | undefined {
  const named = new Map<string, string>()
  const rest = [...words]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [option, flag] = [VALUES.get(word), FLAGS.get(word)]
    const name = option ?? flag ?? 'environment'
    const value = option === undefined ? word : rest.shift()
    const isValue = value !== undefined && (flag !== undefined || /^[^-]/.test(value))
    if (!isValue || named.has(name)) return undefined
    named.set(name, value)
  }
  const environment = named.get('environment')
  if (environment === undefined) return undefined
  const [folder, profile, role] = ['folder', 'profile', 'role'].map((name) => named.get(name))
  return {environment, folder, profile, role, sandbox: named.has('sandbox')}
}

const VALUES: ReadonlyMap<string, string> = new Map([
  ['--project-dir', 'folder'],
  ['-C', 'folder'],
  ['--profile', 'profile'],
  ['--role', 'role'],
])
const FLAGS: ReadonlyMap<string, string> = new Map([
  ['--sandbox', 'sandbox'],
  ['--no-input', 'input'],
])

/** Without a stream, which costs a start three milliseconds; what a full pipe does not take goes the usual way. */
function print(text: string): void {
  let rest = Buffer.from(text)
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(1, rest))
  } catch {
    process.stdout.write(rest)
  }
}
