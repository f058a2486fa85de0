import {CLIError} from '@oclif/core/errors'
import {AwsupError, CancelledError, ManifestError, type Position} from '../lib/base/errors.js'
import {hideSecretsIn} from '../lib/text/hide-secrets.js'
import {findNearest} from '../lib/text/nearest.js'
import {renderWord} from './parse/word.js'

/** Everything that a reader, or a program, is told about a run that did not succeed. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly hint: string | null
  readonly exitCode: number
  readonly details: Readonly<Record<string, unknown>>
  /** Where in awsup.yaml. */
  readonly at?: Position | undefined
  /** Only of what nobody foresaw. */
  readonly stack?: string | undefined
}

/** What was being run when it failed: enough to say how to ask better. */
export interface Asked {
  /** As people type it: `env switch`. */
  readonly command: string
  /** Names of the flags that it has, without dashes. */
  readonly flags: readonly string[]
  /** Ctrl-C was pressed: whatever the run ended in, it ended because of that. */
  readonly interrupted: boolean
  /** Where bugs are reported. */
  readonly bugs: string
}

/**
 * Turns whatever was thrown into the exit code, the words and the document; the same with and without `--json`. Secrets in
 * it are hidden, wherever they come from.
 */
export const describeFailure = (error: unknown, asked: Asked): Failure =>
  hideSecretsIn(describe(error, asked), process.env)

function describe(error: unknown, asked: Asked): Failure {
  if (asked.interrupted && !(error instanceof CancelledError)) return interruption(error)
  if (error instanceof AwsupError) {
    const {code, message, hint = null, exitCode, details} = error
    return {code, message, hint, exitCode, details, at: error instanceof ManifestError ? error.at : undefined}
  }
  if (error instanceof CLIError) return usage(error, asked)
  return bug(error, asked.bugs)
}

function interruption(error: unknown): Failure {
  const known = error instanceof AwsupError
  return {
    code: 'CANCELLED',
    message: known ? error.message : 'stopped by Ctrl-C',
    hint: (known ? error.hint : undefined) ?? 'What was done is on record: run the same command again to continue',
    exitCode: 130,
    details: known ? error.details : {},
  }
}

function bug(error: unknown, bugs: string): Failure {
  const message = error instanceof Error ? error.message : String(error)
  return {
    code: 'UNFORESEEN',
    message: `unexpected error: ${message}`,
    hint: `This is a bug in awsup: please report it with the text above, ${bugs}`,
    exitCode: 1,
    details: {},
    stack: error instanceof Error ? error.stack : undefined,
  }
}

function usage(error: CLIError, {command, flags}: Asked): Failure {
  const {message, details} = usageOf(error, flags)
  return {code: 'USAGE', message, hint: `awsup ${command} --help`, exitCode: 2, details}
}

type Usage = Pick<Failure, 'message' | 'details'>

/** oclif's parse errors carry what was wrong in `flags` or `args`; the classes themselves are not exported. */
function usageOf(error: CLIError, known: readonly string[]): Usage {
  if ('flags' in error && isList(error.flags)) return unknownFlag(error.flags.map(String), known)
  if ('args' in error && isList(error.args)) return wrongArguments(error.args)
  return {message: tidy(error.message), details: flagIn(error.message)}
}

function unknownFlag(flags: readonly string[], known: readonly string[]): Usage {
  const [flag = ''] = flags
  const nearest = findNearest(
    flag,
    known.map((name) => `--${name}`),
  )
  const meant = nearest ? `; did you mean ${nearest}?` : ''
  return {message: `unknown flag ${flags.map(renderWord).join(', ')}${meant}`, details: {flag}}
}

function wrongArguments(args: readonly unknown[]): Usage {
  const names = args.flatMap((arg) => (isNamed(arg) ? [arg.name] : []))
  if (names.length > 0) {
    return {message: `missing ${names.map((name) => `<${name}>`).join(' ')}`, details: {argument: names[0]}}
  }
  return {
    message: `unexpected argument ${args.map((arg) => renderWord(String(arg))).join(' ')}`,
    details: {argument: String(args[0])},
  }
}

/** oclif speaks in sentences of its own; the first line in our form is what a reader needs. */
function tidy(message: string): string {
  const lines = message
    .replace('See more help with --help', '')
    .replace(/^The following errors? occurred:/, '')
    .replace(/^Parsing (--\S+)\s+/, '$1: ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  if (lines.length === 0) return 'the command line cannot be read'
  return lines
    .join('; ')
    .replace(/received:$/, 'received: ""')
    .replace(/^(?:--\S+: )?[A-Z](?=[a-z])/, (start) => start.slice(0, -1) + start.slice(-1).toLowerCase())
}

function flagIn(message: string): Readonly<Record<string, unknown>> {
  const flag = /--[a-z][a-z-]*/.exec(message.replace('See more help with --help', ''))?.[0]
  const required = /Missing required flag (\S+)/.exec(message)?.[1]
  const named = flag ?? (required ? `--${required}` : undefined)
  return named ? {flag: named} : {}
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

const isNamed = (value: unknown): value is {readonly name: string} =>
  typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string'
