import fc from 'fast-check'
import {expect, test} from 'vitest'
import {parseManifest} from '../../../src/lib/manifest/parse.js'
import {withPeople} from '../../../src/lib/operations/users/onboard/onboard.js'
import {readPeople} from '../../../src/lib/operations/users/onboard/read-team.js'
import {makeProject} from '../../../src/lib/project/load/from-text.js'
import {emptyFolder} from '../../_helpers/cli.js'

const SOURCE = `version: 1 # ours
project: acme
organization: {email: "aws+{env}@acme.dev"}
environments:
  dev: {region: eu-west-1}
  prod: {region: eu-west-1}

users:
  # who was here before
  jane: { roles: { dev: developer } } # founder
  old: {environments: [dev]}
  ola:
    roles:
      prod: viewer
`
const ENVIRONMENTS = ['dev', 'prod']
const ROLES = ['admin', 'developer', 'viewer']

/** One is a user without roles, one is another spelling, and two mean something in JavaScript. */
const NOT_THESE = ['old', 'Jane', '__proto__', 'constructor']

/** Mostly what people write, at times what they should not. */
const rarely = (usual: fc.Arbitrary<string>, ...odd: readonly string[]) =>
  fc.oneof({weight: 12, arbitrary: usual}, {weight: 1, arbitrary: fc.constantFrom(...odd)})
const name = rarely(
  fc.oneof(
    fc.constantFrom('jane', 'ola', 'kim', '__proto__', 'constructor', 'true', 'no', '007', 'a.b@acme.dev'),
    fc.stringMatching(/^[a-z0-9_][a-z0-9+=.@_-]{0,12}$/),
  ),
  ...['', 'Jane', 'old', 'bad name', '-x', '=1', 'n\u200b', 'a,b', 'x"y', 'z'.repeat(65), 'é', '[a', '#b'],
)
const environment = rarely(fc.constantFrom(...ENVIRONMENTS), '', 'stage', '__proto__', 'DEV')
const role = rarely(fc.constantFrom(...ROLES), '', 'owner', 'toString', '-')
const rows = fc.array(fc.tuple(name, environment, role), {minLength: 1, maxLength: 8})

/** As a spreadsheet writes a cell. */
const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

const root = emptyFolder()
const project = makeProject(SOURCE, {root})

test('whatever the rows: their mistakes are told, or awsup.yaml has exactly the roles of the file and every line of its own', async () => {
  let [refused, taken] = [0, 0]
  await fc.assert(
    fc.asyncProperty(rows, fc.boolean(), fc.constantFrom('\n', '\r\n'), async (people, hasMark, end) => {
      const lines = ['name,environment,role', ...people.map((row) => row.map(cell).join(','))]
      const text = `${hasMark ? '\ufeff' : ''}${lines.join(end)}`
      const {found, mistakes} = await readPeople(Buffer.from(text), project.manifest)
      // The law, said another way: every line has a name, a known environment and role, and says nothing twice.
      const isRight = people.every(
        ([who, env, as], index) =>
          /^[\w][\w+=.@-]{1,63}$/.test(who) &&
          !NOT_THESE.includes(who) &&
          ENVIRONMENTS.includes(env) &&
          ROLES.includes(as) &&
          !people.slice(0, index).some((row) => row[0] === who && row[1] === env),
      )
      expect({text, isRight, mistakes}).toEqual({text, isRight: mistakes.length === 0, mistakes})
      for (const {line, column} of mistakes) {
        expect(line).toBeGreaterThan(0)
        expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1)
      }
      if (mistakes.length > 0) {
        refused += 1
        return
      }
      taken += 1
      const changed = withPeople(project, found)
      const expected = new Map([...project.manifest.users].map(([who, {roles}]) => [who, roles && new Map(roles)]))
      for (const [who, env, as] of people) expected.set(who, new Map([...(expected.get(who) ?? []), [env, as]]))
      const users = parseManifest(changed.source).users
      expect(new Map([...users].map(([who, {roles}]) => [who, roles && new Map(roles)]))).toEqual(expected)
      for (const line of ['version: 1 # ours', '  # who was here before', '  old: {environments: [dev]}'])
        expect(changed.source.split('\n')).toContain(line)
      // Once more, it changes nothing.
      expect(withPeople(changed, found)).toBe(changed)
    }),
    {numRuns: 400},
  )
  expect(Math.min(refused, taken)).toBeGreaterThan(20)
})
