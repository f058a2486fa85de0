#!/usr/bin/env node
// Every way to install awsup that README names, from a fresh clone: each must end in a command that works.
//
//     npm run test:install [-- <word>]     only the ways whose name has the word
//
// It needs npm and Git, and the registry for what the build needs. What is not committed is tested too.
import {execFileSync, spawnSync} from 'node:child_process'
import {cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {publint} from 'publint'

const root = path.resolve(import.meta.dirname, '..', '..')
const scratch = mkdtempSync(path.join(tmpdir(), 'awsup-install-'))
const folder = (name) => {
  const made = path.join(scratch, name)
  mkdirSync(made, {recursive: true})
  return made
}
/** An empty home, and npm's own cache alone kept: packages are not fetched once for each way. */
const cache = process.env.npm_config_cache ?? execFileSync('npm', ['config', 'get', 'cache'], {encoding: 'utf8'}).trim()
const env = {...process.env, HOME: folder('home'), npm_config_cache: cache, npm_config_update_notifier: 'false'}
for (const name of Object.keys(env)) if (/^npm_(lifecycle|package|command|execpath|node)/.test(name)) delete env[name]

function run(program, args, cwd, {env: more = {}, quiet = true} = {}) {
  const {status, stdout, stderr, error} = spawnSync(program, args, {
    cwd,
    env: {...env, ...more},
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
    timeout: 600_000,
  })
  if (status === 0) return stdout
  if (quiet) process.stderr.write(`${stdout}\n${stderr}\n`)
  throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? `exit code ${status}`}`)
}

function must(isSo, what) {
  if (!isSo) throw new Error(`not so: ${what}`)
}

/** Runs the command from nothing to a switched environment, where nothing of the project is beside it. */
function use(program, args, name) {
  const cwd = folder(`project-${name}`)
  const awsup = (...more) => run(program, [...args, ...more], cwd)
  must(/^awsup\/\d/.test(awsup('--version')), `${name}: --version answers`)
  const email = ['--email', 'aws+{env}@acme.dev']
  awsup('org', 'init', '--sandbox', '--project', 'acme', ...email, '--env', 'dev', '--env', 'prod', '--yes')
  awsup('env', 'switch', 'dev')
  must(awsup('env', 'current').trim() === 'dev', `${name}: dev is switched on`)
  must(existsSync(path.join(cwd, 'amplify_outputs.json')), `${name}: the front end has its file`)
  must(awsup('help').includes('USAGE'), `${name}: help is there`)
}

/** The working tree as a fresh clone: what git knows, and nothing that was built or installed. */
function clone(name) {
  const made = folder(name)
  const files = run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], root).split('\0')
  for (const file of files.filter((one) => one !== '' && existsSync(path.join(root, one))))
    cpSync(path.join(root, file), path.join(made, file), {verbatimSymlinks: true})
  run('git', ['init', '--quiet', '--initial-branch=main'], made)
  run('git', ['add', '--all'], made)
  const author = ['-c', 'user.name=awsup', '-c', 'user.email=awsup@localhost', '-c', 'commit.gpgsign=false']
  run('git', [...author, 'commit', '--quiet', '--message', 'all of it'], made)
  return made
}

const WAYS = {
  'npm pack in a fresh clone, and npm install -g of the tarball': async () => {
    const source = clone('clone')
    const [{filename, files}] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', scratch], source))
    const names = files.map(({path: file}) => file)
    for (const needed of ['README.md', 'LICENSE', 'dist/main.js', 'oclif.manifest.json', 'schemas/results.json'])
      must(names.includes(needed), `the package has ${needed}`)
    must(!names.some((name) => /^(src|test|docs|scripts)\//.test(name)), 'the package has no sources')
    const prefix = folder('prefix')
    run('npm', ['install', '--global', '--prefix', prefix, path.join(scratch, filename)], scratch)
    use(path.join(prefix, 'bin', 'awsup'), [], 'tarball')
    const tarball = path.join(scratch, filename)
    const {messages} = await publint({pack: {tarball: new Uint8Array(readFileSync(tarball)).buffer}, strict: true})
    must(messages.length === 0, `publint has nothing to say: ${JSON.stringify(messages)}`)
    return tarball
  },
  'npx with a tarball': ({tarball}) => use('npx', ['--yes', '--package', tarball, 'awsup'], 'npx-tarball'),
  'npx with a git URL': ({url}) => use('npx', ['--yes', url], 'npx-git'),
  'npm install of a git URL in a project': ({url}) => {
    const project = folder('dependent')
    writeFileSync(path.join(project, 'package.json'), '{"private": true}\n')
    run('npm', ['install', '--no-audit', '--no-fund', url], project)
    use(path.join(project, 'node_modules', '.bin', 'awsup'), [], 'git-dependency')
  },
  'no program can import it, and its schemas can be read': ({tarball}) => {
    const project = folder('importer')
    writeFileSync(path.join(project, 'package.json'), '{"private": true, "type": "module"}\n')
    run('npm', ['install', '--no-audit', '--no-fund', tarball], project)
    writeFileSync(
      path.join(project, 'read.mjs'),
      `import {createRequire} from 'node:module'
      const require = createRequire(import.meta.url)
      require('awsup/schemas/results.json')
      await import('awsup').then(() => process.exit(1), ({code}) => process.exit(code === 'ERR_PACKAGE_PATH_NOT_EXPORTED' ? 0 : 1))`,
    )
    run(process.execPath, ['read.mjs'], project)
  },
}

try {
  const packageVersion = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).version
  let tarball
  const url = `git+file://${clone('repository')}`
  const [word = ''] = process.argv.slice(2)
  for (const [way, prove] of Object.entries(WAYS).filter(([name]) => name.includes(word))) {
    const started = Date.now()
    tarball = (await prove({tarball, url})) ?? tarball
    console.log(`awsup ${packageVersion}, ${way}: works (${((Date.now() - started) / 1000).toFixed(0)} s)`)
  }
} finally {
  rmSync(scratch, {recursive: true, force: true})
}
