import {text, type Template} from '../../base/resource.js'
import {ref, type KindNode} from '../../resources/nodes.js'
import type {Environment, Manifest} from '../manifest.js'
import {headersOf, rulesOf} from '../site.js'
import {inEnvironment} from './places.js'

export const hostingAddress = (env: string): string => `${env}.hosting`
export const hostingBranchAddress = (env: string): string => `${env}.hosting-branch`
export const hostingDomainAddress = (env: string): string => `${env}.hosting-domain`

/** The app that hosts an environment's site, its one branch, and a domain of its own; nothing where none is hosted. */
export function makeHosting({hosting, project}: Manifest, environment: Environment): readonly KindNode[] {
  if (!hosting) return []
  const {name: env} = environment
  const place = inEnvironment(environment)
  const {password, domain} = hosting.environments.get(env) ?? {}
  const appId = ref(hostingAddress(env))
  const branch = ref(hostingBranchAddress(env))
  return [
    {
      ...place,
      address: hostingAddress(env),
      kind: 'hosting-app',
      desired: {name: `${project}-${env}`, rules: rulesOf(hosting), headers: headersOf(hosting), tagged: true},
    },
    {
      ...place,
      address: hostingBranchAddress(env),
      kind: 'hosting-branch',
      desired: {
        appId,
        name: env,
        stage: environment.protected ? 'PRODUCTION' : 'DEVELOPMENT',
        password,
        tagged: true,
      },
    },
    ...(domain === undefined
      ? []
      : [
          {
            ...place,
            address: hostingDomainAddress(env),
            kind: 'hosting-domain' as const,
            desired: {appId, domain, branch},
          },
        ]),
  ]
}

/** Where an environment's site is: Amplify's address, known once its app is made, and a domain of its own. */
export function siteOrigins({hosting}: Manifest, {name: env}: Environment): readonly (string | Template)[] {
  if (!hosting) return []
  const domain = hosting.environments.get(env)?.domain
  return [
    text`https://${env}.${ref(hostingAddress(env), 'domain')}`,
    ...(domain === undefined ? [] : [`https://${domain}`]),
  ]
}

/**
 * What the sign-in pages may lead back to on a site: the paths that a client has on this machine, at each of the site's
 * addresses. A client that leads back to no page of this machine has its own reasons, and is left alone.
 */
export function siteUrls(
  urls: readonly string[],
  manifest: Manifest,
  environment: Environment,
): readonly (string | Template)[] {
  const paths = [...new Set(urls.flatMap(pathOnThisMachine))]
  return siteOrigins(manifest, environment).flatMap((origin) =>
    paths.map((path) => (typeof origin === 'string' ? `${origin}${path}` : {$text: [...origin.$text, path]})),
  )
}

/** `http://localhost:5173/callback` is `/callback`; a URL that ends with its host has none. */
function pathOnThisMachine(url: string): readonly string[] {
  const found = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?([/?].*)?$/i.exec(url)
  return found ? [found[1] ?? ''] : []
}
