import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {fitting, renderColumns, renderTable} from '../../src/ui/text/columns.js'
import {columnsOf, widthOf} from '../../src/ui/text/width.js'
import {wrapText} from '../../src/ui/text/wrap.js'

const POOL = 'us-east-1:87c6dde2-0f46-445a-af4e-f0febe8b59a4'

describe('a text on a terminal', () => {
  test('keeps the branches of a tree on every further line, in a row of columns too', () => {
    const lines = [
      '├── acme-dev 294835153832  environment dev, aws+dev@acme.dev, of another unit',
      '│   ├── identity-pool us-east-1:87c6dde2-0f46-445a-af4e-f0febe8b59a4',
      '    │   └── identity-pool us-east-1:87c6dde2-0f46-445a-af4e-f0febe8b59a4',
    ]
    expect(lines.map((line) => wrapText(line, 60).split('\n').slice(1).join('\n'))).toEqual([
      '│                          aws+dev@acme.dev, of another unit',
      '│   │   us-east-1:87c6dde2-0f46-445a-af4e-f0febe8b59a4',
      '    │       us-east-1:87c6dde2-0f46-445a-af4e-f0febe8b59a4',
    ])
  })

  test('is broken between words alone: the same words in the same order, whatever the width', () => {
    const words = fc.array(
      fc.oneof(fc.stringMatching(/^[\w.:/@-]{1,50}$/), fc.constantFrom('awsup', '--yes', '<name>')),
      {
        minLength: 1,
        maxLength: 30,
      },
    )
    fc.assert(
      fc.property(words, fc.integer({min: 20, max: 200}), fc.nat(8), (said, columns, indent) => {
        const shown = wrapText(' '.repeat(indent) + said.join(' '), columns)
        expect(shown.split(/\s+/).filter((word) => word !== '')).toEqual(said)
      }),
    )
  })

  test('fits, where each of its words does and none is a command', () => {
    const words = fc.array(fc.stringMatching(/^[b-z]{1,12}$/), {minLength: 1, maxLength: 40})
    fc.assert(
      fc.property(words, fc.integer({min: 24, max: 200}), (said, columns) => {
        const starts = new Set(['git', 'npm', 'npx'])
        fc.pre(!said.some((word) => starts.has(word)))
        for (const line of wrapText(said.join(' '), columns).split('\n'))
          expect(widthOf(line)).toBeLessThanOrEqual(columns)
      }),
    )
  })

  test('without a terminal stays as it is, however long', () => {
    const text = `  hint: ${'word '.repeat(200)}`
    expect(wrapText(text, undefined)).toBe(text)
    expect(columnsOf({isTTY: false, columns: 80})).toBeUndefined()
    expect(columnsOf({columns: 80})).toBeUndefined()
    expect(columnsOf({isTTY: true, columns: 0})).toBeUndefined()
    expect(columnsOf({isTTY: true, columns: 80})).toBe(80)
  })

  test.each([
    [
      'a hint with a command in a sentence',
      '  hint: Nothing was changed. To delete them: awsup apply --yes --confirm ann --confirm bob',
      'awsup apply --yes --confirm ann --confirm bob',
    ],
    [
      'a placeholder with blanks',
      'this key needs a session: aws sts get-session-token --serial-number <MFA device> --token-code <code>. Then go on.',
      'aws sts get-session-token --serial-number <MFA device> --token-code <code>.',
    ],
    [
      'a command between brackets',
      'There are two ways out of this one (awsup env switch --undo) and then another one',
      '(awsup env switch --undo)',
    ],
    [
      'a command that is passed on',
      'Try the whole thing again with it: awsup exec dev -- aws s3 ls s3://acme-dev-uploads',
      'awsup exec dev -- aws s3 ls s3://acme-dev-uploads',
    ],
    [
      'a quoted argument',
      "Start with something like: awsup org init --project acme --email 'aws+{env}@acme.dev' --sandbox",
      "awsup org init --project acme --email 'aws+{env}@acme.dev' --sandbox",
    ],
  ])('keeps a command on one line: %s', (_what, text, command) => {
    for (const columns of [40, 60, 80])
      expect(
        wrapText(text, columns)
          .split('\n')
          .some((line) => line.includes(command)),
      ).toBe(true)
  })

  test('gives a command that does not fit a line of its own', () => {
    const text = '  hint: Bring them back, or name them with awsup apply --yes --confirm ann and look again at the rest'
    expect(wrapText(text, 60).split('\n')).toEqual([
      '  hint: Bring them back, or name them with',
      '    awsup apply --yes --confirm ann',
      '    and look again at the rest',
    ])
  })

  test('leaves JSON and lines for a shell as they are: people copy them', () => {
    for (const line of [
      `      "Resource": "arn:aws:iam::*:role/OrganizationAccountAccessRole", "Sid": "A sentence of many words"`,
      `export AWS_SECRET_ACCESS_KEY=${'k'.repeat(40)}`,
    ])
      expect(wrapText(line, 40)).toBe(line)
  })

  test('breaks a long value of JSON after its commas, and never inside an id', () => {
    const line = `      providers: ${JSON.stringify([{clientId: '4tsms3e4y7pn3nwwr1vpdtq5u4', pool: POOL}])}`
    const shown = wrapText(line, 64)
    expect(shown).toContain(POOL)
    expect(shown).toContain('"clientId":"4tsms3e4y7pn3nwwr1vpdtq5u4",\n')
  })

  test('colours are kept, and take no room', () => {
    const red = (text: string) => `\u001b[31m${text}\u001b[39m`
    const text = `${red('awsup:')} ${'word '.repeat(20).trim()}`
    const shown = wrapText(text, 40)
    expect(shown.replaceAll(/\n +/g, ' ')).toBe(text)
    for (const line of shown.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(40)
  })
})

describe('a table', () => {
  const rows = [['dev', '505696026934', POOL]]
  const names = [undefined, 'account', 'identity pool']

  test('stands side by side where it fits and where there is no terminal, else below each other by name', () => {
    expect(renderTable(rows, names, {ink: {columns: 120}})).toEqual(renderColumns(rows))
    expect(renderTable(rows, names, {ink: {}})).toEqual(renderColumns(rows))
    expect(renderTable(rows, names, {ink: {columns: 60}})).toEqual([
      'dev',
      '  account: 505696026934',
      `  identity pool: ${POOL}`,
    ])
  })

  test('is as wide as the terminal at most', () => {
    const wide = ['a'.repeat(60)]
    expect(fitting({columns: 60}, wide, () => [])).toBe(wide)
    expect(fitting({columns: 59}, wide, () => ['narrow'])).toEqual(['narrow'])
  })
})
