/** Whether this run is one that may say so: a person looks, and nothing else reads. */
export function mayNotice(argv: readonly string[], {env = process.env, stderr}: Surroundings): boolean {
  const isOff = ['AWSUP_NO_UPDATE_NOTICE', 'NO_UPDATE_NOTIFIER', 'CI', 'BUILD_NUMBER'].some((name) => env[name])
  return stderr.isTTY && !isOff && !argv.includes('--json') && !QUIET.has(argv[0] ?? '')
}

interface Surroundings {
  readonly env?: NodeJS.ProcessEnv
  readonly stderr: {readonly isTTY: boolean}
}

/** Commands whose output others read, or that hand the terminal on. */
const QUIET: ReadonlySet<string> = new Set(['completion', 'credentials', 'exec'])
