import {execFileSync, spawnSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {BINARY, surroundings} from '../_helpers/cli.js'
import {ask, HOSTILE, project} from './world.js'

const GLOBALS = ['--json', '--no-input', '--sandbox', '--profile', '--mfa-code', '--project-dir', '--help']

describe('what is offered', () => {
  const folder = project()
  const deep = join(folder, 'src', 'deep')
  mkdirSync(deep, {recursive: true})

  test.each<readonly [words: readonly string[], values: readonly string[]]>([
    [['en'], ['env']],
    [
      ['env', 's'],
      ['show', 'switch'],
    ],
    [
      ['auth', 'client', ''],
      ['rotate-secret', 'secret'],
    ],
    [['help', 'auth', 'a'], ['attribute']],
    [['--json', 'env', 'sw'], ['switch']],
    [['-C', '.', 'env', 'sw'], ['switch']],
    [
      ['env', 'switch', ''],
      ['dev', 'prod'],
    ],
    [['env', 'switch', 'p'], ['prod']],
    [['env', 'switch', 'dev', '--u'], ['--undo']],
    [['env', 'diff', 'dev', ''], ['prod']],
    [
      ['env', 'remove', ''],
      ['dev', 'prod'],
    ],
    [['env', 'add', ''], []],
    [
      ['exec', ''],
      ['dev', 'prod'],
    ],
    [['exec', 'dev', ''], ['--']],
    [
      ['plan', '--env', ''],
      ['dev', 'prod'],
    ],
    [['plan', '--env=p'], ['--env=prod']],
    [['plan', '--env', 'dev', '--env', ''], ['prod']],
    [
      ['plan', '--json', '--check', '--'],
      ['--env', '--out', '--format', ...GLOBALS.slice(1)],
    ],
    [
      ['plan', '--format', ''],
      ['text', 'markdown', 'html'],
    ],
    [['access', 'show', '--format', 'h'], ['html']],
    [['org', 'show', '--format=m'], ['--format=mermaid']],
    [['plan', '--c'], ['--check']],
    [['env', 'switch', '--undo', '--'], GLOBALS],
    [
      ['user', 'create', 'x', '--env', 'dev', '--env', 'prod', '--e'],
      ['--env', '--email'],
    ],
    [
      ['user', 'create', 'x', '--group', ''],
      ['auditors', 'admins', 'developers', 'viewers'],
    ],
    [['user', 'create', 'x', '--pool', '--group', ''], ['editors']],
    [
      ['user', 'delete', ''],
      ['alice', 'bob@acme.dev'],
    ],
    [['user', 'delete', '--pool', ''], []],
    [
      ['auth', 'client', 'secret', ''],
      ['web', 'site'],
    ],
    [
      ['auth', 'attribute', 'add', 'x', '--type', ''],
      ['string', 'number', 'date', 'boolean'],
    ],
    [['auth', 'attribute', 'add', 'x', '--no-m'], ['--no-mutable']],
    [
      ['access', 'show', '--role', 'g'],
      ['guest', 'group:editors'],
    ],
    [
      ['access', 'explain', '--as', 'o'],
      ['owner', 'other'],
    ],
    [
      ['env', 'add', 'x', '--region', 'eu-west-'],
      ['eu-west-1', 'eu-west-2', 'eu-west-3'],
    ],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish', 'powershell'],
    ],
    [['destroy', '--confirm', ''], []],
    [['nope', ''], []],
    [['env', 'nope', ''], []],
    [['plan', '--nope', '--env', 'd'], ['dev']],
    [['constructor', ''], []],
    [
      ['plan', '--constructor', '--__proto__', ''],
      ['--env', '--out', '--format', '--check', ...GLOBALS],
    ],
  ])('awsup %j', (words, values) => {
    expect(ask(folder, words)).toMatchObject({code: 0, stderr: '', values, directive: ':4'})
    expect(
      ask(
        deep,
        words.filter((word) => word !== '-C' && word !== '.'),
      ).values,
    ).toEqual(values)
  })

  test('each has a description: commands, flags, environments with their region', () => {
    expect(ask(folder, ['']).about).toMatchObject({
      env: 'Environments: which there are, which one is switched on',
      exec: 'Run a command with an environment’s short-lived credentials',
    })
    expect(ask(folder, ['plan', '--env', '']).about).toEqual({dev: 'eu-west-1', prod: 'eu-central-1, protected'})
    const {about} = ask(folder, ['plan', '--'])
    expect(Object.values(about)).not.toContain('')
  })

  test('files, folders and the words of another command are left to the shell', () => {
    expect(ask(folder, ['user', 'create', 'x', '--secrets-file', ''])).toMatchObject({values: [], directive: ':0'})
    expect(ask(folder, ['-C', ''])).toMatchObject({values: [], directive: ':16'})
    expect(ask(folder, ['export', 'terraform', '--out='])).toMatchObject({values: [], directive: ':16'})
    expect(ask(folder, ['exec', 'dev', '--', 'aws', ''])).toMatchObject({values: [], directive: ':64'})
  })

  test('the folder that -C names counts', () => {
    const elsewhere = project(null)
    expect(ask(elsewhere, ['-C', folder, 'env', 'switch', '']).values).toEqual(['dev', 'prod'])
    expect(ask(elsewhere, ['env', 'switch', `--project-dir=${folder}`, '']).values).toEqual(['dev', 'prod'])
    const env = {...surroundings(folder), HOME: folder}
    expect(ask(elsewhere, ['-C', '~/src', 'env', 'switch', ''], {env}).values).toEqual([])
    writeFileSync(join(deep, 'awsup.yaml'), 'environments: {inner: {}}')
    expect(ask(elsewhere, ['-C', '~/src/deep', 'env', 'switch', ''], {env}).values).toEqual(['inner'])
  })

  test('profiles of the AWS CLI are offered by name, and the file with the secrets is not opened', () => {
    const home = project(null)
    mkdirSync(join(home, '.aws'))
    writeFileSync(
      join(home, '.aws', 'config'),
      '[default]\n[profile acme]\nregion=x\n[profile $(id)]\n[sso-session s]\n',
    )
    execFileSync('mkfifo', [join(home, '.aws', 'credentials')])
    expect(ask(home, ['plan', '--profile', '']).values).toEqual(['default', 'acme'])
  })
})

