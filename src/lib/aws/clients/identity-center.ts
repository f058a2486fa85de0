import {IdentitystoreClient, type IdentitystoreClientConfig} from '@aws-sdk/client-identitystore'
import {SSOAdminClient} from '@aws-sdk/client-sso-admin'

/** IAM Identity Center of one region. */
export interface IdentityCenterClients {
  readonly admin: SSOAdminClient
  readonly store: IdentitystoreClient
  /**
   * Does `work` while nothing else that was asked of here changes the same account: AWS updates one role per account at a
   * time (IAM Identity Center user guide, "Quotas").
   */
  readonly alone: <T>(accountId: string, work: () => Promise<T>) => Promise<T>
}

/** How a client is made: its settings are those of all clients. */
type Make = <C extends SSOAdminClient | IdentitystoreClient>(client: (config: IdentitystoreClientConfig) => C) => C

export function openIdentityCenter(make: Make): IdentityCenterClients {
  const last = new Map<string, Promise<unknown>>()
  return {
    admin: make((config) => new SSOAdminClient(config)),
    store: make((config) => new IdentitystoreClient(config)),
    alone: (accountId, work) => {
      const before = last.get(accountId) ?? Promise.resolve()
      const mine = before.then(work, work)
      last.set(accountId, mine)
      return mine
    },
  }
}
