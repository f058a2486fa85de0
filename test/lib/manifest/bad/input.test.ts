import {expect, test} from 'vitest'
import {FORM_NAMES} from '../../../../src/lib/access/forms/registry.js'
import {ManifestError} from '../../../../src/lib/base/errors.js'
import {FORMAT_NAMES, FORMATS} from '../../../../src/lib/outputs/formats/registry.js'
import {parseManifest} from '../../../../src/lib/manifest/parse.js'
import {BAD_ACCESS} from './access.js'
import {BAD} from './all.js'
import {BAD_CLIENTS} from './clients.js'

test.each(BAD)('$title is refused with what is wrong, where, and what to do', ({yaml, message, at, hint}) => {
  const error = refusal(yaml)

  expect(error.message).toBe(message)
  expect([error.at?.line ?? 0, error.at?.column ?? 0]).toEqual(at)
  if (hint !== undefined) expect(error.hint).toContain(hint)
  expect(error.exitCode).toBe(2)
})

test.each(BAD)('$title: nothing in the message can steer a terminal', ({yaml}) => {
  const {message, hint = ''} = refusal(yaml)
  expect(`${message}${hint}`).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
})

function refusal(yaml: string): ManifestError {
  try {
    parseManifest(yaml)
  } catch (error) {
    if (error instanceof ManifestError) return error
    throw error
  }
  throw new Error('it was taken')
}

test('a secret that somebody wrote into the file is not repeated in the refusal', () => {
  const {yaml} = BAD_CLIENTS.find(({title}) => title === 'a secret written out') ?? {yaml: ''}
  const {message, hint = '', details} = refusal(yaml)
  expect(yaml).toContain('topsecret')
  expect(`${message}${hint}${JSON.stringify(details)}`).not.toContain('topsecret')
})

test.each(FORM_NAMES)('the form of access rule %s has input here that is refused', (form) => {
  const about = BAD_ACCESS.filter(({message}) => message.includes(`].${form}.`))
  expect(about.length, `add a refused ${form} rule to test/lib/manifest/bad/access.ts`).toBeGreaterThan(0)
})

const PARTICULAR = FORMAT_NAMES.filter(
  (name) => FORMATS[name].ending !== undefined || Object.keys(FORMATS[name].options).length > 0,
)
test.each(PARTICULAR)('the format %s has input here that is refused', (format) => {
  const about = BAD.filter(({yaml}) => yaml.includes(`format: ${format},`))
  expect(
    about.length,
    `add a refused output of the format ${format} to test/lib/manifest/bad/outputs.ts`,
  ).toBeGreaterThan(0)
})
