import {expect, test} from 'vitest'
import {parseManifest} from '../../../src/lib/manifest/parse.js'
import {renderManifest} from '../../../src/lib/manifest/edit/write.js'

const ANSWERS = {project: 'acme', email: 'aws+{env}@acme.dev', environments: ['dev', 'prod'], region: 'eu-west-1'}

test('the first manifest says what was answered, and protects what is live', () => {
  const found = parseManifest(renderManifest({...ANSWERS, target: undefined}))

  expect(found).toMatchObject({project: 'acme', organization: {email: 'aws+{env}@acme.dev'}, target: undefined})
  expect([...found.environments.values()].map(({name, region, protected: kept}) => [name, region, kept])).toEqual([
    ['dev', 'eu-west-1', false],
    ['prod', 'eu-west-1', true],
  ])
})

test('the sandbox is written down, AWS is not', () => {
  expect(parseManifest(renderManifest({...ANSWERS, target: 'sandbox'})).target).toBe('sandbox')
  expect(renderManifest({...ANSWERS, target: 'aws'})).toBe(renderManifest(ANSWERS))
})

test.each([
  ['null', 'aws+{env}@acme.dev'],
  ['true', '1{env}@acme.dev'],
  ['acme', '{env}#!*?-@acme.dev'],
])('names that YAML would read otherwise are quoted: %s, %s', (project, email) => {
  const found = parseManifest(renderManifest({...ANSWERS, project, email, environments: ['null', 'e1']}))
  expect(found).toMatchObject({project, organization: {email}})
  expect([...found.environments.keys()]).toEqual(['null', 'e1'])
})

test.each([
  [{...ANSWERS, project: 'a: 1\ntarget'}, 'project is "a: 1\\ntarget"'],
  [{...ANSWERS, environments: ['dev: {}\n  x']}, 'environments has the name "dev: {}\\n  x"'],
  [{...ANSWERS, environments: []}, 'environments is empty'],
  [{...ANSWERS, environments: ['dev', 'dev']}, 'environments.dev is given twice'],
  [{...ANSWERS, region: 'mars'}, 'environments.dev.region is "mars"'],
  [{...ANSWERS, email: 'aws@acme.dev'}, 'organization.email is the same for dev and prod'],
  [{...ANSWERS, email: '"'}, 'organization.email becomes'],
])('an answer that cannot be is refused, not written: %o', (answers, message) => {
  expect(() => renderManifest(answers)).toThrow(message)
})
