import {createHash} from 'node:crypto'
import {readdirSync} from 'node:fs'
import {homedir} from 'node:os'
import {join} from 'node:path'
import {readRegularFile} from '../../files/read.js'

export interface Asker {
  /** Of `--profile`; absent where none was named. */
  readonly profile: string | undefined
  readonly env: NodeJS.ProcessEnv
}

/** Variables that say how to ask, and never who asks. A variable that is missing here costs a fresh session, no more. */
const HARMLESS: readonly string[] = [
  ...['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PAGER', 'AWS_DEFAULT_OUTPUT', 'AWS_EXECUTION_ENV'],
  // The AWS CLI sets it for the programs that it starts.
  'AWS_DATA_PATH',
  ...['AWS_MAX_ATTEMPTS', 'AWS_RETRY_MODE', 'AWS_CLI_AUTO_PROMPT', 'AWS_SDK_LOAD_CONFIG', 'AWS_LAMBDA_RUNTIME_API'],
]

/** More bytes than such a file has. */
const LARGEST = 4 * 1024 * 1024

/**
 * Everything on this machine that decides whose credentials are found, and by which endpoint AWS is asked, as one digest:
 * the profile, the variables `AWS_…`, the files of the AWS CLI, the tokens that they name, and who is signed in to IAM
 * Identity Center or with `aws login`. It takes whole files, without reading what they say: whatever changes in one is
 * somebody else. A digest says nothing about the keys that are among it.
 *
 * Throws where a file cannot be read.
 */
export function digestOfAsker({profile, env}: Asker): string {
  const home = homedir()
  const config = read(env['AWS_CONFIG_FILE'] ?? join(home, '.aws', 'config'), home)
  const credentials = read(env['AWS_SHARED_CREDENTIALS_FILE'] ?? join(home, '.aws', 'credentials'), home)
  const tokens = [
    env['AWS_WEB_IDENTITY_TOKEN_FILE'],
    env['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'],
    ...Array.from((config ?? '').matchAll(/^\s*web_identity_token_file\s*=\s*(.*?)\s*$/gm), ([, path]) => path),
  ]
  const hash = createHash('sha256')
  hash.update(JSON.stringify([profile, config, credentials, variablesOf(env, profile)]))
  for (const path of tokens) hash.update(JSON.stringify([path, path === undefined ? undefined : read(path, home)]))
  hash.update(JSON.stringify(/\bsso_/.test(config ?? '') ? contents(join(home, '.aws', 'sso', 'cache')) : []))
  // The tokens of `aws login` change every quarter of an hour; the profile names the person, and its file is gone after
  // `aws logout`.
  hash.update(JSON.stringify(names(join(home, '.aws', 'login', 'cache'))))
  return hash.digest('hex')
}

/** By a profile that is named every client goes, whatever the shell says: see `chosenProfile`. */
const OVERRULED: readonly string[] = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_EC2_METADATA_DISABLED']

const variablesOf = (
  env: NodeJS.ProcessEnv,
  profile: string | undefined,
): readonly (readonly [string, string | undefined])[] =>
  Object.entries(env)
    .filter(([name]) => name.toUpperCase().startsWith('AWS_') && !HARMLESS.includes(name))
    .filter(([name]) => profile === undefined || !OVERRULED.includes(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))

const contents = (folder: string): readonly (readonly [string, string | undefined])[] =>
  names(folder).map((name) => [name, read(join(folder, name), '')] as const)

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .toSorted()
  } catch {
    // No such folder: nobody is signed in that way.
    return []
  }
}

/** Byte for byte (Latin-1 loses none); `undefined` where there is no such file. */
function read(path: string, home: string): string | undefined {
  const place = path.startsWith('~/') ? join(home, path.slice(2)) : path
  return readRegularFile(place, {limit: LARGEST, refuse: (why) => new Error(why)})?.toString('latin1')
}
