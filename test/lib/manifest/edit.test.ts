import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {UsageError} from '../../../src/lib/base/errors.js'
import {writeBelow} from '../../../src/lib/manifest/edit/imported.js'
import {addEnvironment, addUser, removeEnvironment, removeUser} from '../../../src/lib/manifest/edit/edit.js'
import type {Manifest} from '../../../src/lib/manifest/manifest.js'
import {parseManifest} from '../../../src/lib/manifest/parse.js'
import {manifest, SAMPLE} from './samples.js'

type Users = Manifest['users']

/** The ways that people write the same three sections. */
const STYLES: Readonly<Record<string, string>> = {
  sample: SAMPLE,
  'flow on one line': manifest({
    users: '{ alice: { environments: [dev], groups: [developers] }, bob: { environments: [dev, prod] } }',
  }),
  'flow as JSON': `{"version": 1, "project": "acme", "organization": {"email": "aws+{env}@acme.dev"}, "environments": {"dev": {"region": "eu-west-1"}, "prod": {"region": "eu-west-1"}}, "users": {"alice": {"environments": ["dev"]}}}`,
  'no users': manifest(),
  'users with nothing behind': manifest({users: ' # nobody yet'}),
  'users as null': manifest({users: '~ # nobody yet'}),
  'users as an empty mapping': `${manifest({users: '{}'})}# the end\n`,
  'block all the way': `# first
version: 1   # one

project: "acme"
organization:
    email: 'aws+{env}@acme.dev'
environments:
    # where we play
    dev:
        region: eu-west-1   # near

    # where it counts
    prod:
        region: eu-west-1
        protected: true
    # after prod
users:
    # the first
    alice:
        environments:
        - dev   # for now

        groups:
          - developers
          # no admin
    bob:
        environments: [
          dev, # one
          prod,
        ]

# the end
outputs: []
`,
  'no last line end': manifest({users: '\n  alice:\n    environments: [dev]\n    groups:\n'}).trimEnd(),
  'a long text at the end': manifest({
    users: '\n  alice:\n    environments:\n      - dev',
    auth: '\n  groups:\n    admins:\n      description: >-\n        those who\n        may\n',
  }),
  'groups with nothing but a comment':
    manifest({users: '{ bob: { environments: [dev], groups: } }'}).replace('bob', 'alice') + '# c\n',
  'block groups with nothing but a comment': manifest({
    users: '\n  alice:\n    groups: # none\n    environments: [dev]',
  }),
  'an end mark': `${manifest({users: '\n  alice: { environments: [dev] }'})}...\n`,
}
const TEXTS = Object.entries(STYLES).flatMap(([title, text]) => [
  {title, text},
  {title: `${title}, Windows`, text: text.replaceAll('\n', '\r\n')},
  {title: `${title}, byte order mark`, text: `\uFEFF${text}`},
])

const someText = fc.constantFrom(...TEXTS.map(({text}) => text))
const someUser = fc.constantFrom('alice', 'bob', 'carol', '007', 'null', '@b=c', 'true', 'x@y')
const someGroups = fc.subarray(['admins', 'developers', 'viewers'])
const someEnvironments = fc.subarray(['dev', 'prod'], {minLength: 1})
const someEdit = fc.record({name: someUser, environments: someEnvironments, groups: someGroups})

