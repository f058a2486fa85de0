import {readFileSync} from 'node:fs'
import path from 'node:path'
import {expect, test} from 'vitest'
import {addEnvironment, addUser, removeEnvironment} from '../../../src/lib/manifest/edit/edit.js'
import {MODELINE} from '../../../src/lib/manifest/edit/modeline.js'
import {renderManifest} from '../../../src/lib/manifest/edit/write.js'

const {version} = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '..', '..', '..', 'package.json'), 'utf8'),
) as {
  readonly version: string
}

const first = renderManifest({project: 'acme', email: 'aws+{env}@acme.dev', environments: ['dev'], region: 'eu-west-1'})

test('a new awsup.yaml begins with the schema of this version: the minor one below 1, else the major one', () => {
  const [major = '', minor = ''] = version.split('.')
  const range = major === '0' ? `0.${minor}` : major
  expect(first.split('\n')[0]).toBe(
    `# yaml-language-server: $schema=https://unpkg.com/awsup@${range}/schemas/awsup.json`,
  )
})

test("the line survives awsup's own edits", () => {
  const edits = [
    addEnvironment(first, {name: 'prod', region: 'eu-west-1'}),
    addUser(first, {name: 'alice', environments: ['dev'], groups: []}),
    removeEnvironment(addEnvironment(first, {name: 'prod', region: 'eu-west-1'}), 'prod'),
  ]
  for (const text of edits) expect(text.startsWith(MODELINE)).toBe(true)
})
