import type {Pending} from '../../../base/resource.js'
import type {Environment} from '../../manifest.js'

/**
 * Where the pages of an environment come from, each once and sorted: the origins of the callback and sign-out URLs of its app
 * clients. Whatever else serves pages of an environment adds its own here. Pure.
 */
export function pageOrigins({auth}: Pick<Environment, 'auth'>): readonly Pending<string>[] {
  const urls = [...auth.clients.values()].flatMap(({callbackUrls, logoutUrls}) => [...callbackUrls, ...logoutUrls])
  const pages = urls.filter((url) => /^https?:/i.test(url) && URL.canParse(url)).map((url) => new URL(url).origin)
  return [...new Set(pages)].sort()
}
