import type {HeaderRule} from '../resources/amplify/headers.js'
import type {SitePassword} from '../resources/amplify/branch.js'

/** A site that is hosted in every environment, each in its own account. */
export interface Hosting {
  /** Folder that the build makes, below that of awsup.yaml. */
  readonly folder: string
  /** Whether every path without a file is the page's own. */
  readonly spa: boolean
  /** Folder whose files the build copies to the top of `folder`, unchanged. */
  readonly public: string
  /** What a site is served with; of several rules for one header the last counts. */
  readonly headers: readonly HeaderRule[]
  /** Patterns of files that never change under their name. */
  readonly immutable: readonly string[]
  /** What is said of one environment. */
  readonly environments: ReadonlyMap<string, HostedEnvironment>
}

export interface HostedEnvironment {
  readonly password: SitePassword | undefined
  readonly domain: string | undefined
}
