// Projects with so many environments, made without a call each: the first one is made by awsup, and the others are its
// records and its part of the sandbox's memory with other ids.
import {build} from 'esbuild'
import {spawnSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {mkdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {pathToFileURL} from 'node:url'

const project = path.resolve(import.meta.dirname, '..', '..')
export const bin = path.join(project, 'bin', 'run.js')

/** A name that is part of nothing else in the sandbox's memory. */
const FIRST = 'zq0000'
const nameOf = (index) => (index === 0 ? FIRST : `zq${String(index).padStart(4, '0')}`)

/** What `org init` writes: a user pool, an app client, an identity pool and its role. */
const AUTH = '  signIn: [email]\n  mfa: optional\n  clients:\n    web: { callbackUrls: ["http://localhost:5173"] }\n'

/** The sandbox as a library, built for this run alone. */
export async function loadSandbox(folder) {
  const outfile = path.join(folder, 'sandbox.mjs')
  await build({
    stdin: {contents: "export {openSandbox} from './src/sandbox/sandbox.ts'", resolveDir: project, loader: 'ts'},
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: {
      js: "import {createRequire as makeRequire} from 'node:module'; const require = makeRequire(import.meta.url)",
    },
    logLevel: 'error',
    outfile,
  })
  return import(pathToFileURL(outfile))
}

/** A project on AWS whose AWS is a sandbox in the same folder. Answers its folder and the names of its environments. */
export async function makeProject(folder, {environments, users = 0}, openSandbox) {
  const root = path.join(folder, `${environments}-${users}`)
  mkdirSync(root, {recursive: true})
  const names = Array.from({length: environments}, (_, index) => nameOf(index))
  writeManifest(root, [FIRST], 'sandbox')
  awsup(root, ['apply', '--yes'])
  if (users > 0) awsup(root, ['user', 'create', 'u0@acme.dev', '--pool', '--env', FIRST, '--suppress-invite'])
  const sandbox = await openSandbox({directory: path.join(root, '.awsup', 'sandbox', 'data')})
  const records = path.join(root, '.awsup', 'sandbox', 'environments')
  const text = readFileSync(path.join(records, `${FIRST}.json`), 'utf8')
  const ids = idsIn(text)
  sandbox.world((tx) => {
    for (const [key, value] of tx.entries('')) {
      for (let index = 1; index < environments; index++) {
        const other = replaceIds(key, ids, index)
        // What is not one environment's own stays as it is.
        if (other === key) break
        tx.put(other, JSON.parse(replaceIds(JSON.stringify(value), ids, index)))
      }
    }
    // FullAWSAccess is attached to every account.
    const account = ids.find((id) => /^\d{12}$/.test(id))
    for (const [key, policy] of tx.entries('organizations/policies/')) {
      if (!policy.targets.includes(account)) continue
      const others = names.slice(1).map((_, index) => otherId(account, index + 1))
      tx.put(key, {...policy, targets: [...policy.targets, ...others].sort()})
    }
    for (const [key, account] of tx.entries('organizations/accounts/')) {
      const long = 30 * 86_400_000
      tx.put(key, {...account, createdAt: account.createdAt - long, joinedAt: account.joinedAt - long})
    }
    const [key, one] = tx.entries('cognito-idp/users/')[0] ?? []
    if (key === undefined && users > 0) throw new Error('no user to copy')
    for (let index = 1; index < users; index++) {
      const [sub, email] = [uuid(`user ${index}`), `u${index}@acme.dev`]
      const other = (value) => value.replaceAll(one.sub, sub).replaceAll('u0@acme.dev', email)
      tx.put(other(key), JSON.parse(other(JSON.stringify(one))))
    }
  })
  sandbox.resetCalls()
  for (const [index, name] of names.entries())
    if (index > 0) writeFileSync(path.join(records, `${name}.json`), replaceIds(text, ids, index), {mode: 0o600})
  // The same records, of AWS: then calls are paced.
  renameSync(records, path.join(mkdirp(path.join(root, '.awsup', 'aws')), 'environments'))
  renameSync(
    path.join(root, '.awsup', 'sandbox', 'organization.json'),
    path.join(root, '.awsup', 'aws', 'organization.json'),
  )
  rmSync(path.join(root, '.awsup', 'sandbox', 'journal'), {recursive: true, force: true})
  writeManifest(root, names, 'aws')
  return {root, names, sandbox}
}

const mkdirp = (folder) => {
  mkdirSync(folder, {recursive: true})
  return folder
}

function writeManifest(root, names, target) {
  const lines = names.map((name) => `  ${name}: { region: eu-west-1 }\n`).join('')
  writeFileSync(
    path.join(root, 'awsup.yaml'),
    `version: 1\nproject: acme\n${target === 'sandbox' ? 'target: sandbox\n' : ''}organization:\n  email: aws+{env}@acme.dev\n` +
      `environments:\n${lines}auth:\n${AUTH}outputs:\n  - { format: dotenv, path: .env.local, prefix: APP_ }\n`,
  )
}

/** Ids that AWS gave to one environment. */
function idsIn(text) {
  const found = [
    ...text.matchAll(/"id": "(\d{12})"/g),
    ...text.matchAll(/(eu-west-1_[0-9A-Za-z]+)/g),
    ...text.matchAll(/(eu-west-1:[0-9a-f-]{36})/g),
    ...text.matchAll(/"id": "([0-9a-z]{26})"/g),
  ].map(([, id]) => id)
  return [...new Set(found)]
}

function replaceIds(text, ids, index) {
  let changed = text.replaceAll(FIRST, nameOf(index))
  for (const id of ids)
    changed = changed
      .replaceAll(id, otherId(id, index))
      .replaceAll(encodeURIComponent(id), encodeURIComponent(otherId(id, index)))
  return changed
}

/** An id of the same shape. */
function otherId(id, index) {
  const hash = createHash('sha256').update(`${id} ${index}`).digest('hex')
  if (/^\d{12}$/.test(id)) return String(300_000_000_000 + index)
  if (id.includes('_')) return `eu-west-1_${hash.slice(0, 9)}`
  if (id.includes(':')) return `eu-west-1:${uuid(`${id} ${index}`)}`
  return hash.slice(0, 26)
}

const uuid = (seed) =>
  createHash('sha256')
    .update(seed)
    .digest('hex')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5')

/** Runs awsup to its end, which has to be a good one. */
function awsup(root, args, env = {}) {
  const {status, stdout, stderr} = spawnSync(process.execPath, [bin, ...args, '--no-input'], {
    cwd: root,
    env: {...process.env, ...env},
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  })
  if (status !== 0)
    throw new Error(`awsup ${args.join(' ')} ended with ${status}: ${stderr.slice(-3_000)}${stdout.slice(-1_500)}`)
  return stdout
}
