import {beforeAll, describe, expect, test} from 'vitest'
import {emptyFolder, INIT, makeTemplate} from '../../../_helpers/cli.js'
import {idOnRecord} from '../../../_helpers/worlds/project-world.js'
import {openTerminal} from '../../../_helpers/processes/terminal.js'

const WIDTHS = [60, 80, 120, 200] as const
const ENVIRONMENTS = ['dev', 'prod']
const KINDS = ['account', 'user-pool', 'app-client.web', 'identity-pool']

const idsOf = (project: string, kinds: readonly string[]): readonly string[] =>
  ENVIRONMENTS.flatMap((environment) => kinds.map((kind) => idOnRecord(project, environment, kind)))

/** What a command leaves on a terminal of so many columns, line by line. */
async function linesOn(columns: number, project: string, args: readonly string[]): Promise<readonly string[]> {
  const terminal = openTerminal(project, args, {columns})
  await terminal.ended
  return terminal.shown().split(/\r\n|\r|\n/)
}

let copy: () => string

beforeAll(async () => {
  copy = await makeTemplate()
})

describe.each(WIDTHS)('on a terminal of %d columns', (columns) => {
  test.each<readonly [command: string, kinds: readonly string[]]>([
    ['env diff dev prod', KINDS],
    ['env list', ['account']],
    ['status', ['account', 'user-pool']],
    ['org show', KINDS],
    ['env show prod', []],
    ['env switch prod', []],
    ['auth diff dev prod', []],
    ['drift', []],
    ['plan', []],
    ['apply --env nope', []],
    ['user create x --env nowhere', []],
    ['user list --pool --pol', []],
    ['access explain dev', []],
    ['user create --help', []],
    ['env switch --help', []],
  ])('`%s` is no line too wide, and no id is broken', async (command, kinds) => {
    const project = copy()
    const lines = await linesOn(columns, project, command.split(' '))
    expect(lines.filter((line) => line.length > columns && !/^\s*(\$ |awsup )/.test(line))).toEqual([])
    for (const id of idsOf(project, kinds)) expect(lines.some((line) => line.includes(id))).toBe(true)
  })

  test('the end of `org init` has every id whole', async () => {
    const project = emptyFolder()
    const lines = await linesOn(columns, project, INIT)
    expect(lines.filter((line) => line.length > columns)).toEqual([])
    const end = lines.slice(lines.findLastIndex((line) => line.startsWith('organization ')))
    for (const id of idsOf(project, KINDS)) expect(end.some((line) => line.includes(id))).toBe(true)
  })
})
