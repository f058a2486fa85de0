import type {STSClient} from '@aws-sdk/client-sts'
import {AccessError, UsageError} from '../base/errors.js'
import {complete, type MfaCode} from './assume.js'
import type {AwsCredentials} from './credentials/credentials.js'

/** STS takes codes of authenticator apps, and no passkeys (github.com/aws/aws-cli/issues/3607). Pure. */
export const isPasskey = (serial: string): boolean => serial.includes(':u2f/')

/** The six digits that somebody typed. Throws UsageError `MFA_CODE`. */
export function requireDigits(text: string): string {
  const code = text.trim()
  if (/^\d{6}$/.test(code)) return code
  throw new UsageError('the MFA code is not six digits', {
    code: 'MFA_CODE',
    hint: 'Give what the authenticator app shows, without blanks.',
  })
}

/** A session of the caller's own, with MFA. Throws AccessError `MFA_REFUSED`. */
export async function openMfaSession(
  sts: STSClient,
  {serial, code, durationS}: MfaCode & {readonly durationS: number},
): Promise<AwsCredentials> {
  const {GetSessionTokenCommand} = await import('@aws-sdk/client-sts')
  const command = new GetSessionTokenCommand({SerialNumber: serial, TokenCode: code, DurationSeconds: durationS})
  const {Credentials} = await withMfaExplained(() => sts.send(command))
  return complete(Credentials, 'session')
}

/** STS says the same of a wrong code and of one that was used already (github.com/aws/aws-cli/issues/2279). */
export async function withMfaExplained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('MultiFactorAuthentication failed')) throw error
    throw new AccessError('AWS did not accept the MFA code', {
      code: 'MFA_REFUSED',
      hint: 'A code works once: wait for the next one, and run the same command again. If that does not help, check the clock of the device that shows it.',
      cause: error,
    })
  }
}
