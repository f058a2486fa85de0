import type {Pending} from '../../../base/resource.js'
import type {Environment, Manifest} from '../../manifest.js'
import {siteOrigins} from '../hosting.js'

/**
 * Where the pages of an environment come from, each once and sorted: the origins of the callback and sign-out URLs of its app
 * clients, and its site where awsup hosts one. Pure.
 */
export function pageOrigins(manifest: Manifest, environment: Environment): readonly Pending<string>[] {
  const {auth} = environment
  const urls = [...auth.clients.values()].flatMap(({callbackUrls, logoutUrls}) => [...callbackUrls, ...logoutUrls])
  const pages = urls.filter((url) => /^https?:/i.test(url) && URL.canParse(url)).map((url) => new URL(url).origin)
  return [...[...new Set(pages)].sort(), ...siteOrigins(manifest, environment)]
}
