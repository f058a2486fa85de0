import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {findInterruptedSwitch} from '../../src/lib/index.js'
import {emptyFolder} from '../_helpers/cli.js'

function folderWith(journal: string | undefined): {readonly root: string} {
  const root = emptyFolder()
  mkdirSync(join(root, '.awsup', 'journal'), {recursive: true})
  if (journal !== undefined) writeFileSync(join(root, '.awsup', 'journal', 'switch.json'), journal)
  return {root}
}
const journal = (changes: object): string =>
  JSON.stringify({version: 1, direction: 'finish', pid: 999_999_999, files: [], ...changes})

test('where every switch ended there is none', () => {
  expect(findInterruptedSwitch(folderWith(undefined))).toBeUndefined()
  expect(findInterruptedSwitch({root: emptyFolder()})).toBeUndefined()
})

test.each(['prepare', 'finish', 'undo'])(
  'one on its way to %s is named with the command that was asked',
  (direction) => {
    for (const command of ['awsup env switch prod', 'awsup env switch --undo']) {
      const found = findInterruptedSwitch(folderWith(journal({direction, command})))
      expect(found).toEqual({command, message: expect.stringContaining(`${command} finishes it`) as string})
    }
  },
)

test('one that a power cut left without its words is one as well, and any switch finishes it', () => {
  for (const text of ['', journal({})])
    expect(findInterruptedSwitch(folderWith(text))).toMatchObject({command: 'awsup env switch <name>'})
})

test.each([
  ['half of it', '{"version":1,'],
  ['a command that nobody types', journal({command: 'awsup env switch dev; rm -rf ~'})],
  ['a file outside', journal({files: [{target: '../x', backup: '../.x.awsup-0123456789ab.old'}]})],
])('a damaged journal is refused, and nothing of it is repeated: %s', (_, text) => {
  expect(() => findInterruptedSwitch(folderWith(text))).toThrow('.awsup/journal/switch.json is damaged')
})
