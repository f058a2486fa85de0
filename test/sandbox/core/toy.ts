import * as iamSdk from '@aws-sdk/client-iam'
import * as organizationsSdk from '@aws-sdk/client-organizations'
import iamModel from '../../../src/models/iam.json' with {type: 'json'}
import organizationsModel from '../../../src/models/organizations.json' with {type: 'json'}
import {ServiceError} from '../../../src/sandbox/core/errors.js'
import {openModel} from '../../../src/sandbox/core/model.js'
import {page} from '../../../src/sandbox/core/pages.js'
import {defineService, type Operations} from '../../../src/sandbox/core/service.js'
import {table} from '../../../src/sandbox/store/transaction.js'

/** Names in order of creation; key [account, name]. */
const groups = table<{name: string; createdAt: number}>('toy/groups')

const iamOperations: Operations<typeof iamSdk> = {
  CreateGroup: {
    run({GroupName: name = ''}, {tx, accountId, now}) {
      if (groups.get(tx, [accountId, name]) !== undefined)
        throw new ServiceError('EntityAlreadyExistsException', `Group with name ${name} already exists.`)
      groups.put(tx, [accountId, name], {name, createdAt: now})
      return {
        Group: {
          Path: '/',
          GroupName: name,
          GroupId: 'AGPA0123456789ABCDEF',
          Arn: `arn:aws:iam::${accountId}:group/${name}`,
          CreateDate: new Date(now),
        },
      }
    },
  },
  ListGroups: {
    run({Marker: token, MaxItems: limit}, call) {
      const {items, next} = page(groups.list(call.tx, [call.accountId]), {key: ({name}) => name, token, limit}, call)
      const Groups = items.map(({name, createdAt}) => ({
        Path: '/',
        GroupName: name,
        GroupId: 'AGPA0123456789ABCDEF',
        Arn: `arn:aws:iam::${call.accountId}:group/${name}`,
        CreateDate: new Date(createdAt),
      }))
      return {Groups, Marker: next, IsTruncated: next !== undefined}
    },
  },
  DeleteGroup: {
    run({GroupName: name = ''}, {tx, accountId}) {
      if (groups.get(tx, [accountId, name]) === undefined)
        throw new ServiceError('NoSuchEntityException', `The group with name ${name} cannot be found.`)
      groups.delete(tx, [accountId, name])
      return {}
    },
  },
  UpdateGroup: {
    run() {
      throw new ServiceError('AccessDenied', 'not today <&>\u0001', {status: 403})
    },
  },
  GetUser: {
    run(_, {caller}) {
      return {
        User: {
          Path: '/',
          UserName: caller?.type === 'user' ? caller.userName : 'root',
          UserId: caller?.userId,
          Arn: caller?.arn,
          CreateDate: new Date(0),
        },
      }
    },
  },
}

/** A little IAM, to see the core at work: it speaks AWS's query protocol. */
export const toyIam = defineService({
  name: 'iam',
  validationError: 'ValidationError',
  protocol: 'query',
  target: '2010-05-08',
  sdk: iamSdk,
  model: openModel(iamModel),
  operations: iamOperations,
})

const organizationsOperations: Operations<typeof organizationsSdk> = {
  DescribeOrganization: {
    run: (_, {accountId}) => ({Organization: {Id: 'o-exampleorgid', MasterAccountId: accountId}}),
  },
  CreateAccount: {
    run({AccountName: name, Tags: tags = []}, {now, settings: {faults}}) {
      if (name === 'full')
        throw new ServiceError('ConstraintViolationException', 'no room', {
          Reason: 'ACCOUNT_NUMBER_LIMIT_EXCEEDED',
        })
      if (name === 'broken') throw new ServiceError('ServiceException', 'ours')
      if (name === 'bug') throw new TypeError('a bug')
      const failure = faults.find(({effect}) => effect.type === 'account-failure')
      return {
        CreateAccountStatus: {
          Id: `car-0000000${tags.length}`,
          AccountName: name,
          RequestedTimestamp: new Date(now),
          State: failure === undefined ? 'IN_PROGRESS' : 'FAILED',
        },
      }
    },
  },
}

/** A little Organizations: JSON. */
export const toyOrganizations = defineService({
  name: 'organizations',
  validationError: 'InvalidInputException',
  protocol: 'json',
  target: 'AWSOrganizationsV20161128',
  sdk: organizationsSdk,
  model: openModel(organizationsModel),
  operations: organizationsOperations,
})
