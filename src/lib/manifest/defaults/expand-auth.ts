import type {SecretReference} from '../../base/secret-reference.js'
import type {Auth} from '../manifest.js'
import {expand, type Placeholders} from '../rules/placeholders.js'
import {expandDomain} from '../sections/auth/domain.js'

/** One environment's auth with `{env}` and `{project}` replaced where they may stand. Pure. */
export function expandAuth(auth: Auth, placeholders: Placeholders): Auth {
  const {domain, resourceServers, providers, identityPool, clients} = auth
  const named = (name: string | undefined): string | undefined => name && expand(name, placeholders)
  const secret = (reference: SecretReference | undefined): SecretReference | undefined =>
    reference && expandReference(reference, placeholders)
  return {
    ...auth,
    userPoolName: named(auth.userPoolName),
    clients: new Map([...clients].map(([key, client]) => [key, {...client, name: named(client.name)}])),
    identityPool: {
      ...identityPool,
      name: named(identityPool.name),
      roles: {authenticated: named(identityPool.roles.authenticated), guests: named(identityPool.roles.guests)},
    },
    domain: domain && expandDomain(domain, placeholders),
    resourceServers: new Map(
      [...resourceServers].map(([name, server]) => [
        name,
        {...server, identifier: expand(server.identifier, placeholders)},
      ]),
    ),
    providers: new Map(
      [...providers].map(([name, provider]) => [
        name,
        {...provider, clientSecret: secret(provider.clientSecret), privateKey: secret(provider.privateKey)},
      ]),
    ),
  }
}

function expandReference(reference: SecretReference, placeholders: Placeholders): SecretReference {
  if ('ssm' in reference) return {ssm: expand(reference.ssm, placeholders)}
  if ('secretsManager' in reference) {
    return {...reference, secretsManager: expand(reference.secretsManager, placeholders)}
  }
  return reference
}
