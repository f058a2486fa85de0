import {DescribeTableCommand, ScanCommand, type AttributeValue} from '@aws-sdk/client-dynamodb'
import {absentWhen, isError} from '../../../aws/calls/absent.js'
import type {Contents, Context} from '../../../base/resource.js'

/** A page of a Scan reads a megabyte: at most 20 of them, for each is paid for. */
const PAGES = 20

/**
 * How many items a table holds; `undefined` where there is no such table. AWS's own number (ItemCount) is about six hours
 * old, so they are counted too, as far as so many pages go.
 */
export async function countItems(name: string, context: Context): Promise<Contents | undefined> {
  const {dynamodb} = context.aws
  const answer = await absentWhen('ResourceNotFoundException', () =>
    dynamodb.send(new DescribeTableCommand({TableName: name})),
  )
  if (!answer) return undefined
  const {number, more} = await count(name, context)
  const said = answer.Table?.ItemCount ?? 0
  return {what: 'item', number: more ? Math.max(number, said) : number, ...(more && {more})}
}

async function count(name: string, {aws, signal}: Context): Promise<{number: number; more: boolean}> {
  let [number, pages] = [0, 0]
  let start: Record<string, AttributeValue> | undefined
  try {
    do {
      signal.throwIfAborted()
      const command: ScanCommand = new ScanCommand({TableName: name, Select: 'COUNT', ExclusiveStartKey: start})
      const {Count = 0, LastEvaluatedKey} = await aws.dynamodb.send(command)
      number += Count
      pages += 1
      start = LastEvaluatedKey
    } while (start !== undefined && pages < PAGES)
    return {number, more: start !== undefined}
  } catch (error) {
    // Who may delete a table may still not be allowed to read it; AWS's number is then all there is to say.
    if (!isError(error, 'AccessDeniedException')) throw error
    return {number: 0, more: true}
  }
}