describe('what an edit says is what the manifest then says', () => {
  test('adding a user, new or known', () => {
    fc.assert(
      fc.property(someText, someEdit, (text, {name, environments, groups}) => {
        const before = parseManifest(text)
        const user = before.users.get(name) ?? {environments: [], groups: [], machine: false}
        const users: Users = new Map([
          ...before.users,
          [name, {...user, environments: union(user.environments, environments), groups: union(user.groups, groups)}],
        ])
        expect(parseManifest(addUser(text, {name, environments, groups}))).toEqual({...before, users})
      }),
      {numRuns: 500},
    )
  })

  test('adding a user and removing it again, after any edits', () => {
    fc.assert(
      fc.property(someText, fc.array(someEdit, {maxLength: 4}), someEdit, (text, edits, last) => {
        const filled = edits.reduce((now, next) => addUser(now, next), text)
        const before = parseManifest(filled)
        const users = new Map(before.users)
        users.delete(last.name)
        expect(parseManifest(removeUser(addUser(filled, last), {name: last.name}))).toEqual({...before, users})
      }),
      {numRuns: 300},
    )
  })

  test('removing a user from some environments', () => {
    fc.assert(
      fc.property(someText, someUser, someEnvironments, (text, name, environments) => {
        const filled = addUser(text, {name, environments: ['dev', 'prod'], groups: []})
        const before = parseManifest(filled)
        const user = before.users.get(name)
        const left = user?.environments.filter((one) => !environments.includes(one)) ?? []
        const users = new Map(
          [...before.users].flatMap(([key, value]) =>
            key !== name
              ? [[key, value] as const]
              : left.length > 0
                ? [[key, {...value, environments: left}] as const]
                : [],
          ),
        )
        expect(parseManifest(removeUser(filled, {name, environments}))).toEqual({...before, users})
      }),
      {numRuns: 300},
    )
  })

  test.each(TEXTS)('adding an environment: $title', ({text}) => {
    const after = parseManifest(addEnvironment(text, {name: 'staging', region: 'us-east-1', protected: true}))
    expect([...after.environments.keys()]).toEqual(['dev', 'prod', 'staging'])
    expect(after.environments.get('staging')).toMatchObject({
      region: 'us-east-1',
      protected: true,
      email: 'aws+staging@acme.dev',
    })
    expect(after.users).toEqual(parseManifest(text).users)
  })

  test.each(TEXTS)('removing one environment or the other, and who was in it alone: $title', ({text}) => {
    const before = parseManifest(text)
    for (const [name, other] of [
      ['dev', 'prod'],
      ['prod', 'dev'],
    ] as const) {
      const after = parseManifest(removeEnvironment(text, name))
      expect([...after.environments.keys()]).toEqual([other])
      expect(after.environments.get(other)).toEqual(before.environments.get(other))
      const left = [...before.users].filter(([, {environments}]) => environments.includes(other))
      expect([...after.users]).toEqual(left.map(([user, rest]) => [user, {...rest, environments: [other]}]))
    }
  })

  test.each(TEXTS)('adding an environment with an address of its own and removing it again: $title', ({text}) => {
    const grown = addEnvironment(text, {name: 'staging', region: 'us-east-1', email: 'ops@acme.dev'})
    expect(parseManifest(grown).environments.get('staging')).toMatchObject({email: 'ops@acme.dev'})
    expect(parseManifest(removeEnvironment(grown, 'staging'))).toEqual(parseManifest(text))
  })
})

