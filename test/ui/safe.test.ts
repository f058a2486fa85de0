import {execFileSync} from 'node:child_process'
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {renderEquivalent} from '../../src/ui/text/equivalent.js'
import {renderSafe} from '../../src/ui/text/safe.js'
import {renderValue} from '../../src/ui/text/value.js'

const OBEYED = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/

test('no control character of any text reaches the terminal', () => {
  fc.assert(
    fc.property(fc.string({unit: 'binary'}), (text) => {
      expect(renderSafe(text)).not.toMatch(OBEYED)
      expect(renderValue(text)).not.toMatch(OBEYED)
      expect(renderValue({[text]: [text]})).not.toMatch(OBEYED)
      expect(renderEquivalent([text])).not.toMatch(OBEYED)
    }),
  )
})

test('plain text, umlauts and emoji stay as they are', () => {
  expect(renderSafe('Zoë 東京 🚀 a b')).toBe('Zoë 東京 🚀 a b')
  expect(renderSafe('a\n\tb\r', {lines: true})).toBe('a\n\tb\\r')
})

test('a shell reads the equivalent command as the same words', () => {
  const word = fc.stringMatching(/^[ -~]{0,20}$/)
  fc.assert(
    fc.property(fc.array(word, {maxLength: 4}), (words) => {
      const script = `awsup() { for w in "$@"; do printf '%s\\n' "$w"; done; }\n${renderEquivalent(words)}`
      const read = execFileSync('sh', ['-c', script], {encoding: 'utf8'})
      expect(read).toBe(words.map((each) => `${each}\n`).join(''))
    }),
    {numRuns: 30},
  )
})
