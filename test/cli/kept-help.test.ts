import {spawnSync} from 'node:child_process'
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {BINARY, emptyFolder} from '../_helpers/cli.js'

test('help that is kept is the help that is rendered, whatever changes how it looks', () => {
  const home = emptyFolder()
  const help = (env: NodeJS.ProcessEnv): string => {
    const variables = {PATH: process.env['PATH'] ?? '', HOME: home, ...env}
    const {stdout, stderr, status} = spawnSync(process.execPath, [BINARY, '--help'], {
      cwd: emptyFolder(),
      env: variables,
      encoding: 'utf8',
    })
    expect({stderr, status}).toEqual({stderr: '', status: 0})
    return stdout
  }
  const theme = (): void => {
    mkdirSync(join(home, '.config', 'awsup'), {recursive: true})
    writeFileSync(join(home, '.config', 'awsup', 'theme.json'), '{"command": "red"}')
  }
  const looks: readonly NodeJS.ProcessEnv[] = [{}, {FORCE_COLOR: '1'}, {OCLIF_COLUMNS: '60'}]
  const rendered = looks.map((env) => help({...env, NODE_DISABLE_COMPILE_CACHE: '1'}))
  expect(new Set(rendered).size).toBeGreaterThan(1)
  for (const [index, env] of looks.entries()) expect([help(env), help(env)]).toEqual([rendered[index], rendered[index]])
  theme()
  expect(help({FORCE_COLOR: '1'})).toBe(help({FORCE_COLOR: '1', NODE_DISABLE_COMPILE_CACHE: '1'}))
})
