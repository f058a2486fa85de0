import type {SSMClient} from '@aws-sdk/client-ssm'
import type {SecretsManagerClient} from '@aws-sdk/client-secrets-manager'
import {fstatSync} from 'node:fs'
import {UsageError} from '../../base/errors.js'
import {absentWhen} from '../calls/absent.js'
import type {SecretReference} from '../../base/secret-reference.js'

/** Where secrets are looked up; the clients are of one account and region, loaded when first asked for. */
export interface SecretSources {
  readonly ssm: () => Promise<SSMClient>
  readonly secretsManager: () => Promise<SecretsManagerClient>
  /** What stdin holds; empty when nothing was piped in. Read once. */
  readonly input: () => Promise<string>
}

/**
 * The secret that is kept there, without a line end behind it. Throws UsageError `NO_SECRET` where there is none; what
 * AWS refuses passes through. The secret is in no message.
 */
export async function readSecret(reference: SecretReference, sources: SecretSources): Promise<string> {
  const {what, hint, value} = await look(reference, sources)
  const secret = value?.replace(/\r?\n$/, '')
  if (secret === undefined || secret === '') throw new UsageError(what, {code: NO_SECRET, hint})
  return secret
}

/** Whether the error says that there is no secret where it should be. */
export const isNoSecret = (error: unknown): error is UsageError =>
  error instanceof UsageError && error.code === NO_SECRET

const NO_SECRET = 'NO_SECRET'

interface Found {
  /** Said where there is no value. */
  readonly what: string
  readonly hint: string
  readonly value: string | undefined
}

function look(reference: SecretReference, sources: SecretSources): Promise<Found> {
  if ('ssm' in reference) return readParameter(reference.ssm, sources)
  if ('secretsManager' in reference) return readManaged(reference, sources)
  if ('env' in reference) return Promise.resolve(readVariable(reference.env))
  return readInput(sources)
}

const readVariable = (name: string): Found => ({
  what: `the environment variable ${name} is not set`,
  hint: `Set it for this command: ${name}=… awsup apply`,
  value: process.env[name],
})

async function readInput({input}: SecretSources): Promise<Found> {
  return {
    what: 'stdin holds no secret',
    hint: 'Pipe it in, and answer the question with a flag: awsup apply --yes < secret.txt',
    value: await input(),
  }
}

async function readParameter(name: string, {ssm}: SecretSources): Promise<Found> {
  const {GetParameterCommand} = await import('@aws-sdk/client-ssm')
  const client = await ssm()
  const answer = await absentWhen(['ParameterNotFound', 'ParameterVersionNotFound'], () =>
    client.send(new GetParameterCommand({Name: name, WithDecryption: true})),
  )
  return {
    what: `there is no parameter ${name}`,
    hint: `Keep it there, in the environment's account: aws ssm put-parameter --type SecureString --name ${name} --value …`,
    value: answer?.Parameter?.Value,
  }
}

async function readManaged(
  {secretsManager: id, key}: Extract<SecretReference, {readonly secretsManager: string}>,
  {secretsManager}: SecretSources,
): Promise<Found> {
  const {GetSecretValueCommand} = await import('@aws-sdk/client-secrets-manager')
  const client = await secretsManager()
  const answer = await absentWhen('ResourceNotFoundException', () =>
    client.send(new GetSecretValueCommand({SecretId: id})),
  )
  const text = answer?.SecretString
  return {
    what: key === undefined ? `there is no secret ${id}` : `the secret ${id} does not exist, or has no field ${key}`,
    hint: `Keep it there, in the environment's account: aws secretsmanager create-secret --name ${id} --secret-string …`,
    value: key === undefined || text === undefined ? text : fieldOf(text, key),
  }
}

/** A field of a JSON object; `undefined` where the text is none, and no word of what it is. */
function fieldOf(text: string, key: string): string | undefined {
  try {
    const fields = new Map<string, unknown>(Object.entries(JSON.parse(text) as object))
    const value = fields.get(key)
    return typeof value === 'string' ? value : undefined
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined
    throw error
  }
}

/** More than any secret has, bytes. */
const LONGEST = 65_536
/** A pipe that nobody writes to or closes must not hold a run up for ever, ms. */
const PATIENCE_MS = 10_000

/** What was piped or redirected into stdin; empty for a terminal and for a pipe that stays silent. */
export async function readStdin(): Promise<string> {
  const input = fstatSync(0)
  if (!input.isFIFO() && !input.isFile() && !input.isSocket()) return ''
  const parts: Buffer[] = []
  const timer = setTimeout(() => process.stdin.destroy(), PATIENCE_MS)
  try {
    for await (const part of process.stdin) parts.push(Buffer.from(part as Uint8Array))
  } catch (error) {
    // Destroyed by the timer: what came until then counts.
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  } finally {
    clearTimeout(timer)
  }
  return Buffer.concat(parts).subarray(0, LONGEST).toString('utf8')
}
