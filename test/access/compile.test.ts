import {describe, expect, test} from 'vitest'
import {compileAccess} from '../../src/lib/access/compile.js'
import {ref} from '../../src/lib/resource.js'
import {CASES, compileCase} from './cases.js'

describe('access rules become the statements that their file says', () => {
  test.each(CASES)('$file: $title', (case_) => {
    expect(compileCase(case_)?.Statement ?? []).toEqual(case_.statements)
  })
})

test('no rules make no policy: IAM takes no empty one', () => {
  expect(compileAccess([], {region: 'eu-west-1', account: '012345678901'})).toBeUndefined()
})

test('an account that is still to be made is a reference in every ARN', () => {
  const account = ref('dev.account')
  const compiled = compileAccess([{lambda: {function: 'mail'}}], {region: 'eu-west-1', account})
  expect(compiled?.document.Statement[0]?.Resource).toEqual([
    {$text: ['arn:aws:lambda:eu-west-1:', account, ':function:mail']},
  ])
})
