import {spawn} from 'node:child_process'
import {join} from 'node:path'
import {text} from 'node:stream/consumers'
import {emptyFolder} from '../test/_helpers/cli.js'

/** Where calls go and who makes them, as every AWS client reads it from its environment. */
export interface Keys {
  readonly endpoint: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

export interface Answer {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A program of the virtual environment that `run.mjs` made. */
export const python = (program: string): string => join(process.env['STRANGERS'] ?? '', program)

/** Clean surroundings: no credentials, no settings of whoever runs the tests. */
export const quiet = (): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: emptyFolder(),
  AWS_PAGER: '',
  PYTHONDONTWRITEBYTECODE: '1',
})

/** Runs somebody else's program in clean surroundings: no credentials but those that are given. */
export async function stranger(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Answer> {
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {...quiet(), ...env},
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return {stdout, stderr, code}
}

/** The variables that every AWS client reads. */
export const variables = ({endpoint, region, ...keys}: Keys): Record<string, string> => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_ACCESS_KEY_ID: keys.accessKeyId,
  AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
  ...(keys.sessionToken === undefined ? {} : {AWS_SESSION_TOKEN: keys.sessionToken}),
})

/** Runs the AWS CLI with these keys, whatever comes of it. */
export const tryAws = (keys: Keys, ...args: readonly string[]): Promise<Answer> =>
  stranger(python('aws'), [...args, '--output', 'json'], variables(keys))

/** Runs the AWS CLI with these keys; what it printed, `{}` for nothing. Throws what it wrote to stderr when it fails. */
export async function aws(keys: Keys, ...args: readonly string[]): Promise<Record<string, unknown>> {
  const {code, stdout, stderr} = await tryAws(keys, ...args)
  if (code !== 0) throw new Error(`aws ${args.slice(0, 2).join(' ')}: ${stderr.trim()}`)
  return JSON.parse(stdout === '' ? '{}' : stdout) as Record<string, unknown>
}

/** Keys of a member account, by the AWS CLI's own `sts assume-role`. */
export async function enter(keys: Keys, accountId: string): Promise<Keys> {
  const role = `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`
  const {Credentials} = await aws(keys, 'sts', 'assume-role', '--role-arn', role, '--role-session-name', 'stranger')
  const {AccessKeyId, SecretAccessKey, SessionToken} = Credentials as {[name: string]: string | undefined}
  const {endpoint, region} = keys
  return {
    endpoint,
    region,
    accessKeyId: AccessKeyId ?? '',
    secretAccessKey: SecretAccessKey ?? '',
    sessionToken: SessionToken,
  }
}
