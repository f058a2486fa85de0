import type {UserPoolMfaType, UserPoolType} from '@aws-sdk/client-cognito-identity-provider'
import {ServiceError} from '../../../core/errors.js'
import {alnum} from '../../../core/ids.js'
import {page} from '../../../core/pages.js'
import type {Call} from '../../../core/service.js'
import {invalid, present} from '../checks.js'
import {findPoolDomains} from './domains.js'
import type {UserPoolOperations} from '../operations.js'
import {checkOutside, knownRole} from './outside.js'
import {onPool, poolArn, requirePool} from './access.js'
import {checkPoolSettings} from './checks.js'
import {NO_MFA} from './mfa.js'
import {removePool} from './removal.js'
import {addCustomAttributes, makeSchema} from './schema.js'
import {makePoolSettings} from './settings.js'
import {owners, pools, users, type PoolMfa, type UserPool} from '../tables.js'

/** Quota of a region; aws-facts: 1,000 pools. */
const MAX_POOLS = 1000

function view(pool: UserPool, call: Call): UserPoolType {
  const hosts = findPoolDomains(pool, call)
  return {
    Id: pool.id,
    Name: pool.name,
    Arn: poolArn(pool.id, call),
    ...pool.settings,
    SchemaAttributes: pool.schema,
    AliasAttributes: pool.aliasAttributes,
    UsernameAttributes: pool.usernameAttributes,
    UsernameConfiguration: pool.usernameConfiguration,
    EstimatedNumberOfUsers: users.list(call.tx, [pool.id]).length,
    Domain: hosts.find(({custom}) => !custom)?.domain,
    CustomDomain: hosts.find(({custom}) => custom)?.domain,
    CreationDate: new Date(pool.createdAt),
    LastModifiedDate: new Date(pool.modifiedAt),
  }
}

/** MFA that is switched on with no other factor set up is MFA by text messages: create and update know no other. */
const textsToo = (mfa: PoolMfa, mode: UserPoolMfaType = 'OFF'): PoolMfa =>
  mode === 'OFF' || mfa.softwareToken || mfa.email ? mfa : {...mfa, sms: true}

const keep = (pool: UserPool, {tx}: Call): void => pools.put(tx, [pool.accountId, pool.region, pool.id], pool)

/** User pools. As at AWS, nothing makes names unique, and a repeated create makes a second pool. */
export const poolOperations: UserPoolOperations = {
  CreateUserPool: {
    run(sent, call) {
      const {tx, accountId, region, now} = call
      if (pools.list(tx, [accountId, region]).length >= MAX_POOLS) {
        throw new ServiceError('LimitExceededException', 'Maximum number of user pools exceeded.')
      }
      if (sent.AliasAttributes && sent.UsernameAttributes) {
        throw invalid('Only one of the aliasAttributes or usernameAttributes can be set in a user pool.')
      }
      checkPoolSettings(sent, NO_MFA)
      checkOutside(sent, undefined, call)
      const pool: UserPool = {
        accountId,
        region,
        id: `${region}_${alnum(9)}`,
        name: present(sent.PoolName, 'PoolName'),
        settings: makePoolSettings(sent),
        schema: makeSchema(sent.Schema ?? []),
        aliasAttributes: sent.AliasAttributes,
        usernameAttributes: sent.UsernameAttributes,
        usernameConfiguration: sent.UsernameConfiguration,
        mfa: textsToo(NO_MFA, sent.MfaConfiguration),
        smsRole: knownRole(sent.SmsConfiguration?.SnsCallerArn, call),
        createdAt: now,
        modifiedAt: now,
      }
      keep(pool, call)
      owners.put(tx, [pool.id], {accountId, region, poolId: pool.id})
      return {UserPool: view(pool, call)}
    },
  },
  DescribeUserPool: {
    resource: onPool,
    run: ({UserPoolId}, call) => ({UserPool: view(requirePool(UserPoolId, call), call)}),
  },
  ListUserPools: {
    run({MaxResults, NextToken}, call) {
      const all = pools.list(call.tx, [call.accountId, call.region])
      const {items, next} = page(
        all,
        {key: ({id}) => id, token: NextToken, limit: MaxResults, badToken: 'InvalidParameterException'},
        call,
      )
      const UserPools = items.map(({id, name, settings, createdAt, modifiedAt}) => ({
        Id: id,
        Name: name,
        LambdaConfig: settings.LambdaConfig,
        CreationDate: new Date(createdAt),
        LastModifiedDate: new Date(modifiedAt),
      }))
      return {UserPools, NextToken: next}
    },
  },
  UpdateUserPool: {
    resource: onPool,
    run(sent, call) {
      const pool = requirePool(sent.UserPoolId, call)
      checkPoolSettings(sent, pool.mfa, pool.settings)
      checkOutside(sent, pool.smsRole, call)
      const settings = makePoolSettings(sent, pool.settings)
      const mfa = textsToo(pool.mfa, sent.MfaConfiguration)
      const smsRole = knownRole(settings.SmsConfiguration?.SnsCallerArn, call) ?? pool.smsRole
      keep({...pool, name: sent.PoolName ?? pool.name, settings, mfa, smsRole, modifiedAt: call.now}, call)
      return {}
    },
  },
  DeleteUserPool: {
    resource: onPool,
    run({UserPoolId}, call) {
      const pool = requirePool(UserPoolId, call)
      if (pool.settings.DeletionProtection === 'ACTIVE') {
        throw invalid(
          'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
        )
      }
      if (findPoolDomains(pool, call).length > 0) {
        throw invalid('User pool cannot be deleted. It has a domain configured that should be deleted first.')
      }
      removePool(pool, call.tx)
      return {}
    },
  },
  AddCustomAttributes: {
    resource: onPool,
    run({UserPoolId, CustomAttributes}, call) {
      const pool = requirePool(UserPoolId, call)
      const schema = addCustomAttributes(pool.schema, present(CustomAttributes, 'CustomAttributes'))
      keep({...pool, schema, modifiedAt: call.now}, call)
      return {}
    },
  },
}
