import {exec} from 'node:child_process'
import {AccessError} from '../../base/errors.js'

/** Sections of the files in which profiles are. */
type Sections = Readonly<Record<string, Readonly<Record<string, string | undefined>> | undefined>>

/** The programs that profiles name as `credential_process`, while credentials are looked for. */
export interface Helpers {
  /** How the last one failed. */
  failure(): AccessError | undefined
  /** Ends those that are still at work. */
  close(): void
}

/** More than the JSON of credentials has, bytes. */
const LONGEST_ANSWER = 1024 * 1024

/**
 * Runs them in the SDK's place, by the SDK's own hook. The SDK waits for a helper without end, and puts its whole
 * command line into the error, where a token may be. The shell is the one that the SDK uses.
 */
export async function openHelpers(files: {
  readonly configFile: Sections
  readonly credentialsFile: Sections
}): Promise<Helpers> {
  const {externalDataInterceptor} = await import('@smithy/core/config')
  const ending = new AbortController()
  let failure: AccessError | undefined
  const run = (command: string, done: (error: Error | null, answer?: {readonly stdout: string}) => void): void => {
    const profile = profileOf(command, files)
    const child = exec(
      command,
      {signal: ending.signal, maxBuffer: LONGEST_ANSWER, killSignal: 'SIGKILL'},
      (error, stdout, stderr) => {
        failure = error ? failed(profile, {error, said: redact(stderr, command)}) : refusalOf(profile, stdout)
        done(failure ?? null, {stdout})
      },
    )
    // A child of its own may live on: it must not hold awsup up.
    ending.signal.addEventListener('abort', () => child.unref(), {once: true})
  }
  externalDataInterceptor.interceptToken('exec', run)
  return {failure: () => failure, close: () => ending.abort()}
}

/** The profile that names this command line. */
function profileOf(command: string, {configFile, credentialsFile}: Parameters<typeof openHelpers>[0]): string {
  const all = [...Object.entries(configFile), ...Object.entries(credentialsFile)]
  return all.find(([, section]) => section?.['credential_process'] === command)?.[0] ?? 'default'
}

interface Failed {
  readonly error: Error & {readonly code?: number | string | null; readonly signal?: string | null}
  readonly said: string
}

function failed(profile: string, {error: {code, signal}, said}: Failed): AccessError {
  const how = typeof code === 'number' ? ` (exit code ${code})` : signal ? ` (${signal})` : ''
  return new AccessError(
    `the credential_process of the profile ${profile} failed${how}${said === '' ? '' : `: ${said}`}`,
    {
      code: 'CREDENTIAL_PROCESS',
      hint: 'Sign in with the program that the profile names as its credential_process, then run the same command again.',
      details: {profile, exitCode: typeof code === 'number' ? code : undefined, words: said},
    },
  )
}

/** What is wrong with a helper's answer; none of it is repeated, for it may hold keys. */
function refusalOf(profile: string, stdout: string): AccessError | undefined {
  const answer = parse(stdout)
  const what = wrongIn(answer)
  return what === undefined
    ? undefined
    : new AccessError(`the credential_process of the profile ${profile} ${what}`, {
        code: 'CREDENTIAL_PROCESS',
        hint: 'It has to print one JSON object: {"Version": 1, "AccessKeyId": …, "SecretAccessKey": …}. Sign in with that program, or correct the profile.',
        details: {profile},
      })
}

function wrongIn(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null) return 'printed no JSON object'
  const {Version, AccessKeyId, SecretAccessKey, Expiration} = answer as Readonly<Record<string, unknown>>
  if (Version !== 1) return 'printed JSON that is not of Version 1'
  if (!isText(AccessKeyId) || !isText(SecretAccessKey)) return 'printed no access key'
  if (Expiration === undefined || Expiration === null) return undefined
  const ends = typeof Expiration === 'string' ? Date.parse(Expiration) : Number.NaN
  if (Number.isNaN(ends)) return 'printed an Expiration that is no date'
  return ends > Date.now() ? undefined : 'printed credentials that have expired'
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    // RangeError: nested too deeply.
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined
    throw error
  }
}

/** As much of what a helper says as people read, characters. */
const SAID = 300

/** Names of options and variables whose value is a secret. */
const SECRET = /(?:token|secret|passw(?:or)?d|passphrase|key|pin|code|auth|credential)[\w-]*$/i

/**
 * What a helper said on stderr, in one line, the end of it, without what its command line may keep secret: a program
 * often repeats the arguments that it does not like. Pure.
 */
export function redact(said: string, command: string): string {
  const words = said
    // Colours of terminals.
    .replaceAll(/\u001b\[[0-9;?]*[A-Za-z]/g, '')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  const hidden = secretsIn(command).reduce((text, secret) => text.replaceAll(secret, '***'), words)
  return hidden.length > SAID ? `…${hidden.slice(-SAID)}` : hidden
}

/**
 * Values of options and variables that are called as secrets are, of options of one letter, words in which letters and
 * digits mix, and arguments with anything else than letters in them: those alone are words that a program may say itself.
 */
function secretsIn(command: string): readonly string[] {
  const words = [...command.matchAll(/[^\s"'`;|&<>()]+/g)].map(([word]) => word)
  const found = words.flatMap((word, index) => {
    const [name = '', value] = word.split(/=(.*)/s)
    const before = words[index - 1] ?? ''
    const afterName = before.startsWith('-') && (SECRET.test(before) || before.length === 2) ? [word] : []
    const named = value !== undefined && value !== '' ? (SECRET.test(name) || isMixed(value) ? [value] : []) : []
    const isArgument = index > 0 && !word.startsWith('-') && word.length >= 6 && /[^A-Za-z,.:]/.test(word)
    return [...afterName, ...named, ...(isMixed(word) || isArgument ? [word] : [])]
  })
  return [...new Set(found)].filter((secret) => secret.length >= 4).sort((a, b) => b.length - a.length)
}

const isMixed = (word: string): boolean => word.length >= 8 && /\d/.test(word) && /[a-z]/i.test(word)
