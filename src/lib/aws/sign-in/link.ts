import {partitionOf} from './destinations.js'

/** Where a sign-in is asked for and opened. */
export interface SignInPlace {
  /** Without a slash at the end: `https://eu-west-1.signin.aws.amazon.com`, or a server of one's own. */
  readonly endpoint: string
  /** Where a browser signs out. */
  readonly signOut: string
}

/**
 * AWS's own place for a region. One host serves both steps. A sign-out leads on only to a link of us-east-1's host, as
 * makers of such links found (Noovolari/leapp#520, kionsoftware/kion-cli#35).
 */
export function placeOf(region: string, signsOut: boolean): SignInPlace {
  const {signIn} = partitionOf(signsOut ? 'us-east-1' : region)
  return {endpoint: signIn, signOut: 'https://signin.aws.amazon.com/oauth'}
}

/** The same of a server of one's own: `AWS_ENDPOINT_URL_SIGNIN`, or the sandbox. */
export function placeAt(url: string): SignInPlace {
  const endpoint = url.replace(/\/+$/, '')
  return {endpoint, signOut: `${endpoint}/oauth`}
}

interface Link {
  readonly token: string
  /** Not encoded. */
  readonly destination: string
  /** Whether the browser signs out first of whatever it is signed in to. */
  readonly signsOut: boolean
}

/**
 * The link that signs a browser in: a credential, valid for 15 minutes (IAM user guide, "Enable custom identity broker
 * access to the AWS console"). Every part is encoded once, `#` included. Pure.
 */
export function makeLink({endpoint, signOut}: SignInPlace, {token, destination, signsOut}: Link): string {
  const parts = {Action: 'login', Issuer: 'awsup', Destination: destination, SigninToken: token}
  const login = `${endpoint}/federation?${encode(parts)}`
  return signsOut ? `${signOut}?${encode({Action: 'logout', redirect_uri: login})}` : login
}

/** As a form or a query has it. */
export const encode = (parts: Readonly<Record<string, string>>): string =>
  Object.entries(parts)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')
