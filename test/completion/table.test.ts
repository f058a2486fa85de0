import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {kindOf} from '../../src/cli/complete/values.js'

interface Valued {
  readonly type?: string
  readonly options?: readonly string[]
}
interface Manifest {
  readonly commands: Readonly<
    Record<string, {readonly flags: Readonly<Record<string, Valued>>; readonly args: Readonly<Record<string, Valued>>}>
  >
}

const manifest = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'oclif.manifest.json'), 'utf8'),
) as Manifest

test('src/cli/complete/values.ts says of every value that a command takes what can be offered for it', () => {
  const missing = Object.entries(manifest.commands).flatMap(([id, {flags, args}]) => {
    const command = id.replaceAll(':', ' ')
    const values = [
      ...Object.entries(flags).flatMap(([name, flag]) =>
        flag.type === 'option' && !flag.options ? [`--${name}`] : [],
      ),
      ...Object.entries(args).flatMap(([name, arg]) => (arg.options ? [] : [name])),
    ]
    return values.filter((name) => kindOf(command, name) === undefined).map((name) => `${command} ${name}`)
  })
  expect(missing, 'add these to src/cli/complete/values.ts').toEqual([])
})
