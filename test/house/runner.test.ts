import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {emptyFolder} from '../_helpers/cli.js'
import {runInRunner, type CommandLine} from '../_helpers/processes/runners.js'

/** A binary of one file, and how it is run: what a test of a command gets, whatever ran before in the same process. */
function binaryOf(source: string): (options?: Partial<CommandLine>) => ReturnType<typeof runInRunner> {
  const cwd = emptyFolder()
  mkdirSync(join(cwd, 'bin'))
  const binary = join(cwd, 'bin', 'run.js')
  writeFileSync(binary, `#!/usr/bin/env node\n${source}`)
  return (options = {}) => runInRunner({binary, args: [], cwd, env: {}, ...options})
}

test('a run finds its own variables, folder, arguments and modules, and no listener of another', async () => {
  const run = binaryOf(`
    const seen = {pid: process.pid, env: {...process.env}, cwd: process.cwd(), words: process.argv.slice(2)}
    console.log(JSON.stringify({...seen, listeners: process.listenerCount('SIGINT'), first: module.exports.before === undefined}))
    module.exports.before = true
    process.env.LEFT = 'behind'
    process.on('SIGINT', () => {}).on('exit', (code) => console.error('left with ' + code))
    process.exitCode = Number(process.argv[2])
  `)
  const [there, here] = [emptyFolder(), emptyFolder()]
  const first = await run({cwd: there, env: {A: '1'}, args: ['3', 'x']})
  const second = await run({cwd: here, env: {B: '2'}, args: ['0']})
  expect([first, second]).toMatchObject([
    {code: 3, stderr: 'left with 3\n'},
    {code: 0, stderr: 'left with 0\n'},
  ])
  const [one, two] = [first, second].map(({stdout}) => JSON.parse(stdout) as Readonly<Record<string, unknown>>)
  expect(one).toMatchObject({env: {A: '1'}, cwd: there, words: ['3', 'x'], listeners: 0, first: true})
  expect(two).toEqual({pid: one?.['pid'], env: {B: '2'}, cwd: here, words: ['0'], listeners: 0, first: true})
})

test('a run that ends its process has its code and what it printed, and so have the next and one beside it', async () => {
  const run = binaryOf(`
    const [, , how] = process.argv
    process.stdout.write('a'.repeat(200_000))
    if (how === 'exit') setInterval(() => process.exit(), 50).unref() && setTimeout(() => {}, 60_000)
    if (how === 'throw') setImmediate(() => { throw new Error('nobody catches this') })
    if (how === 'late') setTimeout(() => process.exit(9), 100).unref()
    process.exitCode = 5
  `)
  const outcomes = await Promise.all(['exit', 'throw', 'late'].map((how) => run({args: [how]})))
  expect(outcomes.map(({code, stdout}) => [code, stdout.length])).toEqual([
    [5, 200_000],
    [1, 200_000],
    [5, 200_000],
  ])
  expect(outcomes[1]?.stderr).toContain('nobody catches this')
  expect(await run()).toEqual({code: 5, stdout: 'a'.repeat(200_000), stderr: ''})
})

test('a run that does not end is killed, and has no code', async () => {
  const run = binaryOf(`console.log('begun'); setTimeout(() => {}, 60_000)`)
  const ran = await run({timeout: 2_000})
  expect(ran).toMatchObject({code: null, stderr: ''})
})
