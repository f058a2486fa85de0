import {DescribeTableCommand, type TableDescription} from '@aws-sdk/client-dynamodb'
import {absentWhen, isError} from '../../../aws/calls/absent.js'
import {poll} from '../../../aws/calls/wait.js'
import type {Context} from '../../../base/resource.js'

/** Indexes of large tables are filled for hours; a run ends before, and the next one goes on. */
const MOST_MS = 10 * 60 * 1000

/** `undefined` where there is no such table; one that is being deleted is there. */
export async function describeTable(name: string, {aws}: Context): Promise<TableDescription | undefined> {
  const answer = await absentWhen('ResourceNotFoundException', () =>
    aws.dynamodb.send(new DescribeTableCommand({TableName: name})),
  )
  return answer?.Table
}

const until = <T>(what: string, probe: () => Promise<T | undefined>, context: Context): Promise<T> =>
  poll(what, probe, {context, timeoutMs: MOST_MS})

/** Waits while a table is being made; `undefined` where there is none, or it is being deleted. */
export async function describeMade(name: string, context: Context): Promise<TableDescription | undefined> {
  const {found} = await until(
    `table ${name} to be made`,
    async () => {
      const table = await describeTable(name, context)
      return table?.TableStatus === 'CREATING' ? undefined : {found: table}
    },
    context,
  )
  return found?.TableStatus === 'DELETING' ? undefined : found
}

/** Waits until a table and its indexes take the next change; `undefined` where there is none, or it is being deleted. */
export async function describeReady(name: string, context: Context): Promise<TableDescription | undefined> {
  const {found} = await until(
    `table ${name} to be ready for the next change`,
    async () => {
      const table = await describeTable(name, context)
      return table && isBusy(table) ? undefined : {found: table}
    },
    context,
  )
  return found?.TableStatus === 'DELETING' ? undefined : found
}

const isBusy = ({TableStatus: status, GlobalSecondaryIndexes: indexes = []}: TableDescription): boolean =>
  status === 'CREATING' ||
  status === 'UPDATING' ||
  (status !== 'DELETING' && indexes.some(({IndexStatus}) => IndexStatus !== 'ACTIVE'))

/** Waits while a table is being deleted. */
export async function untilGone(name: string, context: Context): Promise<void> {
  await until(
    `table ${name} to be deleted`,
    async () => ((await describeTable(name, context))?.TableStatus === 'DELETING' ? undefined : true),
    context,
  )
}

/**
 * Does it, again while AWS says that too much goes on at once: one table with indexes is made at a time, and a table takes
 * one change at a time (API reference, CreateTable and UpdateTable). A quota that is reached passes through.
 */
export function whenFree<T>(what: string, work: () => Promise<T>, context: Context): Promise<T> {
  let last: unknown
  return until(
    `${what} to be allowed: other tables are being changed`,
    async () => {
      try {
        return {done: await work()}
      } catch (error) {
        const isFull = isError(error, 'LimitExceededException') && /simultaneous/i.test(error.message)
        if (!isFull) throw error
        last = error
        return undefined
      }
    },
    context,
  ).then(
    ({done}) => done,
    (error: unknown) => {
      throw last !== undefined && isError(error, 'AwsRefusedError') ? last : error
    },
  )
}
