// How long `org init` with dev and prod takes, `apply` of a rich manifest and of one change, where AWS is as far away as
// it is, against the least that the same calls take under AWS's published rates; and Terraform's AWS provider making the
// same as `org init`, where it is on this machine. Prints Markdown; with --write it goes into docs/evidence/performance.md.
//
//     npm run bench:make [-- --write] [--runs <number>] [--short] [--check]
//
// --check makes one short run without Terraform, and fails where that is beyond a bound.
import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {parseArgs} from 'node:util'
import {criticalPath} from './make/critical-path.mjs'
import {boundsOf, renderMake} from './make/markdown.mjs'
import {profileOf} from './make/profile.mjs'
import {ask, BINARY, load, serveWorld, timeOf} from './make/served.mjs'
import {findTerraform} from './make/terraform.mjs'
import {check, publish} from './shared.mjs'

const {values: options} = parseArgs({
  options: {
    write: {type: 'boolean', default: false},
    runs: {type: 'string', default: '3'},
    // Leaves out the accounts that take as long as AWS's, which take minutes.
    short: {type: 'boolean', default: false},
    check: {type: 'boolean', default: false},
  },
})
const runs = options.check ? 1 : Number(options.runs)
const isShort = options.short || options.check
const INIT = ['org', 'init', '--project', 'acme', '--email', 'aws+{env}@acme.dev', '--region', 'eu-west-1', '--yes']

/** How long things take at AWS: what is mostly seen, and short times, with which others are compared. */
const SHORT = {
  accountCreationMs: 5_000,
  roleDelayMs: 2_000,
  newRoleDelayMs: 0,
  lagMs: {iam: 0, organizations: 0, cognito: 0},
}
const LONG = {
  accountCreationMs: 45_000,
  roleDelayMs: 20_000,
  newRoleDelayMs: 0,
  lagMs: {iam: 2_000, organizations: 0, cognito: 0},
}

const scratch = mkdtempSync(path.join(tmpdir(), 'awsup-bench-'))
try {
  const {openSandbox} = await load('src/sandbox/sandbox.ts', scratch)
  const {makeRates} = await load('src/lib/aws/calls/rates.ts', scratch)
  const buckets = makeRates()
  const terraform = options.check ? {missing: 'only bounds are checked'} : findTerraform(scratch)
  // The first start compiles, and keeps it for the others.
  const cache = path.join(scratch, 'cache')
  ask(process.execPath, [BINARY, 'org', 'init', '--help'], {...process.env, XDG_CACHE_HOME: cache})

  const inWorld = async (settings, work) => {
    const folder = mkdtempSync(path.join(scratch, 'run-'))
    const world = await serveWorld({folder, settings, openSandbox})
    try {
      return await work({...world, folder, env: {...world.env, XDG_CACHE_HOME: cache}})
    } finally {
      await world.stop()
    }
  }
  const runAwsup = (settings) =>
    inWorld(settings, async ({folder, env, take}) => {
      const awsup = async (...args) => {
        take()
        const ran = await timeOf(process.execPath, [BINARY, ...args, '--no-input'], {cwd: folder, env})
        const calls = take()
        return {ms: ran.ms, path: criticalPath(calls, settings, buckets), profile: profileOf(calls, ran, settings)}
      }
      const init = await awsup(...INIT)
      const file = path.join(folder, 'awsup.yaml')
      writeFileSync(
        file,
        readFileSync(file, 'utf8').replace(/^( *)mfa: optional$/m, '$1mfa: optional\n$1selfSignUp: false'),
      )
      return {init, apply: await awsup('apply', '--yes')}
    })
  /** Everything of a project that is a year old, in one go. */
  const runRich = (settings) =>
    inWorld(settings, async ({folder, env, take}) => {
      cpSync(path.join(import.meta.dirname, 'make', 'rich.yaml'), path.join(folder, 'awsup.yaml'))
      take()
      const {ms} = await timeOf(process.execPath, [BINARY, 'apply', '--yes', '--accept-free-plan-end', '--no-input'], {
        cwd: folder,
        env,
      })
      return {ms, path: criticalPath(take(), settings, buckets)}
    })
  const runTerraform = (settings) =>
    inWorld(settings, async ({folder, env, take}) => {
      const project = path.join(folder, 'terraform')
      cpSync(path.join(import.meta.dirname, 'make', 'terraform'), project, {recursive: true})
      terraform.initialize(project)
      const {ms} = await timeOf('terraform', ['apply', '-auto-approve', '-no-color', '-input=false'], {
        cwd: project,
        env: {...env, ...terraform.env},
      })
      return {ms, calls: take().length}
    })

  const short = []
  const rival = []
  // Turn by turn, so that whatever else the machine does meets both.
  for (let run = 0; run < runs; run++) {
    short.push({...(await runAwsup(SHORT)), rich: await runRich(SHORT)})
    if (terraform.version) rival.push(await runTerraform(SHORT))
  }
  const long = []
  for (let run = 0; !isShort && run < runs; run++) long.push({...(await runAwsup(LONG)), rich: await runRich(LONG)})
  publish('Make', renderMake({short, long, rival, terraform: terraform.version ?? terraform.missing}))
  check(boundsOf(short))
} finally {
  rmSync(scratch, {recursive: true, force: true})
}
