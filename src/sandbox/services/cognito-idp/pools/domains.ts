import type {DomainDescriptionType} from '@aws-sdk/client-cognito-identity-provider'
import {lowerAlnum} from '../../../core/ids.js'
import type {Call} from '../../../core/service.js'
import {invalid, present} from '../checks.js'
import type {UserPoolOperations} from '../operations.js'
import {onPool, requirePool} from './access.js'
import {unavailable} from './checks.js'
import {domains, type PoolDomain, type UserPool} from '../tables.js'

const RESERVED = ['aws', 'amazon', 'cognito']
const PREFIX = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/** The prefix domain and the custom domains of a pool. */
export const findPoolDomains = ({id}: UserPool, {tx, region}: Call): PoolDomain[] =>
  domains.list(tx, [region]).filter(({poolId}) => poolId === id)

function requireDomain(name: string | undefined, poolId: string, call: Call): PoolDomain {
  const found = domains.get(call.tx, [call.region, name ?? ''])
  if (found?.poolId !== poolId) throw invalid('No such domain or user pool exists.')
  return found
}

function checkPrefix(prefix: string): void {
  if (!PREFIX.test(prefix)) throw invalid(`Domain ${prefix} is not a valid domain prefix.`)
  const word = RESERVED.find((reserved) => prefix.includes(reserved))
  if (word) throw invalid(`Domain cannot contain reserved word: ${word}`)
}

const view = (found: PoolDomain): DomainDescriptionType => ({
  UserPoolId: found.poolId,
  AWSAccountId: found.accountId,
  Domain: found.domain,
  S3Bucket: 'aws-cognito-prod-assets',
  CloudFrontDistribution: found.cloudFront,
  Version: '20240101000000',
  Status: 'ACTIVE',
  CustomDomainConfig: found.custom ?? {CertificateArn: undefined},
  ManagedLoginVersion: found.managedLoginVersion,
})

const answer = ({
  managedLoginVersion,
  custom,
  cloudFront,
}: PoolDomain): {ManagedLoginVersion: number; CloudFrontDomain?: string} => ({
  ManagedLoginVersion: managedLoginVersion,
  ...(custom && {CloudFrontDomain: cloudFront}),
})

/** Domains of the hosted pages: `<prefix>.auth.<region>.amazoncognito.com`, unique in a region across all accounts. */
export const domainOperations: UserPoolOperations = {
  CreateUserPoolDomain: {
    resource: onPool,
    run({UserPoolId, Domain, CustomDomainConfig, ManagedLoginVersion = 1}, call) {
      const pool = requirePool(UserPoolId, call)
      const domain = present(Domain, 'Domain')
      if (!CustomDomainConfig) checkPrefix(domain)
      if (ManagedLoginVersion === 2 && pool.settings.UserPoolTier === 'LITE') throw unavailable('Managed login', 'LITE')
      if (domains.get(call.tx, [call.region, domain])) {
        throw invalid('Domain already associated with another user pool.')
      }
      if (!CustomDomainConfig && findPoolDomains(pool, call).some(({custom}) => !custom)) {
        throw invalid('User pool already has a domain configured.')
      }
      const made: PoolDomain = {
        accountId: call.accountId,
        poolId: pool.id,
        domain,
        managedLoginVersion: ManagedLoginVersion,
        custom: CustomDomainConfig,
        cloudFront: `d${lowerAlnum(13)}.cloudfront.net`,
      }
      domains.put(call.tx, [call.region, domain], made)
      return answer(made)
    },
  },
  // AWS answers an empty description for a domain that nobody has, instead of refusing.
  DescribeUserPoolDomain: {
    run({Domain}, {tx, region, accountId}) {
      const found = domains.get(tx, [region, Domain ?? ''])
      return {DomainDescription: found?.accountId === accountId ? view(found) : {}}
    },
  },
  UpdateUserPoolDomain: {
    resource: onPool,
    run({UserPoolId, Domain, CustomDomainConfig, ManagedLoginVersion = 1}, call) {
      const pool = requirePool(UserPoolId, call)
      const found = requireDomain(Domain, pool.id, call)
      if (ManagedLoginVersion === 2 && pool.settings.UserPoolTier === 'LITE') throw unavailable('Managed login', 'LITE')
      const changed = {
        ...found,
        managedLoginVersion: ManagedLoginVersion,
        custom: found.custom && (CustomDomainConfig ?? found.custom),
      }
      domains.put(call.tx, [call.region, found.domain], changed)
      return answer(changed)
    },
  },
  DeleteUserPoolDomain: {
    resource: onPool,
    run({UserPoolId, Domain}, call) {
      const found = requireDomain(Domain, requirePool(UserPoolId, call).id, call)
      domains.delete(call.tx, [call.region, found.domain])
      return {}
    },
  },
}
