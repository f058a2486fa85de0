import {createHash} from 'node:crypto'
import {readFileSync, statSync} from 'node:fs'
import type * as sdk from '@aws-sdk/client-lambda'
import {page} from '../../core/pages.js'
import type {Call, Operations} from '../../core/service.js'
import type {FunctionDefinition} from '../../functions/definition.js'
import {roleArnFor} from '../../functions/execution-role.js'
import type {RunnableFunction} from '../../functions/functions.js'
import {requirePermission} from './access.js'
import {meant, requireFunction} from './names.js'

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
  const found = 'file' in runs ? statSync(runs.file, {throwIfNoEntry: false}) : undefined
  if (!found?.isFile() || !('file' in runs)) return {CodeSize: 0}
  return {
    CodeSize: found.size,
    LastModified: found.mtime.toISOString().replace('Z', '+0000'),
    CodeSha256: createHash('sha256').update(readFileSync(runs.file)).digest('base64'),
  }
}
