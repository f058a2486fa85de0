/** The environment of awsup.yaml whose credentials `awsup shell` or `awsup exec` gave this process. */
export interface ShellSession {
  readonly environment: string
  readonly accountId: string
  /** ISO 8601, as the variable has it; absent where nobody said. */
  readonly endsAt: string | undefined
  readonly isOver: boolean
}

/**
 * Read from the variables that `childEnvironment` sets. `undefined` where the shell is none of awsup's, or has other keys
 * since: those of a role's session begin with ASIA.
 */
export function findShellSession(env: NodeJS.ProcessEnv = process.env, now = Date.now()): ShellSession | undefined {
  const {AWSUP_ENV: environment, AWSUP_ACCOUNT: accountId, AWS_ACCESS_KEY_ID: key} = env
  if (!environment || !accountId || !key?.startsWith('ASIA')) return undefined
  const end = Date.parse(env['AWS_CREDENTIAL_EXPIRATION'] ?? '')
  const endsAt = Number.isNaN(end) ? undefined : new Date(end).toISOString()
  return {environment, accountId, endsAt, isOver: end <= now}
}

/** What is wrong where the session is over, and what to do; also said as a warning. */
export const sayOver = ({environment, endsAt}: ShellSession): {readonly message: string; readonly hint: string} => ({
  message: `the session of this shell (${environment}) ended at ${endsAt ?? 'an unknown time'}`,
  hint: `Leave it with exit and start it again: awsup shell ${environment}`,
})
