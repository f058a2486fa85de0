import type {Ref, Template} from '../../base/resource.js'
import {selfServiceStatements} from '../policy/self-service.js'
import {teamPath} from './names.js'

/**
 * Permissions boundary of people in the account where they sign in: their own password, MFA and keys, and roles of this
 * project. No service control policy holds that account where it is the management account (Organizations user guide).
 */
export const peopleBoundary = (project: string, partition: string) => ({
  Version: '2012-10-17' as const,
  Statement: [
    ...selfServiceStatements(teamPath(project)).filter(({Effect}) => Effect === 'Allow'),
    {
      Sid: 'RolesOfThisProject',
      Effect: 'Allow' as const,
      Action: ['sts:AssumeRole'],
      Resource: `arn:${partition}:iam::*:role${teamPath(project)}*`,
    },
  ],
})

/** Looking after oneself, and assuming roles, whose trust asks for MFA itself: a code may come with AssumeRole. */
export const peopleSelfService = (project: string) => ({
  Version: '2012-10-17' as const,
  Statement: selfServiceStatements(teamPath(project), ['sts:AssumeRole']),
})

/** What one person may assume: exactly these roles. */
export const personPolicy = (roleArns: readonly (string | Ref | Template)[]) => ({
  Version: '2012-10-17' as const,
  Statement: [{Sid: 'OwnRoles', Effect: 'Allow' as const, Action: ['sts:AssumeRole'], Resource: roleArns}],
})
