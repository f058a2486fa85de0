import type {OutputSettings} from './settings.js'

/** Host of an environment's sign-in pages; `undefined` where it has none. */
export const hostedDomain = ({domain}: Pick<OutputSettings, 'domain'>, region: string): string | undefined =>
  domain === undefined ? undefined : `${domain}.auth.${region}.amazoncognito.com`
