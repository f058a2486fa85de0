import {readProfileEndpoints, requireEndpoints} from '../../aws/clients/endpoints.js'
import {chosenProfile} from '../../aws/credentials/management-keys.js'
import {destinationOf, partitionOf} from '../../aws/sign-in/destinations.js'
import {makeLink, placeAt, placeOf, type SignInPlace} from '../../aws/sign-in/link.js'
import {requestSigninToken} from '../../aws/sign-in/signin-token.js'
import {UsageError} from '../../base/errors.js'
import {DEFAULT_ENDPOINT} from '../../outputs/content/facts.js'
import {requireEnvironment, type Project} from '../../project/project.js'
import type {SessionOptions} from '../../project/session.js'
import {requireIds} from '../environments/environments.js'
import {actIn} from './acting.js'

/** A sign-in to the AWS console. `url` is a credential until `validUntil`: it goes to the reader alone. */
export interface ConsoleLink {
  readonly environment: string
  readonly accountId: string
  readonly region: string
  /** Name of the role that the browser signs in as. */
  readonly role: string
  readonly protected: boolean
  /** The page that it leads to. */
  readonly destination: string
  readonly url: string
  /** Until then the link can be opened, ISO 8601. */
  readonly validUntil: string
  /** The console's session ends with the credentials, ISO 8601. */
  readonly sessionEnds: string
}

/** What a link should do. */
export interface ConsoleOptions {
  readonly service: string | undefined
  /** The browser signs out first. */
  readonly logout: boolean
  /** Of `awsup sandbox serve`. */
  readonly port: number | undefined
}

/** IAM user guide, "Enable custom identity broker access to the AWS console". */
const LINK_MS = 15 * 60 * 1000

/**
 * Takes a role in the environment's account and trades its session for a link. Nothing is written anywhere. Throws
 * UsageError for a service, a port or a sign-out that cannot be; what `openCredentials` and `requestSigninToken` throw.
 */
export async function openConsole(
  project: Project,
  environment: string,
  {service, logout, port, ...options}: ConsoleOptions & SessionOptions,
): Promise<ConsoleLink> {
  const {accountId, region} = requireIds(project, requireEnvironment(project, environment))
  const {url: destination, isKnown} = destinationOf(service, region)
  const place = await findPlace(project, {region, logout, port, profile: options.profile})
  if (!isKnown) {
    const message = `awsup does not know the console page of ${service ?? ''}: it takes the name for its path`
    options.report({type: 'warning', code: 'UNKNOWN_SERVICE', message})
  }
  const acting = await actIn(project, environment, options)
  const {credentials} = acting
  const validUntil = new Date(Date.now() + LINK_MS).toISOString()
  const {endpoint} = place
  const hints = project.target === 'sandbox' ? inSandbox(endpoint) : onAws
  const token = await requestSigninToken({endpoint, credentials, signal: options.signal, hints})
  return {
    ...{environment, accountId, region, role: acting.role, protected: acting.protected, destination},
    url: makeLink(place, {token, destination, signsOut: logout}),
    validUntil,
    sessionEnds: credentials.expiration.toISOString(),
  }
}

interface Asked {
  readonly region: string
  readonly logout: boolean
  readonly port: number | undefined
  readonly profile: string | undefined
}

/**
 * The sandbox that `awsup sandbox serve` serves; else the endpoint that the shell or the profile names for the sign-in
 * service (AWS_ENDPOINT_URL_SIGNIN, AWS_ENDPOINT_URL), else AWS's own.
 */
async function findPlace(project: Project, {region, logout, port, profile}: Asked): Promise<SignInPlace> {
  if (project.target === 'sandbox') return placeAt(port === undefined ? DEFAULT_ENDPOINT : `http://127.0.0.1:${port}`)
  if (port !== undefined) {
    throw new UsageError('--port is the port of awsup sandbox serve, and this project is on AWS', {
      hint: 'Leave it out, or use the sandbox with --sandbox.',
      details: {flag: '--port'},
    })
  }
  requireEndpoints(process.env)
  const {endpointOf} = await readProfileEndpoints(chosenProfile(profile) ?? 'default')
  const own = endpointOf('Signin')
  if (own !== undefined) return placeAt(own)
  if (logout && !partitionOf(region).leadsOn) {
    throw new UsageError(`--logout is not known to work in the partition of ${region}`, {
      hint: 'Sign out in the browser first, then run this without --logout.',
      details: {flag: '--logout', region},
    })
  }
  return placeOf(region, logout)
}

const onAws = {
  refused:
    'AWS gives no reason. The session may have ended, or a policy may deny it: run the same command again, and see whether awsup exec works in this environment.',
  unreachable: 'Check the network, the proxy, and AWS_ENDPOINT_URL_SIGNIN and AWS_ENDPOINT_URL if they are set.',
}

const inSandbox = (endpoint: string) => ({
  refused: `The server at ${endpoint} does not know this session: it may be the sandbox of another project. End that one, and start this project's in another terminal: awsup sandbox serve`,
  unreachable: `Start the sandbox in another terminal, then run this again: awsup sandbox serve. If it has another port than ${new URL(endpoint).port}, name it with --port.`,
})
