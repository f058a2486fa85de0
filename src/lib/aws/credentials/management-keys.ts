import type {HttpHandler} from '@smithy/core/protocols'
import {AccessError, AwsupError, UsageError} from '../../base/errors.js'
import type {Report} from '../../base/events.js'
import {openHelpers} from './helpers.js'
import {makeKeyCache, type Keys} from './credentials.js'
import {beforeDeadline, renderSeconds, type Pause} from '../calls/deadlines.js'
import {requireProfileEndpoints} from '../clients/endpoints.js'
import type {SdkError} from '../calls/failures.js'
import {showOddNames, type OddNames} from './odd-names.js'

export interface ManagementSource {
  readonly profile: string | undefined
  readonly region: string
  readonly report: Report
  readonly signal: AbortSignal
  /** For the whole search, ms; the time in which a person types a code does not count. */
  readonly timeoutMs: number
  /** How the servers are asked that give credentials (STS, IAM Identity Center, sign-in). */
  readonly requestHandler: HttpHandler
  /** Asks the reader for the six digits of the device `serial`. */
  readonly askMfaCode?: ((serial: string) => Promise<string>) | undefined
}

/**
 * The reader's own credentials, found as every AWS client finds them. With a profile (named, or AWS_PROFILE) only that
 * profile counts: the SDK's chain would go on to the machine's role when the profile does not exist, and act elsewhere.
 */
export function openManagementKeys(source: ManagementSource): () => Promise<Keys> {
  const chosen = chosenProfile(source.profile)
  warnOfOther(chosen, source)
  // By a profile on the command line every client goes.
  if (source.profile === undefined && chosen !== undefined && process.env['AWS_ACCESS_KEY_ID'] !== undefined) {
    source.report({
      type: 'warning',
      code: 'CREDENTIALS_AMBIGUOUS',
      message: `AWS_ACCESS_KEY_ID is set in addition to the profile ${chosen}: awsup uses the profile, the AWS CLI may use the keys`,
    })
  }
  return makeKeyCache(() => findKeys(source, chosen))
}

/**
 * Throws AccessError where no credentials come within the time, or the profile's helper fails; UsageError where the
 * profile's endpoint is no URL; what AWS and the SDK answer passes through.
 */
async function findKeys(source: ManagementSource, chosen: string | undefined): Promise<Keys> {
  const {timeoutMs, signal} = source
  const {loadSharedConfigFiles} = await import('@smithy/core/config')
  const names = await showOddNames()
  const {configFile, credentialsFile} = await loadSharedConfigFiles()
  const name = names.shown(chosen ?? 'default')
  requireProfileEndpoints(name, {
    profiles: {[name]: {...credentialsFile[name], ...configFile[name]}},
    sections: configFile,
    restore: (text) => names.restore(text),
  })
  if (credentialsFile[name]?.['aws_access_key_id'] === undefined) {
    warnOfHelper(chosen ?? 'default', configFile[name] ?? {}, source)
  }
  const session = {profile: configFile[name], sections: configFile, names}
  requireSession(chosen ?? 'default', session)
  const helpers = await openHelpers({configFile, credentialsFile})
  try {
    return await beforeDeadline((pause) => search(source, chosen === undefined ? undefined : name, pause), {
      timeoutMs,
      signal,
      late: () => late(timeoutMs),
    })
  } catch (error) {
    if (isNoneFound(error)) requireSession(chosen ?? 'default', {...session, failed: true})
    // The SDK keeps an error's words alone, and goes on to the machine's role: what the helper said tells more.
    const told = (isNoneFound(error) ? helpers.failure() : undefined) ?? explained(error)
    if (told instanceof Error) told.message = names.restore(told.message)
    throw told
  } finally {
    helpers.close()
  }
}

/**
 * The profile that counts: the one that is named, else AWS_PROFILE, else AWS_DEFAULT_PROFILE, by which boto3 and the AWS CLI
 * go as well (botocore, session variable `profile`). An empty variable is none.
 */
export const chosenProfile = (named: string | undefined, env: NodeJS.ProcessEnv = process.env): string | undefined =>
  named ?? [env['AWS_PROFILE'], env['AWS_DEFAULT_PROFILE']].find((name) => name !== undefined && name !== '')

/** Where two variables name two profiles, clients of AWS differ in which one they take. */
function warnOfOther(chosen: string | undefined, {report, profile}: ManagementSource): void {
  const other = process.env['AWS_DEFAULT_PROFILE'] ?? ''
  if (other === '' || profile !== undefined || other === chosen) return
  report({
    type: 'warning',
    code: 'CREDENTIALS_AMBIGUOUS',
    message: `AWS_DEFAULT_PROFILE is ${other} in addition to AWS_PROFILE ${chosen ?? ''}: awsup uses AWS_PROFILE, boto3 AWS_DEFAULT_PROFILE`,
  })
}

