import fc from 'fast-check'
import {expect, test} from 'vitest'
import {decodeManifest} from '../../../src/lib/manifest/read/decode.js'

test('what is UTF-8 comes back as it was, with its byte order mark', () => {
  fc.assert(
    fc.property(fc.string({unit: 'grapheme'}), (text) => {
      expect(decodeManifest(Buffer.from(`\uFEFF${text}`))).toBe(`\uFEFF${text}`)
    }),
  )
})

test.each([
  {title: 'a Latin-1 letter', bytes: [0x61, 0x0a, 0x62, 0xe9, 0x0a], byte: 3, at: {line: 2, column: 2}},
  {title: 'a byte that is never one', bytes: [0xff, 0x61], byte: 0, at: {line: 1, column: 1}},
  {title: 'a character that was cut', bytes: [0x61, 0xe2, 0x82], byte: 1, at: {line: 1, column: 2}},
  {title: 'half a surrogate pair', bytes: [0x61, 0xed, 0xa0, 0x80], byte: 1, at: {line: 1, column: 2}},
])('$title is refused with the byte and the place', ({bytes, byte, at}) => {
  expect(() => decodeManifest(Uint8Array.from(bytes))).toThrow(
    expect.objectContaining({at, details: expect.objectContaining({byte}) as unknown, exitCode: 2}) as Error,
  )
})

test('the first wrong byte is named, wherever it is', () => {
  fc.assert(
    fc.property(fc.string({unit: 'grapheme', maxLength: 50}), fc.string(), (before, after) => {
      const bytes = Buffer.concat([Buffer.from(before), Buffer.from([0xfe]), Buffer.from(after)])
      expect(() => decodeManifest(bytes)).toThrow(`byte ${Buffer.from(before).length} is 0xfe`)
    }),
  )
})

test('UTF-16 and what is too large are refused by name', () => {
  expect(() => decodeManifest(Buffer.from('\uFEFFversion: 1', 'utf16le'))).toThrow('awsup.yaml is written in UTF-16')
  expect(() => decodeManifest(new Uint8Array(1024 * 1024 + 1))).toThrow('awsup.yaml is too large')
})
