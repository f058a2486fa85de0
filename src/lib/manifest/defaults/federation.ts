import type {Provider, ResourceServer} from '../auth-clients.js'
import {isSocial} from '../sections/auth/provider-kinds.js'
import type {ProviderSection} from '../sections/auth/providers.js'
import type {ResourceServerSection} from '../sections/auth/resource-servers.js'

/** A resource server; without an identifier its name is one. */
export const makeResourceServer = (section: ResourceServerSection, name: string): ResourceServer => ({
  name: section.name ?? name,
  identifier: section.identifier ?? name,
  scopes: section.scopes ?? new Map(),
})

/** A provider; one that is called `google` is Google. */
export const makeProvider = (section: ProviderSection, name: string): Provider => ({
  ...section,
  type: section.type ?? (isSocial(name) ? name : undefined),
})
