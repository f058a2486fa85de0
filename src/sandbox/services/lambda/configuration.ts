import {createHash} from 'node:crypto'
import {statSync} from 'node:fs'
import type * as sdk from '@aws-sdk/client-lambda'
import {readRegularFile} from '../../../files/read.js'
import {ServiceError} from '../../core/errors.js'
import {page} from '../../core/pages.js'
import type {Call, Operations} from '../../core/service.js'
import type {FunctionDefinition} from '../../functions/definition.js'
import {roleArnFor} from '../../functions/execution-role.js'
import type {RunnableFunction} from '../../functions/functions.js'
import {requirePermission} from './access.js'
import {meant, requireFunction} from './names.js'

/** Bytes of the code of a function, unpacked (Lambda developer guide, "Lambda quotas"). */
const LARGEST_CODE = 250 * 1024 * 1024

/** Functions of a page at most (API reference, ListFunctions). */
const PAGE = 50

/** What functions are: awsup.yaml says it, and no call changes it. */
export const configurationOperations = {
  GetFunction: {
    action: undefined,
    run(named, call) {
      const place = meant(named, call)
      requirePermission('lambda:GetFunction', place, call)
      const found = requireFunction(place, call)
      return {Configuration: configurationOf(found, call), Code: {RepositoryType: 'awsup'}}
    },
  },

  ListFunctions: {
    run({Marker, MaxItems}, call) {
      const all = call.functions.list?.({accountId: call.accountId, region: call.region}) ?? []
      const {items, next} = page(
        all,
        {
          key: ({name}) => name,
          token: Marker,
          limit: Math.min(MaxItems ?? PAGE, PAGE),
          badToken: 'InvalidParameterValueException',
        },
        call,
      )
      return {Functions: items.map((found) => configurationOf(found, call)), NextMarker: next}
    },
  },
} satisfies Operations<typeof sdk>

function configurationOf({name, arn, runtime, definition}: RunnableFunction, call: Call): sdk.FunctionConfiguration {
  const code = definition && codeOf(definition)
  return {
    FunctionName: name,
    FunctionArn: arn,
    Version: '$LATEST',
    PackageType: 'Zip',
    Architectures: ['x86_64'],
    State: 'Active',
    LastUpdateStatus: 'Successful',
    ...(runtime !== undefined && {Runtime: runtime as sdk.Runtime}),
    ...(definition && {
      Role: roleArnFor({...call, name}, definition),
      Timeout: definition.timeout,
      MemorySize: definition.memory,
      Handler: 'handler' in definition.runs ? definition.runs.handler : 'command',
      Environment: {Variables: {...definition.environment}},
    }),
    ...code,
  }
}

/** What the file of a handler is now; a command has none. */
function codeOf({runs}: FunctionDefinition): sdk.FunctionConfiguration {
  if (!('file' in runs)) return {CodeSize: 0}
  const refuse = (why: string) => new ServiceError('ServiceException', `${runs.file} ${why}`, {status: 500})
  const code = readRegularFile(runs.file, {limit: LARGEST_CODE, refuse})
  const found = statSync(runs.file, {throwIfNoEntry: false})
  if (!code || !found) return {CodeSize: 0}
  return {
    CodeSize: code.length,
    LastModified: found.mtime.toISOString().replace('Z', '+0000'),
    CodeSha256: createHash('sha256').update(code).digest('base64'),
  }
}
