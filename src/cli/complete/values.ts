/** What can be offered for a value. */
export type Kind =
  | 'environment'
  | 'user'
  | 'group'
  | 'client'
  | 'region'
  | 'role'
  | 'as'
  | 'profile'
  | 'file'
  | 'folder'
  /** New names, ids of AWS, and what has to be typed out on purpose (`--confirm`). */
  | 'nothing'

/**
 * By name of the flag or argument, or by command and name where the same name means something else. Values that have
 * `options` are offered without a line here.
 */
const KINDS: Readonly<Record<string, Kind>> = {
  '--account': 'nothing',
  '--access-role': 'nothing',
  '--action': 'nothing',
  '--as': 'as',
  '--client': 'nothing',
  '--confirm': 'nothing',
  '--context': 'nothing',
  '--duration': 'nothing',
  '--email': 'nothing',
  '--env': 'environment',
  '--group': 'group',
  '--host': 'nothing',
  '--identity-center': 'region',
  '--identity-pool': 'nothing',
  '--issuer': 'nothing',
  '--max-length': 'nothing',
  '--max-key-age': 'nothing',
  '--mfa-code': 'nothing',
  '--out': 'folder',
  '--port': 'nothing',
  '--profile': 'profile',
  '--project': 'nothing',
  '--project-dir': 'folder',
  '--region': 'region',
  '--resource': 'nothing',
  '--role': 'role',
  '--secrets-file': 'file',
  '--service': 'nothing',
  '--to': 'nothing',
  '--value': 'nothing',
  'org init --env': 'nothing',
  'ci github --out': 'file',
  'import bucket bucket': 'nothing',
  'import table table': 'nothing',
  'plan --out': 'file',
  plan: 'file',
  client: 'client',
  environment: 'environment',
  file: 'file',
  first: 'environment',
  folder: 'folder',
  left: 'environment',
  name: 'nothing',
  pool: 'nothing',
  right: 'environment',
  second: 'environment',
  source: 'file',
  'env remove name': 'environment',
  'new folder': 'folder',
  'user create name': 'user',
  'user delete name': 'user',
}

/** `name` with its dashes where it is a flag; `undefined` where it has no line above. */
export const kindOf = (command: string, name: string): Kind | undefined => KINDS[`${command} ${name}`] ?? KINDS[name]
