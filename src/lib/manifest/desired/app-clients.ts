import {text, type Pending, type Ref, type Template} from '../../base/resource.js'
import {ref, type KindNode} from '../../resources/nodes.js'
import type {AppClientDesired} from '../../resources/cognito/app-client/desired.js'
import type {AppClient} from '../auth-clients.js'
import type {Auth, Environment, Manifest} from '../manifest.js'
import {safeToWrite} from './trusted-claims.js'
import {siteUrls} from './hosting.js'
import {inEnvironment} from './places.js'

/** The app clients of an environment's user pool, and where its pages are the newer ones, a style for each. */
export function makeAppClients(manifest: Manifest, environment: Environment): readonly KindNode[] {
  const {name: env, auth} = environment
  const writeAttributes = safeToWrite(manifest, environment)
  return [...auth.clients].flatMap(([name, client]) => [
    {
      ...inEnvironment(environment),
      address: `${env}.app-client.${name}`,
      kind: 'app-client',
      desired: {
        ...makeAppClient(environment, name, {
          ...client,
          writeAttributes: client.writeAttributes ?? writeAttributes,
        }),
        callbackUrls: [...client.callbackUrls, ...siteUrls(client.callbackUrls, manifest, environment)],
        logoutUrls: [...client.logoutUrls, ...siteUrls(client.logoutUrls, manifest, environment)],
      },
    },
    ...(auth.managedLogin === true && client.callbackUrls.length > 0 && client.flows?.length !== 0
      ? [makeBranding(environment, name)]
      : []),
  ])
}

function makeAppClient(
  {name: env, auth}: Environment,
  name: string,
  client: AppClient,
): Exclude<Pending<AppClientDesired>, Ref | Template> {
  const {type, callbackUrls, logoutUrls, flows, authFlows} = client
  const isMachine = type === 'machine'
  // URLs with no flow are somebody else's business, and so is what was chosen beside them.
  const isOff = flows?.length === 0
  const oauth = isMachine || (callbackUrls.length > 0 && !isOff)
  const choice = authFlows?.includes('choice') ?? false
  const none = isOff ? undefined : []
  return {
    userPoolId: ref(`${env}.user-pool`),
    name: client.name ?? name,
    accessTokenMinutes: client.accessTokenMinutes,
    idTokenMinutes: client.idTokenMinutes,
    refreshTokenHours: client.refreshTokenHours,
    refreshTokenRotation: client.refreshTokenRotation,
    authFlows: authFlows?.filter((flow) => flow !== 'choice'),
    readAttributes: client.readAttributes,
    secret: type === 'server' || isMachine,
    callbackUrls,
    logoutUrls,
    oauth,
    flows: isMachine ? ['client_credentials'] : oauth ? flows : none,
    scopes: oauth ? client.scopes?.map((scope) => scopeOf(env, scope)) : none,
    providers: isMachine ? undefined : providersOf(env, client, auth),
    signsUsersIn: !isMachine && authFlows?.length !== 0,
    choice: !isMachine && authFlows?.length !== 0 && (choice || auth.passkeys || (auth.otp?.length ?? 0) > 0),
    writeAttributes: isMachine ? undefined : client.writeAttributes,
  }
}

/** `api/read` is the scope `read` of what the resource server `api` is on AWS. */
function scopeOf(env: string, scope: string): Pending<string> {
  const [server, ...name] = scope.split('/')
  return name.length === 0 ? scope : text`${ref(`${env}.resource-server.${server ?? ''}`)}/${name.join('/')}`
}

/** All that are declared, unless the client names its own. Where none is declared, what is on AWS stays. */
function providersOf(env: string, client: AppClient, {providers}: Auth): readonly Pending<string>[] | undefined {
  const names = client.providers ?? (providers.size > 0 ? ['cognito', ...providers.keys()] : undefined)
  return names?.map((name) => (name === 'cognito' ? 'COGNITO' : ref(`${env}.provider.${name}`)))
}

const makeBranding = (environment: Environment, client: string): KindNode => ({
  ...inEnvironment(environment),
  address: `${environment.name}.branding.${client}`,
  kind: 'managed-login-branding',
  desired: {
    userPoolId: ref(`${environment.name}.user-pool`),
    clientId: ref(`${environment.name}.app-client.${client}`),
  },
  // So that it goes before the domain whose pages it is for.
  after: [`${environment.name}.domain`],
})
