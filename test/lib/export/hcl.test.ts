import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {call, code, template, type Value} from '../../../src/lib/export/terraform/hcl.js'
import {renderBlocks} from '../../../src/lib/export/terraform/render.js'
import {readValue} from '../../_helpers/hcl/hcl.js'

const marks = fc.constantFrom('$', '{', '}', '%', '"', '\\', '\n', '\r', '\t', '\0', '\u2028', '#', 'a', 'é', '😀')
const text = fc.oneof(fc.string({unit: 'grapheme'}), fc.string({unit: marks}))
const data = fc.letrec<{value: Value}>((tie) => ({
  value: fc.oneof(
    {depthSize: 'xsmall', maxDepth: 3},
    text,
    fc.oneof(fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), {maxLength: 4}),
    fc.dictionary(fc.oneof(text, fc.constantFrom('for', 'null', 'Effect', 'aws:tag')), tie('value'), {
      noNullPrototype: true,
      maxKeys: 4,
    }),
  ),
})).value

const written = (value: Value): string =>
  renderBlocks([{type: 'locals', arguments: {x: value}}]).slice('locals {\n  x = '.length, -'}\n'.length)

test('what goes in comes out again, whatever it looks like', () => {
  fc.assert(
    fc.property(data, (value) => {
      expect(readValue(written(value))).toEqual(value)
    }),
  )
})

test('the same inside of jsonencode', () => {
  fc.assert(
    fc.property(data, (value) => {
      expect(readValue(written(call('jsonencode', value)))).toEqual(value)
    }),
  )
})

test.each([
  ['${aws:username}', '"$${aws:username}"'],
  ['%{if true}', '"%%{if true}"'],
  ['a "b" \\ c\n', String.raw`"a \"b\" \\ c\n"`],
  ['$ % $$ {x}', '"$ % $$ {x}"'],
])('%j is a text, and never an expression', (value, expected) => {
  expect(written(value).trim()).toBe(expected)
})

test('references stand bare, and within texts as templates whose other parts stay texts', () => {
  const pool = code('aws_cognito_user_pool.this.id')
  expect(written(pool).trim()).toBe('aws_cognito_user_pool.this.id')
  expect(written(template(['', pool])).trim()).toBe('aws_cognito_user_pool.this.id')
  expect(written(template(['${x}/', pool, '"'])).trim()).toBe('"$${x}/${aws_cognito_user_pool.this.id}\\""')
  expect(template(['a', 'b'])).toBe('ab')
})

describe('the layout is that of terraform fmt', () => {
  test('signs of neighbours stand below one another; what takes more lines stands alone', () => {
    const list = ['a', 'b', 'c'].map((letter) => letter.repeat(40))
    expect(
      renderBlocks([
        {
          type: 'resource',
          labels: ['aws_x', 'this'],
          comment: ['Why it is so.'],
          arguments: {a: 1, long_name: true, gone: undefined, list, b: 'x', 'a:b': []},
          blocks: [{type: 'lifecycle', arguments: {prevent_destroy: true}}, {type: 'empty'}],
        },
        {type: 'import', arguments: {to: code('aws_x.this'), id: 'x'}},
      ]),
    ).toBe(`# Why it is so.
resource "aws_x" "this" {
  a         = 1
  long_name = true
  list = [
    "${list[0] ?? ''}",
    "${list[1] ?? ''}",
    "${list[2] ?? ''}",
  ]
  b     = "x"
  "a:b" = []

  lifecycle {
    prevent_destroy = true
  }

  empty {}
}

import {
  to = aws_x.this
  id = "x"
}
`)
  })

  test('a policy reads as one', () => {
    const statement = {Effect: 'Allow', Action: ['s3:GetObject'], Resource: '*'}
    expect(written(call('jsonencode', {Version: '2012-10-17', Statement: [statement]}))).toBe(`jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["s3:GetObject"]
      Resource = "*"
    }]
  })
`)
  })

  test('a comment stays one, on whatever lines AWS answered it', () => {
    const comment = [`first\nresource "aws_iam_user" "evil" {\r\u2028} ${'word '.repeat(40)}`]
    const lines = renderBlocks([{type: 'x', comment}])
      .trimEnd()
      .split(/[\n\r\u2028]/)
    expect(lines.slice(0, -1).every((line) => line.startsWith('# '))).toBe(true)
    expect(lines.at(-1)).toBe('x {}')
  })
})
