/**
 * Everything that can go wrong, and nothing else. The class decides the exit code, the message names what is wrong in
 * the reader's words (lower-case start, no full stop, the wrong value in it), the hint says what to do.
 */
interface AwsupErrorOptions {
  /** What to do about it: one sentence, or a command to run. */
  readonly hint?: string | undefined
  /** Machine-readable name; the class's own when absent. */
  readonly code?: string | undefined
  /** Facts for `--json`; never a secret. */
  readonly details?: Readonly<Record<string, unknown>> | undefined
  readonly cause?: unknown
}

/** Base of all refusals that awsup can explain. Anything else that is thrown is a bug and exits 1. */
export abstract class AwsupError extends Error {
  abstract readonly exitCode: number
  readonly code: string
  readonly hint: string | undefined
  readonly details: Readonly<Record<string, unknown>>

  constructor(message: string, defaultCode: string, {hint, code, details, cause}: AwsupErrorOptions) {
    super(message, cause === undefined ? undefined : {cause})
    this.name = new.target.name
    this.code = code ?? defaultCode
    this.hint = hint
    this.details = details ?? {}
  }
}

/** Ask differently: a flag, an argument or a missing answer. Exit 2. */
export class UsageError extends AwsupError {
  readonly exitCode = 2
  constructor(message: string, options: AwsupErrorOptions = {}) {
    super(message, 'USAGE', options)
  }
}

/** The command that `exec` was given did not start. Exits as shells do: 127 where it was not found, 126 otherwise. */
export class NotStartedError extends AwsupError {
  readonly exitCode: 126 | 127
  constructor(message: string, {exitCode, ...options}: AwsupErrorOptions & {readonly exitCode: 126 | 127}) {
    super(message, 'NOT_STARTED', options)
    this.exitCode = exitCode
  }
}

/** A place in awsup.yaml; both count from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** awsup.yaml says something that cannot be. Exit 2. */
export class ManifestError extends AwsupError {
  readonly exitCode = 2
  readonly at: Position | undefined
  constructor(message: string, {at, ...options}: AwsupErrorOptions & {readonly at?: Position | undefined} = {}) {
    super(message, 'MANIFEST', at ? {...options, details: {...options.details, ...at}} : options)
    this.at = at
  }
}

/** No, wrong or too weak credentials. Exit 3. */
export class AccessError extends AwsupError {
  readonly exitCode = 3
  constructor(message: string, options: AwsupErrorOptions = {}) {
    super(message, 'ACCESS', options)
  }
}

/** AWS said no, in its own words, with what they mean here; or it could not be reached, or did not answer. Exit 4. */
export class AwsRefusedError extends AwsupError {
  readonly exitCode = 4
  constructor(message: string, options: AwsupErrorOptions = {}) {
    super(message, 'AWS_REFUSED', options)
  }
}

/**
 * Locked; wrong account; changed since the plan; exists and is not ours; cannot be changed in place; damaged. Exit 5.
 */
export class ConflictError extends AwsupError {
  readonly exitCode = 5
  constructor(message: string, options: AwsupErrorOptions = {}) {
    super(message, 'CONFLICT', options)
  }
}

/** Some steps failed; what was done is on record, and running again continues. Exit 6. */
export class ApplyError extends AwsupError {
  readonly exitCode = 6
  constructor(message: string, options: AwsupErrorOptions = {}) {
    super(message, 'APPLY_INCOMPLETE', options)
  }
}

/** The reader said no, or pressed Ctrl-C; nothing further was changed. Exit 130. */
export class CancelledError extends AwsupError {
  readonly exitCode = 130
  constructor(message = 'cancelled, nothing was changed', options: AwsupErrorOptions = {}) {
    super(message, 'CANCELLED', options)
  }
}
