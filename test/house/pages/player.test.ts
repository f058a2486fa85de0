import {describe, expect, test} from 'vitest'
import {awsupLines, withYes, wrongIn} from './command-lines.js'
import {edited} from './edit.js'
import {missingFrom} from './excerpt.js'
import {play} from './play.js'

/** A page of one block. */
const block = (info: string, text: string, note?: string): string =>
  [...(note === undefined ? [] : [`<!-- play: ${note} -->`, '']), `\`\`\`${info}`, text, '```', ''].join('\n')

const STEPS = 'run its steps, without "npm" because it needs the npm registry'
const FILE = block('sh', "printf 'one\\ntwo\\n' > list")

describe('a page fails', () => {
  test.each([
    ['with a block that names no language', block('', 'a picture')],
    ['with code that no file and no reason is named for', block('js', 'console.log(1)')],
    ['with an output that belongs to no command', block('text', 'Done')],
    ['with a command that fails', block('sh', 'true\nfalse\ntrue')],
    ['with an output that a command does not have', block('sh', 'echo one') + block('text', 'two')],
    ['with a session that says something else', block('console', '$ echo one\ntwo')],
    ['with a session whose command fails, and no error is shown', block('console', '$ false')],
    ['with a session that shows an error, and the command succeeds', block('console', "$ echo 'awsup: no'\nawsup: no")],
    ['with a command of awsup that does not exist', block('sh', 'true || awsup env swap dev')],
    ['with a flag that a command does not have', block('sh', 'awsup plan --all', 'skip because it is wrong')],
    ['with such a flag in its text', 'Run `awsup plan --all`.'],
    ['with an awsup.yaml that its reader refuses', block('yaml', 'environments: {dev: {regoin: eu-west-1}}')],
    ['with an access rule that its reader refuses', block('yaml', '- dynamodb: {tabel: todos}')],
    ['with JSON that is none', block('json', '{"a": 1,}')],
    ['with an edit of lines that the file does not have', FILE + block('diff list', '-three')],
    ['with a step of a workflow that fails', block('yaml w.yml', 'jobs: {a: {steps: [{run: "false"}]}}', STEPS)],
    ['with a note that the player does not know', block('sh', 'true', 'maybe')],
    ['with a reason that is missing', block('sh', 'true', 'skip')],
  ])('%s', async (_, page) => {
    expect((await play(page)).wrong).toHaveLength(1)
  })

  test('with a comment that stands before no block, or a block without an end', async () => {
    await expect(play('<!-- play: answer yes -->\n\nText.')).rejects.toThrow('stands before no block')
    await expect(play('```sh\ntrue')).rejects.toThrow('has no end')
    await expect(play('<!-- play: begin with nothing -->')).rejects.toThrow('no page can begin with nothing')
  })
})

test('a page that is right is played as one person would, in one folder, and says what was left out', async () => {
  const page = [
    FILE,
    block('diff list', ' one\n-two\n+three'),
    block('sh', 'cat list; mkdir below; cd below; export WHO=ann'),
    block('text', 'three'),
    block('console', '$ basename "$PWD"; echo "$WHO"\nbelow\nann'),
    block('sh', 'exit 1', 'skip because it needs a browser'),
    block('yaml w.yml', 'jobs: {a: {steps: [{run: "npm ci"}, {run: "test -e ../list"}]}}', STEPS),
    block('json', '{"a": 1}'),
  ].join('\n')
  const {wrong, skipped, played} = await play(page)
  expect(wrong).toEqual([])
  expect(skipped).toEqual([expect.stringMatching(/^line \d+: it needs a browser$/)])
  expect(played).toBe(7)
})

test('what is different each time may differ, and nothing else', () => {
  const output = 'account 123456789012   pool eu-west-1_AbCdEfGhI\nmade 3\nleft 2'
  expect(missingFrom(output, 'account 999988887777 pool eu-west-1_ZyXwVuTsR')).toBeUndefined()
  expect(missingFrom(output, 'account 99 pool eu-west-1_ZyXwVuTsR')).toBeDefined()
  expect(missingFrom(output, 'account 999988887777 pool us-east-1_ZyXwVuTsR')).toBeDefined()
  expect(missingFrom(output, 'made 4')).toBe('made 4')
  expect(missingFrom(output, 'ade 3')).toBe('ade 3')
  expect(missingFrom(output, 'made …\nleft 2')).toBeUndefined()
  expect(missingFrom(output, 'account …\nleft 2')).toBeDefined()
  expect(missingFrom(output, 'account …\n…\nleft 2')).toBeUndefined()
  expect(missingFrom(output, 'left 2\n…\nmade 3')).toBeDefined()
})

test('a diff keeps what it does not name, and adds at the end what it only adds', () => {
  expect(edited('a\nb\nc\n', ' a\n-b\n+B')).toBe('a\nB\nc\n')
  expect(edited('a\n>>> 1f\n', '->>> …')).toBe('a\n')
  expect(edited('a\n', '+b')).toBe('a\nb\n')
})

test('command lines of awsup are found in what a shell is given, and --yes is typed where a command asks', () => {
  const text =
    'echo x | awsup user create ann --pool  # a customer\nA=1 awsup plan \\\n  --check && awsup status\ncat awsup.yaml'
  expect(awsupLines(text)).toEqual(['awsup user create ann --pool', 'awsup plan    --check', 'awsup status'])
  expect(withYes('awsup apply\nawsup plan\nawsup org init --env dev   # asks')).toBe(
    'awsup apply --yes\nawsup plan\nawsup org init --env dev --yes   # asks',
  )
  expect(wrongIn('awsup exec dev -- aws s3 ls --all')).toEqual([])
  expect(wrongIn('awsup org')).toEqual([])
  expect(wrongIn('awsup org shwo')).toEqual(['awsup org shwo'])
})
