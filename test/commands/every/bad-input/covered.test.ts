import {readFileSync} from 'node:fs'
import path from 'node:path'
import {expect, test} from 'vitest'
import {BAD_ARGUMENTS} from './arguments.js'

interface Manifest {
  readonly commands: Readonly<Record<string, {readonly args: Readonly<Record<string, unknown>>}>>
}

const file = path.join(import.meta.dirname, '..', '..', '..', '..', 'oclif.manifest.json')
const {commands} = JSON.parse(readFileSync(file, 'utf8')) as Manifest

test('every command that takes an argument has one that is refused', () => {
  const taking = Object.entries(commands).flatMap(([id, {args}]) =>
    Object.keys(args).length > 0 ? [id.replaceAll(':', ' ')] : [],
  )
  const missing = taking.filter(
    (command) => !BAD_ARGUMENTS.some(({args}) => `${args.join(' ')} `.startsWith(`${command} `)),
  )
  expect(taking.length).toBeGreaterThan(10)
  expect(missing, 'add bad arguments of these commands to test/commands/every/bad-input/arguments.ts').toEqual([])
})
