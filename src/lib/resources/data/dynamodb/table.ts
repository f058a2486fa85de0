import {CreateTableCommand, DeleteTableCommand} from '@aws-sdk/client-dynamodb'
import {absentWhen} from '../../../aws/calls/absent.js'
import type {Context, Resource} from '../../../base/resource.js'
import {requireKept} from '../../kept.js'
import {tagList} from '../../owner.js'
import {present} from '../../present.js'
import {setExpiry, setIndexes, setProtection, setRecovery, setStream, setTags} from './change.js'
import {countItems} from './count.js'
import type {TableActual, TableDesired} from './desired.js'
import {diffTable} from './diff.js'
import {readTable} from './read.js'
import {definitionsOf, globalIndex, keySchema, localIndex} from './shape.js'
import {describeReady, untilGone, whenFree} from './wait.js'

export const table: Resource<TableDesired, TableActual, 'name'> = {
  kind: 'table',
  actions: [
    'dynamodb:DescribeTable',
    'dynamodb:ListTagsOfResource',
    'dynamodb:DescribeTimeToLive',
    'dynamodb:DescribeContinuousBackups',
    'dynamodb:CreateTable',
    'dynamodb:TagResource',
    'dynamodb:UpdateTable',
    'dynamodb:UpdateContinuousBackups',
    'dynamodb:UpdateTimeToLive',
    'dynamodb:DeleteTable',
    'dynamodb:Scan',
  ],
  key: ['name'],
  permanent: ['name', 'key', 'sort', 'localIndexes'],
  usual: {sort: undefined, localIndexes: {}},
  precious: true,
  diff: diffTable,

  read: ({name}, id, context) => readTable(id ?? name, context, id),

  // Recovery and expiry are set on the table that exists (API reference, CreateTable).
  async create(desired, context) {
    const {name} = desired
    await untilGone(name, context)
    const command = new CreateTableCommand(createInput(desired, context))
    await whenFree(`table ${name}`, () => context.aws.dynamodb.send(command), context)
    const made = present(await readTable(name, context), 'Table')
    return diffTable(desired, made).length === 0 ? made : table.update(desired, made, context)
  },

  async update(desired, actual, context) {
    const name = actual.id
    const {deletionProtection: isProtected, recoveryDays: days} = desired
    if (isProtected !== undefined && isProtected !== actual.deletionProtection)
      await setProtection(name, isProtected, context)
    await setStream(desired, actual, context)
    await setIndexes(desired, actual, context)
    await describeReady(name, context)
    if (desired.tagged && !actual.tagged) await setTags(actual.arn, context)
    if (days !== undefined && days !== actual.recoveryDays) await setRecovery(name, days, context)
    await setExpiry(desired, actual, context)
    const after = present(await readTable(name, context), 'Table')
    requireKept(
      `table ${name}`,
      diffTable(desired, after).filter(({effect}) => effect === 'update'),
    )
    return after
  },

  async delete({id}, context) {
    await unprotect(id, context)
    await absentWhen('ResourceNotFoundException', () =>
      whenFree(
        `the end of table ${id}`,
        () => context.aws.dynamodb.send(new DeleteTableCommand({TableName: id})),
        context,
      ),
    )
    await untilGone(id, context)
  },

  release: ({id}, context) => unprotect(id, context),

  contents: ({id}, context) => countItems(id, context),
}

const createInput = (desired: TableDesired, {owner}: Context) => {
  const {name, key, sort, indexes, localIndexes, stream, deletionProtection = false} = desired
  const [global, local] = [Object.entries(indexes), Object.entries(localIndexes)]
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST' as const,
    KeySchema: keySchema(key, sort),
    AttributeDefinitions: definitionsOf(desired),
    ...(global.length > 0 && {GlobalSecondaryIndexes: global.map(([index, wanted]) => globalIndex(index, wanted))}),
    ...(local.length > 0 && {LocalSecondaryIndexes: local.map(([index, wanted]) => localIndex(index, key, wanted))}),
    ...(stream !== undefined && {StreamSpecification: {StreamEnabled: true, StreamViewType: stream}}),
    DeletionProtectionEnabled: deletionProtection,
    Tags: tagList(owner),
  }
}

/** Lifts deletion protection, where there is any, once the table takes a change. */
async function unprotect(name: string, context: Context): Promise<void> {
  const found = await describeReady(name, context)
  if (!found?.DeletionProtectionEnabled) return
  await setProtection(name, false, context)
  await describeReady(name, context)
}
