import {execFileSync} from 'node:child_process'
import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import {awsup, awsupJson, emptyFolder, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {idOnRecord} from '../../_helpers/worlds/project-world.js'
import {plant} from './hostile.js'

let copy: () => string
beforeAll(async () => {
  copy = await makeTemplate()
})

const DEV = '.awsup/sandbox/environments/dev.json'

/** The project, with this id of the app client on record. */
function withClientId(id: string, outputs: string): string {
  const project = copy()
  const ids = JSON.stringify(id).slice(1, -1)
  const old = idOnRecord(project, 'dev', 'app-client.web')
  write(
    project,
    DEV,
    read(project, DEV).replaceAll(old, () => ids),
  )
  const yaml = read(project, 'awsup.yaml')
  write(project, 'awsup.yaml', `${yaml.slice(0, yaml.indexOf('outputs:'))}outputs:\n${outputs}`)
  return project
}

describe('ids that came with a checkout', () => {
  const HOSTILE = [
    `'; touch RAN; '`,
    `"; touch RAN; "`,
    '$(touch RAN)',
    '`touch RAN`',
    '\n touch RAN\n',
    'a\u0000touch RAN',
    '\u001b]0;title\u0007',
    '../../outside',
    '${IFS}touch${IFS}RAN',
    '\\"; touch RAN #',
  ]
  test.each(HOSTILE.map((id) => [JSON.stringify(id), id]))('%s runs nothing in a shell', async (_, id) => {
    const project = withClientId(
      id,
      '  - { format: shell, path: env.sh, prefix: X_ }\n  - { format: dotenv, path: .env, prefix: Y_ }\n',
    )
    const {code} = await awsup(project, ['env', 'switch', 'dev'])
    // Refused, or written so that it is a value and nothing else.
    expect([0, 2, 5]).toContain(code)
    for (const file of ['env.sh', '.env']) {
      if (!existsSync(join(project, file))) continue
      execFileSync('sh', ['-c', `set -a; . ./${file}`], {cwd: project, stdio: 'ignore'})
      expect(readdirSync(project)).not.toContain('RAN')
    }
  })
})

describe('texts that came with a checkout', () => {
  const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/u
  const EVIL = '\u001b]52;c;ZXZpbA==\u0007\u001b[2J\u202eevil\u009b1m'
  // The ids are none that AWS would take: the sandbox need not tell of that.
  const env = {AWSUP_SANDBOX_VIOLATIONS: ''}
  const COMMANDS = [['status'], ['plan'], ['env', 'list'], ['org', 'show'], ['env', 'doctor', 'dev'], ['drift']]

  test.each(['record', 'key', 'value'])('never reach a terminal as commands of its own: a %s', async (where) => {
    const project = copy()
    const json = JSON.stringify(EVIL).slice(1, -1)
    if (where === 'record') {
      const id = idOnRecord(project, 'dev', 'user-pool')
      write(
        project,
        DEV,
        read(project, DEV).replaceAll(id, () => json),
      )
    } else {
      const line = where === 'key' ? `"${json}": x\n` : `tags: { a: "${json}" }\n`
      write(project, 'awsup.yaml', `${read(project, 'awsup.yaml')}${line}`)
    }
    for (const args of COMMANDS) {
      const run = await awsup(project, args, {env})
      expect(run.stdout + run.stderr, args.join(' ')).not.toMatch(OBEYED)
      const {stdout} = await awsupJson(project, args, {env})
      expect(stdout, args.join(' ')).not.toMatch(OBEYED)
    }
  })
})

describe('code that came with a checkout', () => {
  test('is never loaded', async () => {
    const project = copy()
    const ran = join(project, 'RAN')
    const esm = `import {writeFileSync} from 'node:fs'; writeFileSync(${JSON.stringify(ran)}, ''); export default {}`
    const cjs = `require('node:fs').writeFileSync(${JSON.stringify(ran)}, ''); module.exports = {}`
    plant(project, 'package.json', {
      ...{name: 'awsup', version: '9.9.9', type: 'module', main: './evil.js', bin: {awsup: './evil.js'}},
      oclif: {
        plugins: ['./plugin', 'awsup-plugin-evil'],
        hooks: {init: './evil.js', prerun: './evil.js'},
        commands: './commands',
      },
      scripts: {preinstall: `touch ${ran}`, prepare: `touch ${ran}`},
    })
    for (const path of ['evil.js', 'commands/status.js', 'dist/commands/status.js', 'dist/main.js', 'awsup.config.js'])
      plant(project, path, esm)
    for (const path of ['.oclifrc.js', '.oclifrc.cjs', 'plugin/index.cjs', 'node_modules/awsup/index.cjs'])
      plant(project, path, cjs)
    for (const name of [
      'awsup',
      'chalk',
      'inquirer',
      '@oclif/core',
      '@aws-sdk/client-sts',
      'awsup-plugin-evil',
      'yaml',
    ]) {
      plant(project, `node_modules/${name}/package.json`, {name, version: '9.9.9', main: './index.cjs'})
      plant(project, `node_modules/${name}/index.cjs`, cjs)
    }
    plant(project, '.oclifrc', {plugins: ['./plugin'], hooks: {init: './evil.js'}})
    plant(project, '.awsup/plugins/index.cjs', cjs)
    plant(project, '.npmrc', 'node-options=--require ./plugin/index.cjs\n')
    for (const args of [
      ...[
        ['status'],
        ['env', 'switch', 'dev'],
        ['env', 'current'],
        ['plan'],
        ['--help'],
        ['help', 'plan'],
        ['--version'],
      ],
      ...[['no-such-command'], ['exec', 'dev', '--', 'true'], ['whoami', '--json'], ['sandbox', 'status']],
    ])
      await awsup(project, args)
    expect(existsSync(ran)).toBe(false)
  })
})

describe('an account that came with a checkout', () => {
  test.each([
    ['account: "123456789012"', ['plan']],
    ['account: "123456789012"', ['apply', '--yes']],
    ['account: { id: "123456789012", role: x }', ['plan']],
  ])('%s is refused before it is entered: %j', async (account, args) => {
    const project = copy()
    const yaml = read(project, 'awsup.yaml')
    write(project, 'awsup.yaml', yaml.replace('  dev: ', `  evil: { region: us-east-1, ${account} }\n  dev: `))
    const sandbox = await sandboxOf(project)
    sandbox.resetCalls()
    expect(await awsupJson(project, args)).toMatchObject({code: 5, error: {message: /123456789012|refused|cannot/}})
    const entered = sandbox
      .calls()
      .filter(({operation, accountId}) => operation === 'AssumeRole' && accountId === '123456789012')
    expect(entered).toEqual([])
  })
})

describe('what exec gives to its child', () => {
  test('is kept nowhere: no file of the project, the home folder or the temporary one has it', async () => {
    const project = copy()
    const [home, temporary] = [emptyFolder(), emptyFolder()]
    const script = 'console.log(JSON.stringify([process.env.AWS_SECRET_ACCESS_KEY, process.env.AWS_SESSION_TOKEN]))'
    const {stdout} = await awsup(project, ['exec', 'dev', '--', process.execPath, '-e', script], {
      env: {HOME: home, TMPDIR: temporary, XDG_STATE_HOME: home, XDG_CACHE_HOME: home},
    })
    const secrets = JSON.parse(stdout) as string[]
    expect(secrets.map((secret) => secret.length > 20)).toEqual([true, true])
    // The sandbox's own memory is AWS's side.
    const files = [project, home, temporary].flatMap((folder) =>
      readdirSync(folder, {recursive: true, encoding: 'utf8'})
        .filter((name) => !name.startsWith(join('.awsup', 'sandbox', 'data')))
        .map((name) => join(folder, name))
        .filter((path) => statSync(path).isFile()),
    )
    expect(files.length).toBeGreaterThan(3)
    for (const path of files) for (const secret of secrets) expect(readFileSync(path, 'utf8')).not.toContain(secret)
  })
})
