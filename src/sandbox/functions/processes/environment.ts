import {devNull} from 'node:os'
import type {FunctionDefinition, FunctionKeys} from '../definition.js'

/** What programs need to start, on Windows too; nothing that says who somebody is. */
const PASSED_ON: readonly string[] = [
  ...['PATH', 'TMPDIR', 'TEMP', 'TMP'],
  ...['SystemRoot', 'windir', 'PATHEXT', 'COMSPEC', 'NUMBER_OF_PROCESSORS', 'PROCESSOR_ARCHITECTURE'],
]

/** Where a function finds itself. */
export interface Surroundings {
  readonly region: string
  /** The sandbox's own address. */
  readonly endpoint: string
  readonly keys: FunctionKeys
  /** As Lambda names it: nodejs20.x. */
  readonly runtime: string
  readonly logStream: string
}

/**
 * The variables of a function's process: Lambda's own, the keys of its role in the sandbox, and those that awsup.yaml gives it.
 * Of the shell it gets what programs need to start, so no secret of the user's. SDKs look for no files of the AWS CLI. Pure.
 *
 * Source: Lambda developer guide, "Defined runtime environment variables".
 */
export function environmentOf(
  definition: FunctionDefinition,
  {region, endpoint, keys, runtime, logStream}: Surroundings,
  shell: Readonly<Record<string, string | undefined>>,
): NodeJS.ProcessEnv {
  const {name, memory, folder, runs, environment} = definition
  return {
    ...Object.fromEntries(PASSED_ON.flatMap((key) => (shell[key] === undefined ? [] : [[key, shell[key]]]))),
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    ...environment,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_SESSION_TOKEN: keys.sessionToken,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    LAMBDA_TASK_ROOT: folder,
    _HANDLER: 'handler' in runs ? runs.handler : runs.command[0],
    AWSUP_SANDBOX: 'true',
  }
}
