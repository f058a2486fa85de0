import {Amplify} from 'aws-amplify'

/**
 * What `awsup env switch` writes to config.json, and `awsup deploy` puts into the build. The build knows none of it: it is read when
 * the page opens.
 */
export interface Config {
  readonly environment: string
  readonly region: string
  readonly userPoolId: string
  readonly userPoolClientId: string
  readonly identityPoolId: string
  /** Where the sandbox answers; on AWS every service has an address of its own. */
  readonly endpoint?: string
  readonly tables: {readonly todos: {readonly name: string}}
  readonly buckets: {readonly files: {readonly name: string}}
}

export async function loadConfig(): Promise<Config> {
  const response = await fetch('/config.json', {cache: 'no-store'})
  if (!response.ok || !response.headers.get('content-type')?.includes('json'))
    throw new Error('There is no config.json. Run `awsup env switch dev` first.')
  return (await response.json()) as Config
}

/** Tells Amplify which user pool and identity pool to sign in with. */
export function configureAuth({userPoolId, userPoolClientId, identityPoolId, endpoint}: Config): void {
  const endpoints = {userPoolEndpoint: endpoint, identityPoolEndpoint: endpoint}
  Amplify.configure({Auth: {Cognito: {userPoolId, userPoolClientId, identityPoolId, ...endpoints}}})
}