describe('everything else stays, byte for byte', () => {
  test('every line is still there, in order, but the one that was added to', () => {
    fc.assert(
      fc.property(someText, someEdit, (text, {name, environments, groups}) => {
        const after = addUser(text, {name, environments, groups})
        const lines = after.split('\n')
        const lost = text.split('\n').filter((line) => !lines.includes(line))
        // A flow mapping or list grows within its line (one per list), and a last line without an end gets one.
        expect(lost.length).toBeLessThanOrEqual(2)
        expect(isSubsequence(text.replaceAll(/[\s~]/g, ''), after)).toBe(true)
      }),
    )
  })

  test('adding a user and taking it away gives the same file back', () => {
    const grown = addUser(STYLES['block all the way'] ?? '', {name: 'carol', environments: ['dev'], groups: []})
    expect(removeUser(grown, {name: 'carol'})).toBe(STYLES['block all the way'])
  })

  test('a comment stays on its line when something comes below it', () => {
    const text = STYLES['block all the way'] ?? ''
    expect(addUser(text, {name: 'alice', environments: ['prod'], groups: ['admins']})).toBe(
      text
        .replace('- dev   # for now\n', '- dev   # for now\n        - prod\n')
        .replace('- developers\n', '- developers\n          - admins\n'),
    )
  })

  test('only lines were added to a file with a user of its own line', () => {
    const after = addUser(SAMPLE, {name: 'bob', environments: ['dev', 'prod'], groups: ['viewers']})
    expect(after).toBe(
      SAMPLE.replace(
        'groups: [developers] }\n',
        'groups: [developers] }\n  bob: { environments: [dev, prod], groups: [viewers] }\n',
      ),
    )
  })

  test('a new environment is a new line below the last', () => {
    expect(addEnvironment(SAMPLE, {name: 'staging', region: 'eu-west-1'})).toBe(
      SAMPLE.replace('protected: true }\n', 'protected: true }\n  staging: { region: eu-west-1 }\n'),
    )
  })

  test.each([
    ['no data yet', '', 'data:\n  tables:\n    todos:\n      key: id\n      name: { dev: acme-t }\n'],
    [
      'nothing behind data',
      'data: # ours\n',
      'data: # ours\n  tables:\n    todos:\n      key: id\n      name: { dev: acme-t }\n',
    ],
    [
      'another table, and lines after it',
      'data:\n  tables:\n    notes: { key: id } # first\n# end\n',
      'data:\n  tables:\n    notes: { key: id } # first\n    todos:\n      key: id\n      name: { dev: acme-t }\n# end\n',
    ],
    [
      'all on one line',
      'data: { buckets: {} }\n',
      'data: { buckets: {}, tables: { todos: { key: id, name: { dev: acme-t } } } }\n',
    ],
    [
      'nothing, and said so',
      'data: { tables: ~ }\n',
      'data: { tables: { todos: { key: id, name: { dev: acme-t } } } }\n',
    ],
  ])('a table comes below others, where there is or are %s', (_title, before, after) => {
    const text = manifest()
    const written = writeBelow(`${text}${before}`, ['data', 'tables'], {todos: {key: 'id', name: {dev: 'acme-t'}}})
    expect(written.slice(0, text.length)).toBe(text)
    expect(parseManifest(written).data.tables.get('todos')?.name).toEqual(new Map([['dev', 'acme-t']]))
    expect(written.slice(text.length)).toBe(after)
  })

  test('what an environment calls its tables and buckets goes with it, and nothing else', () => {
    const data = (dev: string, only: string): string =>
      `data:\n  tables:\n    todos:\n      key: id # kept\n      name: { ${dev}prod: table2 }\n  buckets:\n    files:\n      cors: []\n${only}`
    const text = `${manifest()}${data('dev: table1, ', '      name: { dev: acme-files }\n')}`
    const after = removeEnvironment(text, 'dev')
    expect(after).toContain(data('', ''))
    expect(parseManifest(after).data.buckets.get('files')?.name).toBeUndefined()
  })

  test('a first user comes at the end', () => {
    const text = manifest()
    expect(addUser(text, {name: 'alice', environments: ['dev'], groups: []})).toBe(
      `${text}users:\n  alice: { environments: [dev] }\n`,
    )
  })

  test('a user that has everything already changes nothing', () => {
    expect(addUser(SAMPLE, {name: 'alice', environments: ['dev'], groups: ['developers']})).toBe(SAMPLE)
  })
})

describe('an edit is refused', () => {
  test('where there is nothing to do', () => {
    expect(() => addEnvironment(SAMPLE, {name: 'dev', region: 'eu-west-1'})).toThrow(UsageError)
    expect(() => removeUser(SAMPLE, {name: 'bob'})).toThrow('there is no user "bob" in awsup.yaml')
    expect(() => removeUser(SAMPLE, {name: 'alice', environments: ['prod']})).toThrow(
      'the user "alice" is not in the environment "prod"',
    )
  })

  test('where the result would be no manifest', () => {
    expect(() => addEnvironment(SAMPLE, {name: 'Staging', region: 'eu-west-1'})).toThrow(
      'environments has the name "Staging"',
    )
    expect(() => addUser(SAMPLE, {name: '../x', environments: ['dev'], groups: []})).toThrow(
      'users has the name "../x"',
    )
    expect(() => addUser(SAMPLE, {name: 'bob', environments: ['qa'], groups: []})).toThrow(
      'must be an environment of this file',
    )
  })

  test('where a name would become YAML of its own', () => {
    const name = 'x: {}\n  y'
    expect(() => addUser(SAMPLE, {name, environments: ['dev'], groups: []})).toThrow('users has the name "x: {}\\n  y"')
  })

  test('where the list that it would add to is an alias', () => {
    const text = manifest({users: '{ alice: { environments: &all [dev] }, bob: { environments: *all } }'})
    expect(() => addUser(text, {name: 'bob', environments: ['prod'], groups: []})).toThrow(
      'users.bob.environments is written in a way that awsup cannot edit',
    )
  })
})

const union = (a: readonly string[], b: readonly string[]): readonly string[] => [...new Set([...a, ...b])]

function isSubsequence(part: string, whole: string): boolean {
  let at = 0
  for (const character of whole) if (character === part[at]) at += 1
  return at === part.length
}
