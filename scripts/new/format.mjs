import {camel, OPEN, requireIdentifier, requireOne} from './names.mjs'

/** An output format: one file, and a test with its real reader. */
export function makeFormat(words) {
  const name = requireIdentifier(requireOne(words, 'npm run new format <name>'), 'a format')
  const source = `src/lib/outputs/formats/${name}.ts`
  const test = `test/lib/outputs/formats/${name}.test.ts`
  return {
    files: [
      {file: source, text: sourceOf(name)},
      {file: test, text: testOf(name)},
    ],
    made: [source, test],
    tests:
      'test/lib/outputs test/lib/manifest/bad test/lib/manifest/schema test/house/docs.test.ts test/house/words.test.ts test/house/architecture.test.ts',
  }
}

const sourceOf = (name) => `import type {Format} from './format.js'

// ${OPEN} options, partOf, page and render, and ending where its reader goes by the ending. format.ts says what each is.
export const ${camel(name)}: Format<'${name}'> = {
  forFrontEnds: false,
  read: ({path}) => ({format: '${name}', path}),
}
`

const testOf = (name) => `import fc from 'fast-check'
import {expect, test} from 'vitest'
import {anyValues} from '../any.js'
import {named, toldWith, write} from '../consumer.js'
import {OUTPUTS, PROD} from '../samples.js'

/** What the real reader of the file finds in it: name → value. */
function read(text: string): Readonly<Record<string, string>> {
  throw new Error(\`${OPEN} a package or program that reads the format, instead of \${text.length} characters\`)
}

test('a file of ${name} gives every value to its reader', () => {
  fc.assert(
    fc.property(anyValues, (values) => {
      const text = write(OUTPUTS${name.includes('-') ? `['${name}']` : `.${name}`}, toldWith(values))
      expect(read(text)).toMatchObject({...named('', values), USER_POOL_ID: PROD.userPoolId})
    }),
    {numRuns: 20},
  )
})
`
