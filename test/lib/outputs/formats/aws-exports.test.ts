import {parseAmplifyConfig} from '@aws-amplify/core/internals/utils'
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {anyTold} from '../any.js'
import {amplifyOutputs, write} from '../consumer.js'
import {importModule} from '../typescript.js'

interface Cognito {
  groups?: unknown
  passwordless?: unknown
  readonly loginWith: {readonly oauth?: object}
  readonly userPoolEndpoint?: string
}
interface Config {
  readonly Auth: {readonly Cognito: Cognito}
}

/** Gen 1 says no providers where it has none. */
const oauthOf = ({loginWith}: Cognito): object =>
  Object.fromEntries(
    Object.entries(loginWith.oauth ?? {}).filter(([, value]) => !Array.isArray(value) || value.length > 0),
  )

test('aws-exports.js is a module that Amplify reads as the same sign-in', async () => {
  await fc.assert(
    fc.asyncProperty(anyTold, async (any) => {
      const module = await importModule(write({format: 'aws-exports', path: 'aws-exports.js'}, any))
      const legacy = parseAmplifyConfig(module.default as object) as unknown as Config
      const modern = parseAmplifyConfig(JSON.parse(write(amplifyOutputs(), any)) as object) as unknown as Config
      const cognito = {...modern.Auth.Cognito}
      delete cognito.groups
      delete cognito.passwordless
      const hasAddress = any.settings.signIn.some((sort) => sort !== 'username')
      // Gen 1 has no word for groups and sign-in without a password, none for guests but yes or no, and takes a username where there is no address.
      expect(legacy.Auth.Cognito).toMatchObject({
        ...cognito,
        allowGuestAccess: any.settings.guests,
        mfa: expect.objectContaining({status: any.settings.mfa}) as unknown,
        loginWith: {
          ...(cognito.loginWith.oauth ? {oauth: oauthOf(cognito)} : {}),
          email: any.settings.signIn.includes('email'),
          phone: any.settings.signIn.includes('phone'),
          username: !hasAddress,
        },
      })
      expect((module.default as {values: object}).values).toEqual(Object.fromEntries(any.values))
    }),
    {numRuns: 30},
  )
})
