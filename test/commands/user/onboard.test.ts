import {spawn} from 'node:child_process'
import {chmodSync, mkdirSync, readFileSync, readdirSync, writeFileSync} from 'node:fs'
import {delimiter, join} from 'node:path'
import {text} from 'node:stream/consumers'
import {expect, test} from 'vitest'
import {awsupJson, BINARY, emptyFolder, sandboxOf, type Run} from '../../_helpers/cli.js'

const SCRIPT = join(import.meta.dirname, '..', '..', '..', 'examples', 'onboard.sh')

/** A folder for PATH in which `awsup` is this build, as after an installation. */
function installAwsup(): string {
  const folder = emptyFolder()
  const command = join(folder, 'awsup')
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${BINARY}' "$@"\n`)
  chmodSync(command, 0o755)
  return folder
}

/** Runs the example in a folder: no terminal, and stdin is closed. */
async function onboard(project: string, installed: string): Promise<Run> {
  const child = spawn('sh', [SCRIPT], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {PATH: [installed, process.env['PATH']].join(delimiter), HOME: project, AWSUP_TARGET: 'sandbox'},
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return {code, stdout, stderr}
}

/** Every file of the project with its content; the sandbox's own memory is AWS's side, not the project's. */
const filesOf = (project: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(project, {recursive: true, withFileTypes: true})
      .filter((entry) => entry.isFile())
      .map(({parentPath, name}) => join(parentPath, name))
      .filter((path) => !path.startsWith(join(project, '.awsup', 'sandbox', 'data')))
      .sort()
      .map((path) => [path.slice(project.length + 1), readFileSync(path, 'utf8')]),
  )

test('examples/onboard.sh takes a team from nothing to two environments with users, and changes nothing the second time', async () => {
  const installed = installAwsup()
  const project = join(emptyFolder(), 'acme')
  mkdirSync(project)

  const first = await onboard(project, installed)
  expect(first, first.stderr).toMatchObject({code: 0})
  const {result} = await awsupJson(project, ['user', 'list'])
  const [dev, prod] = [
    {name: 'dev', made: true},
    {name: 'prod', made: true},
  ]
  expect(result).toMatchObject([
    {name: 'alice', roles: {dev: 'admin', prod: 'admin'}, environments: [dev, prod]},
    {name: 'bob', roles: {dev: 'developer', prod: 'viewer'}, environments: [dev, prod]},
    {name: 'ci', groups: ['viewers'], environments: [dev]},
  ])
  const files = filesOf(project)
  expect(Object.keys(files)).toEqual(
    expect.arrayContaining([
      'awsup.yaml',
      'amplify_outputs.json',
      'secrets.json',
      join('.awsup', 'sandbox', 'environments', 'dev.json'),
    ]),
  )

  const sandbox = await sandboxOf(project)
  sandbox.resetCalls()
  const second = await onboard(project, installed)
  expect(second, second.stderr).toMatchObject({code: 0})
  expect(sandbox.callSummary().total).toBeGreaterThan(0)
  expect(sandbox.callSummary().mutating).toBe(0)
  expect(filesOf(project)).toEqual(files)
})