/** The SDK takes an access key of a profile before its helper; botocore takes the helper before keys of the config file. */
function warnOfHelper(
  profile: string,
  settings: Readonly<Record<string, string | undefined>>,
  {report}: ManagementSource,
): void {
  if (settings['credential_process'] === undefined || settings['aws_access_key_id'] === undefined) return
  report({
    type: 'warning',
    code: 'CREDENTIALS_AMBIGUOUS',
    message: `the profile ${profile} has an access key and a credential_process: awsup uses the key, the AWS CLI may use the process`,
  })
}

/** Throws AccessError where the profile names a session of IAM Identity Center that no section describes, or not whole. */
function requireSession(
  name: string,
  {
    profile,
    sections,
    names,
    failed = false,
  }: {
    readonly profile: Readonly<Record<string, string | undefined>> | undefined
    readonly sections: Readonly<Record<string, Readonly<Record<string, string | undefined>> | undefined>>
    readonly names: OddNames
    /** Nothing gave credentials: then settings that the session needs are asked for too. */
    readonly failed?: boolean
  },
): void {
  const session = profile?.['sso_session']
  if (session === undefined) return
  const shown = names.restore(session)
  const section = sections[`sso-session.${session}`]
  if (section !== undefined) {
    if (failed) {
      requireSettings(`the profile ${name}`, ['sso_account_id', 'sso_role_name'], profile ?? {})
      requireSettings(`[sso-session ${shown}]`, ['sso_region', 'sso_start_url'], section)
    }
    return
  }
  throw new AccessError(
    `the profile ${name} names the sso-session ${shown}, and the AWS config file has none of that name`,
    {
      code: 'NO_SESSION',
      hint: `Write its section, [sso-session ${/\s/.test(shown) ? `"${shown}"` : shown}], or create it again: aws configure sso-session`,
      details: {profile: name, session: shown},
    },
  )
}

/** The SDK lists what it needs and what it has, and leaves it to the reader to find what is missing. */
function requireSettings(
  where: string,
  needed: readonly string[],
  settings: Readonly<Record<string, string | undefined>>,
): void {
  const missing = needed.filter((key) => (settings[key] ?? '') === '')
  if (missing.length === 0) return
  throw new AccessError(`${where} has no ${missing.join(' and no ')} in the AWS config file`, {
    code: 'NO_SESSION',
    hint: 'Add it, or run aws configure sso, which asks for all of them.',
    details: {missing},
  })
}

async function search(
  {region, requestHandler, askMfaCode}: ManagementSource,
  chosen: string | undefined,
  pause: Pause,
): Promise<Keys> {
  const {fromIni, fromNodeProviderChain} = await import('@aws-sdk/credential-providers')
  const options = {
    clientConfig: {requestHandler},
    // Not in `clientConfig`: it would be preferred to the region of IAM Identity Center (`sso_region`).
    parentClientConfig: {region: () => Promise.resolve(region), requestHandler},
    ...(askMfaCode ? {mfaCodeProvider: (serial: string) => pause(() => askMfaCode(serial))} : {}),
  }
  return chosen === undefined ? fromNodeProviderChain(options)() : fromIni({...options, profile: chosen})()
}

const isNoneFound = (error: unknown): boolean =>
  error instanceof AccessError || (error instanceof Error && error.name === 'CredentialsProviderError')

/**
 * Some providers let any error through: a file that does not exist, an answer that is no JSON. Those of AWS and of the
 * network, and those that the SDK means for people, are explained elsewhere; no text of an answer is repeated, for it
 * may hold keys.
 */
function explained(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AwsupError) return error
  const {name, $metadata, code} = error as SdkError
  if ($metadata !== undefined || name.endsWith('ProviderError') || name === 'TimeoutError') return error
  if (code === 'ERR_INVALID_URL') {
    return new UsageError('AWS_CONTAINER_CREDENTIALS_FULL_URI is no URL of a server', {
      hint: 'Write it with its scheme and host, or unset it.',
      cause: error,
    })
  }
  if (error instanceof SyntaxError) {
    return new AccessError(
      'the credentials cannot be read: the answer of their server, or a file of theirs, is not JSON',
      {
        code: 'NO_CREDENTIALS',
        hint: 'Check AWS_CONTAINER_CREDENTIALS_FULL_URI and the instance metadata service, or sign in again.',
        cause: error,
      },
    )
  }
  if (code === undefined) return error
  return new AccessError(`the credentials cannot be read: ${error.message}`, {
    code: 'NO_CREDENTIALS',
    hint: 'Check the AWS config file, the files that it names, and the variables that begin with AWS_.',
    cause: error,
  })
}

const late = (timeoutMs: number): AccessError =>
  new AccessError(`no credentials came within ${renderSeconds(timeoutMs)}`, {
    code: 'CREDENTIALS_TIMED_OUT',
    hint:
      'What gives them does not answer: a credential_process, IAM Identity Center, or the metadata service of this ' +
      'machine. Sign in first, then run the same command again. AWSUP_REPLY_TIMEOUT (seconds, a quarter of this time) allows more.',
    details: {timeoutMs},
  })
