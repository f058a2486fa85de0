import {DescribeUserPoolCommand, paginateListUsers} from '@aws-sdk/client-cognito-identity-provider'
import {absentWhen, isError} from '../../../aws/calls/absent.js'
import type {Context, Holdings} from '../../../base/resource.js'

/** AWS lists users 60 at a time (ListUsers `Limit`), in no order that it promises. */
const PAGES = 20

/**
 * How many users a pool holds, and when the last one was created; `undefined` where there is no such pool. AWS's number
 * (EstimatedNumberOfUsers) is an estimate that lags, and nothing answers the date of the last one: both are counted too,
 * as far as so many pages go.
 */
export async function countUsers(userPoolId: string, context: Pick<Context, 'aws'>): Promise<Holdings | undefined> {
  const {cognito} = context.aws
  const answer = await absentWhen('ResourceNotFoundException', () =>
    cognito.send(new DescribeUserPoolCommand({UserPoolId: userPoolId})),
  )
  if (!answer) return undefined
  const {counted, last, more} = await count(userPoolId, context)
  return {
    userPoolId,
    users: Math.max(counted, answer.UserPool?.EstimatedNumberOfUsers ?? 0),
    ...(last > 0 && {lastUserCreatedAt: new Date(last).toISOString()}),
    ...(more && {orLater: true}),
  }
}

interface Count {
  readonly counted: number
  /** Milliseconds since 1970; 0 where there is none. */
  readonly last: number
  readonly more: boolean
}

async function count(userPoolId: string, {aws}: Pick<Context, 'aws'>): Promise<Count> {
  let [counted, pages, last] = [0, 0, 0]
  const input = {UserPoolId: userPoolId, AttributesToGet: ['sub'], Limit: 60}
  try {
    for await (const {Users = [], PaginationToken} of paginateListUsers({client: aws.cognito}, input)) {
      counted += Users.length
      pages += 1
      last = Math.max(last, ...Users.map(({UserCreateDate}) => UserCreateDate?.getTime() ?? 0))
      if (pages === PAGES && PaginationToken !== undefined) return {counted, last, more: true}
    }
  } catch (error) {
    // Who may delete a pool may still not be allowed to see its users; the estimate is then all there is to say.
    if (!isError(error, 'AccessDeniedException', 'NotAuthorizedException')) throw error
  }
  return {counted, last, more: false}
}