describe('a hostile awsup.yaml', () => {
  const folder = project(HOSTILE)
  test('gives only names that no shell takes for anything else, one to a line', () => {
    const answered = ask(folder, ['env', 'switch', ''])
    expect(answered).toMatchObject({code: 0, stderr: '', values: ['dev'], directive: ':4'})
    expect(answered.about).toEqual({dev: ''})
    expect(readdirSync(folder)).toEqual(['awsup.yaml'])
  })
})

function makeHuge(path: string): void {
  writeFileSync(path, '')
  truncateSync(path, 2 ** 30)
}

describe('where there is nothing to read, Tab is silent', () => {
  const silent = {code: 0, stderr: '', values: []}

  test.each<readonly [string, (path: string) => unknown]>([
    ['no awsup.yaml', () => undefined],
    ['a named pipe', (path) => execFileSync('mkfifo', [path])],
    ['a link to /dev/zero', (path) => symlinkSync('/dev/zero', path)],
    ['a folder', (path) => mkdirSync(path)],
    ['a gigabyte', makeHuge],
    ['bytes that are no text', (path) => writeFileSync(path, Buffer.alloc(5000, 0xff))],
    ['an empty file', (path) => writeFileSync(path, '')],
  ])('%s', (_title, make) => {
    const folder = project(null)
    make(join(folder, 'awsup.yaml'))
    expect(ask(folder, ['env', 'switch', ''])).toMatchObject(silent)
    expect(ask(folder, ['env', 'sw'])).toMatchObject({values: ['switch']})
  })

  test('no HOME, no PATH, nothing in the environment', () => {
    expect(ask(project(), ['plan', '--profile', ''], {env: {}})).toMatchObject(silent)
    expect(ask(project(), ['env', 'switch', ''], {env: {}}).values).toEqual(['dev', 'prod'])
  })

  test('a protocol or a call that awsup does not know', () => {
    for (const argv of [[], ['2', 'bash', '--', ''], ['1', 'bash'], ['x']]) {
      const run = spawnSync(process.execPath, [BINARY, '__complete', ...argv], {cwd: project(), encoding: 'utf8'})
      expect(run).toMatchObject({status: 0, stdout: ':1\n', stderr: ''})
    }
  })

  test('a wrong AWSUP_REGIONS, a folder that does not exist', () => {
    const folder = project()
    const env = {...surroundings(folder), AWSUP_REGIONS: '$(id)'}
    expect(ask(folder, ['env', 'add', 'x', '--region', ''], {env})).toMatchObject({...silent, directive: ':1'})
    expect(ask(folder, ['-C', '/nope', 'env', 'switch', ''])).toMatchObject(silent)
  })

  test('a reader that went away', () => {
    const run = spawnSync('sh', ['-c', `'${process.execPath}' '${BINARY}' __complete 1 bash -- '' | true; echo done`], {
      encoding: 'utf8',
    })
    expect(run).toMatchObject({status: 0, stdout: 'done\n', stderr: ''})
  })
})

test('the empty word that PowerShell could drop comes as two quotes', () => {
  expect(ask(project(), ['env', 'switch', '""'], {shell: 'powershell'}).values).toEqual(['dev', 'prod'])
})

test('a press of Tab writes nothing, and opens no network, no process and no crypto', () => {
  const folder = project()
  const log = join(mkdtempSync(join(tmpdir(), 'awsup-log-')), 'log')
  const spy = join(folder, '..', `spy-${process.pid}.cjs`)
  writeFileSync(
    spy,
    `const fs = require('node:fs'), Module = require('node:module')
     const log = fs.openSync(${JSON.stringify(log)}, 'a')
     const note = (what) => fs.writeSync(log, what + '\\n')
     const load = Module._load
     Module._load = (name, ...more) => {
       if (!/^(node:)?(fs|path)$|complete\\.cjs$|run\\.js$/.test(name)) note('load ' + name)
       return load(name, ...more)
     }
     for (const name of ['writeFileSync', 'mkdirSync', 'renameSync', 'unlinkSync', 'rmSync', 'appendFileSync'])
       fs[name] = () => note(name)
     const open = fs.openSync
     fs.openSync = (path, flags, ...more) => {
       if (typeof flags !== 'number' || flags & 3) note('open ' + path + ' ' + flags)
       return open(path, flags, ...more)
     }
     note('watching')`,
  )
  const before = readdirSync(folder, {recursive: true})
  const env = {...surroundings(folder), NODE_OPTIONS: `--require ${spy}`}
  expect(ask(folder, ['env', 'switch', ''], {env}).values).toEqual(['dev', 'prod'])
  expect(readFileSync(log, 'utf8')).toBe('watching\n')
  expect(readdirSync(folder, {recursive: true})).toEqual(before)
})
