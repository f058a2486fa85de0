import {cognitoCredentialsProvider, cognitoUserPoolsTokenProvider} from '@aws-amplify/auth/cognito'
import {Amplify, type AuthConfig, type AuthUserPoolConfig} from '@aws-amplify/core'

interface Pools {
  readonly userPoolId: string
  readonly userPoolClientId: string
  readonly identityPoolId?: string
}

/** Amplify's own client, set up as the package `aws-amplify` does it, against a sandbox on a port. */
export function configureAmplify(endpoint: string, pools: Pools): void {
  const Cognito = {...pools, userPoolEndpoint: endpoint, identityPoolEndpoint: endpoint}
  const Auth: AuthConfig = {Cognito: Cognito as AuthUserPoolConfig['Cognito']}
  cognitoUserPoolsTokenProvider.setAuthConfig(Auth)
  const credentialsProvider = cognitoCredentialsProvider
  Amplify.configure({Auth}, {Auth: {tokenProvider: cognitoUserPoolsTokenProvider, credentialsProvider}})
}
