import {describe, expect, test} from 'vitest'
import {verifiedBy} from '../../../src/lib/resources/cognito/user-pool/settings.js'
import {renderOutput} from '../../../src/lib/outputs/formats/registry.js'
import type {OutputSettings} from '../../../src/lib/outputs/content/settings.js'
import {DEV, SETTINGS} from './samples.js'

const SMS = {roleArn: 'arn:aws:iam::123456789012:role/sms'}
const ATTRIBUTE = {email: 'email', phone: 'phone_number'} as const

const types = (settings: Partial<OutputSettings>): unknown => {
  const output = {format: 'amplify', path: 'a.json', version: undefined} as const
  const told = {settings: {...SETTINGS, ...settings}, values: new Map<string, string>()}
  const {content} = renderOutput(output, {told, ids: DEV, existing: undefined})
  return (JSON.parse(content.toString()) as {auth: {user_verification_types: unknown}}).auth.user_verification_types
}

describe('Amplify is told the addresses that the pool verifies', () => {
  test.each<[Partial<OutputSettings>, readonly string[]]>([
    [{signIn: ['username'], requiredAttributes: ['email']}, ['email']],
    [{signIn: ['username']}, []],
    [{signIn: ['email']}, ['email']],
    [{signIn: ['phone'], sms: SMS}, ['phone_number']],
    [{signIn: ['phone']}, []],
    [{signIn: ['username', 'email'], requiredAttributes: ['phone_number'], sms: SMS}, ['email', 'phone_number']],
    [{signIn: ['username'], autoVerify: ['email']}, ['email']],
    [{signIn: ['email'], autoVerify: []}, []],
  ])('%j: %j', (settings, wanted) => {
    expect(types(settings)).toEqual(wanted)
    // What a pool is made with says the same.
    const {signIn, requiredAttributes, sms, autoVerify} = {...SETTINGS, ...settings}
    const made = autoVerify ?? verifiedBy({signIn, requiredAttributes, sms})
    expect(made.map((way) => ATTRIBUTE[way])).toEqual(wanted)
  })

  test('aws-exports names those that everybody has', () => {
    const told = {
      settings: {...SETTINGS, signIn: ['username'] as const, requiredAttributes: ['email'] as const},
      values: new Map<string, string>(),
    }
    const {content} = renderOutput({format: 'aws-exports', path: 'a.js'}, {told, ids: DEV, existing: undefined})
    expect(content.toString()).toMatch(/"aws_cognito_verification_mechanisms": \[\s*"EMAIL"\s*\]/)
  })
})
