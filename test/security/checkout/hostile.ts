import {execFileSync} from 'node:child_process'
import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'

/** Puts a file into a project, as a checkout would. */
export function plant(project: string, path: string, content: string | object): void {
  mkdirSync(dirname(join(project, path)), {recursive: true})
  writeFileSync(join(project, path), typeof content === 'string' ? content : JSON.stringify(content))
}

export const SWITCH = '.awsup/journal/switch.json'
export const UNDO = '.awsup/journal/undo.json'

/** The name that a switch gives what it puts beside a file. */
export const beside = (target: string, end: 'new' | 'old'): string =>
  join(dirname(target), `.${target.split('/').at(-1) ?? ''}.awsup-0123456789ab.${end}`)

interface Entry {
  readonly target: string
  readonly temporary?: string
  readonly backup?: string
}

/** A journal of a switch that never was. */
export const journalOf = (
  direction: 'prepare' | 'finish' | 'undo',
  files: readonly Entry[],
  more: object = {},
): object => ({
  ...{version: 1, direction, pid: 999_999_999, files},
  ...more,
})

/** Git, with nobody's settings. */
export const git = (cwd: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t.dev', '-c', 'init.defaultBranch=main', ...args], {
    cwd,
    encoding: 'utf8',
    env: {PATH: process.env['PATH'], HOME: '/dev/null', GIT_CONFIG_NOSYSTEM: '1'},
    stdio: ['ignore', 'pipe', 'pipe'],
  })
