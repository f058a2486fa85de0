import {ConflictError, UsageError} from '../../../../base/errors.js'
import {siteUrls} from '../../../../manifest/desired/hosting.js'
import type {Environment} from '../../../../manifest/manifest.js'
import {publicOutputs} from '../../../../manifest/site.js'
import {renderOutput} from '../../../../outputs/formats/registry.js'
import type {EnvironmentIds} from '../../../../outputs/content/ids.js'
import {openCodeReader} from '../../../../text/code/parse.js'
import type {Project} from '../../../../project/project.js'
import {findIds, settingsOf, toldOf} from '../../environments.js'
import type {SiteFiles} from './folder.js'

interface Configuring {
  readonly ids: EnvironmentIds
  /** `<app id>.amplifyapp.com` */
  readonly domain: string
}

/**
 * The files of a site that differ from environment to environment: what `outputs` writes below the public folder, with the
 * ids of this one. Keys of others in the built file stay.
 */
export async function makeConfiguration(
  project: Project,
  site: SiteFiles,
  {ids, domain}: Configuring,
): Promise<SiteFiles> {
  const outputs = publicOutputs(project.manifest)
  const environment = settingsOf(project, ids.environment)
  const clients = hostedClients(project, ids.environment, domain)
  const told = toldOf(project, {...environment, auth: {...environment.auth, clients}})
  const readCode = outputs.length === 0 ? undefined : await openCodeReader()
  return new Map(
    outputs.map(({output, path}) => {
      const built = site.get(path)
      const existing = built && Buffer.from(built)
      return [path, renderOutput(output, {told, ids, existing, readCode}).content]
    }),
  )
}

/** Clients with the addresses of the hosted site, as they are on AWS. */
function hostedClients(project: Project, env: string, domain: string): Environment['auth']['clients'] {
  const environment = settingsOf(project, env)
  const told = (urls: readonly string[]): readonly string[] => [
    ...urls,
    ...siteUrls(urls, project.manifest, environment).map((url) =>
      typeof url === 'string' ? url : url.$text.map((part) => (typeof part === 'string' ? part : domain)).join(''),
    ),
  ]
  return new Map(
    [...environment.auth.clients].map(([name, client]) => [
      name,
      {...client, callbackUrls: told(client.callbackUrls), logoutUrls: told(client.logoutUrls)},
    ]),
  )
}

/** Texts that a build can have frozen ids in; others are not looked through. */
const TEXT = /\.(?:html?|m?js|cjs|json|css|map|txt|webmanifest)$/i

/**
 * Refuses a build that has another environment's ids in it: it would send the users of this one there. Throws UsageError
 * `FROZEN` that names the file.
 */
export function requireUnfrozen(
  project: Project,
  env: string,
  {site, configuration}: {readonly site: SiteFiles; readonly configuration: SiteFiles},
): void {
  const foreign = [...project.manifest.environments.keys()].flatMap((name) =>
    name === env ? [] : idsIn(project, name).map((id) => ({name, id})),
  )
  for (const [path, bytes] of site) {
    if (configuration.has(path) || !TEXT.test(path)) continue
    const text = Buffer.from(bytes)
    const found = foreign.find(({id}) => text.includes(id))
    if (!found) continue
    throw new UsageError(`${path} has ids of ${found.name} in it, and would be deployed to ${env}`, {
      code: 'FROZEN',
      hint: 'Read the ids when the page opens, from a file below public/ that outputs writes: docs/hosting.md says how. Then one build serves every environment.',
      details: {path, environment: found.name},
    })
  }
}

/** Ids that nothing else looks like. An environment that is incomplete has none that matter. */
function idsIn(project: Project, name: string): readonly string[] {
  try {
    const ids = findIds(project, name)
    return ids ? [ids.userPoolId, ids.identityPoolId] : []
  } catch (error) {
    if (error instanceof ConflictError && error.code === 'NOT_MADE') return []
    throw error
  }
}
