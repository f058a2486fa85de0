import type {OutputSettings} from './settings.js'

/** Host of an environment's sign-in pages; `undefined` where it has none. */
export function hostedDomain({domain}: Pick<OutputSettings, 'domain'>, region: string): string | undefined {
  if (domain === undefined) return undefined
  return 'prefix' in domain ? `${domain.prefix}.auth.${region}.amazoncognito.com` : domain.name
}
