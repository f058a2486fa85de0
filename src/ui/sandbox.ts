import type {ReadyFunctions, SandboxStatus} from '../lib/index.js'
import {renderFacts} from './text/facts.js'
import type {Ink} from './text/ink.js'
import {renderSafe} from './text/safe.js'

/** What the embedded sandbox holds, or that there is none. */
export function renderSandboxStatus(
  {folder, exists, managementAccountId, accounts, calls}: SandboxStatus,
  ink: Ink,
): string {
  if (!exists) return `No sandbox here yet (${renderSafe(folder)}); the first command with --sandbox makes one.`
  return renderFacts(
    {
      folder,
      managementAccount: managementAccountId,
      accounts: String(accounts),
      calls: calls && `${calls.total}, of which ${calls.mutating} could change something`,
    },
    ink,
  )
}

interface Served {
  readonly endpoint: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly region: string
}

/** What to type in another terminal, so that any AWS client finds the sandbox. */
export const renderServed = ({endpoint, accessKeyId, secretAccessKey, region}: Served, ink: Ink): string =>
  [
    `The sandbox answers at ${ink.bold(endpoint)} until you press Ctrl-C. In another terminal:`,
    '',
    `export AWS_ENDPOINT_URL=${endpoint}`,
    `export AWS_ACCESS_KEY_ID=${accessKeyId}`,
    `export AWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
    // boto3 and the AWS CLI read the second one alone.
    `export AWS_REGION=${region}`,
    `export AWS_DEFAULT_REGION=${region}`,
    // What the shell may have of another account would be sent along, or used instead.
    'unset AWS_PROFILE AWS_SESSION_TOKEN',
    'aws sts get-caller-identity',
  ].join('\n')

/** What of awsup.yaml's functions would run on this machine, one a line. */
export function renderFunctions(
  {
    functions,
    project,
  }: Pick<ReadyFunctions, 'project'> & {
    readonly functions: readonly Pick<ReadyFunctions['functions'][number], 'key' | 'shown'>[]
  },
  ink: Ink,
): string {
  const width = Math.max(...functions.map(({key}) => key.length))
  return [
    `Functions run on this machine, as you, when they are called. From ${renderSafe(project.root)}:`,
    ...functions.map(({key, shown}) => `  ${ink.bold(key.padEnd(width))}  ${renderSafe(shown)}`),
  ].join('\n')
}

/** A line that a function printed. Of what it writes for a console, the time and the request are left out. */
export const renderFunctionLine = (name: string, line: string, ink: Ink): string =>
  line
    .replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z\t\S+\t/, '')
    .split('\r')
    .map((part) => `${ink.bold(name)}  ${renderSafe(part, {lines: true})}`)
    .join('\n')
