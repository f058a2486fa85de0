import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {findInterruptedSwitch} from '../../../src/lib/index.js'
import {makeProject} from '../../../src/lib/project/load/from-text.js'
import {makeSealer} from '../../../src/lib/records/journal/seal.js'
import {emptyFolder} from '../../_helpers/cli.js'

/** A project with this journal, as this machine writes it; a text is put down as it is. */
function projectWith(journal: string | object | undefined) {
  const root = emptyFolder()
  mkdirSync(join(root, '.awsup', 'journal'), {recursive: true})
  const text =
    typeof journal === 'object' ? JSON.stringify(makeSealer(root).seal('switch', {...journal, root})) : journal
  if (text !== undefined) writeFileSync(join(root, '.awsup', 'journal', 'switch.json'), text)
  return makeProject(MANIFEST, {root})
}
const MANIFEST = 'version: 1\nproject: acme\nenvironments:\n  dev: {region: eu-west-1, account: management}\n'
const journal = (changes: object): object => ({
  ...{version: 1, direction: 'finish', pid: 999_999_999, files: []},
  ...changes,
})

test('where every switch ended there is none', () => {
  expect(findInterruptedSwitch(projectWith(undefined))).toBeUndefined()
  expect(findInterruptedSwitch(makeProject(MANIFEST, {root: emptyFolder()}))).toBeUndefined()
})

test.each(['prepare', 'finish', 'undo'])(
  'one on its way to %s is named with the command that was asked',
  (direction) => {
    for (const command of ['awsup env switch prod', 'awsup env switch --undo']) {
      const found = findInterruptedSwitch(projectWith(journal({direction, command})))
      expect(found).toMatchObject({command, message: expect.stringContaining(`${command} finishes it`) as string})
    }
  },
)

test('one that a power cut left without its words is one as well, and any switch finishes it', () => {
  for (const text of ['', journal({})])
    expect(findInterruptedSwitch(projectWith(text))).toMatchObject({command: 'awsup env switch <name>'})
})

test.each([
  ['half of it', '{"version":1,'],
  ['a command that nobody types', journal({command: 'awsup env switch dev; rm -rf ~'})],
  ['a file outside', journal({files: [{target: '../x', backup: '../.x.awsup-0123456789ab.old'}]})],
])('a damaged journal is refused, and nothing of it is repeated: %s', (_, text) => {
  expect(() => findInterruptedSwitch(projectWith(text))).toThrow('.awsup/journal/switch.json is damaged')
})
