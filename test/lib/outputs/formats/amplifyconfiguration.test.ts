import {describe, expect, test} from 'vitest'
import {renderOutput} from '../../../../src/lib/outputs/formats/registry.js'
import {DEV, SETTINGS, TOLD} from '../samples.js'

describe('amplifyconfiguration as native libraries read it', () => {
  test('names the pools, and the way back into the application before a web page', () => {
    const clients = new Map([
      ['web', {callbackUrls: ['http://localhost:5173', 'myapp://in'], logoutUrls: ['myapp://out']}],
    ])
    const told = {...TOLD, settings: {...SETTINGS, clients, domain: {prefix: 'acme-dev'}}}
    expect(
      JSON.parse(
        renderOutput(
          {format: 'amplifyconfiguration', path: 'amplifyconfiguration.json'},
          {told, ids: DEV, existing: undefined},
        ).content.toString(),
      ),
    ).toEqual({
      UserAgent: 'aws-amplify-cli/2.0',
      Version: '1.0',
      environment: 'dev',
      auth: {
        plugins: {
          awsCognitoAuthPlugin: {
            IdentityManager: {Default: {}},
            CredentialsProvider: {
              CognitoIdentity: {Default: {PoolId: DEV.identityPoolId, Region: 'eu-west-1'}},
            },
            CognitoUserPool: {
              Default: {PoolId: DEV.userPoolId, AppClientId: DEV.userPoolClientIds.web, Region: 'eu-west-1'},
            },
            Auth: {
              Default: {
                authenticationFlowType: 'USER_SRP_AUTH',
                OAuth: {
                  WebDomain: 'acme-dev.auth.eu-west-1.amazoncognito.com',
                  AppClientId: DEV.userPoolClientIds.web,
                  SignInRedirectURI: 'myapp://in',
                  SignOutRedirectURI: 'myapp://out',
                  Scopes: ['openid', 'email', 'profile'],
                },
                socialProviders: [],
                usernameAttributes: ['EMAIL'],
                signupAttributes: ['EMAIL'],
                verificationMechanisms: ['EMAIL'],
                passwordProtectionSettings: {
                  passwordPolicyMinLength: 8,
                  passwordPolicyCharacters: [
                    'REQUIRES_LOWERCASE',
                    'REQUIRES_UPPERCASE',
                    'REQUIRES_NUMBERS',
                    'REQUIRES_SYMBOLS',
                  ],
                },
                mfaConfiguration: 'OPTIONAL',
                mfaTypes: ['TOTP'],
              },
            },
          },
        },
      },
    })
  })
})
