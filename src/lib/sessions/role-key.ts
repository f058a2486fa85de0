import {digestOfAsker} from './asker.js'
import {digestOfClaims} from './claims.js'
import {realRoot, type RoleKey} from './key.js'

export interface RoleAsked extends Pick<
  RoleKey,
  'target' | 'environment' | 'role' | 'durationS' | 'sessionName' | 'mfaSerial'
> {
  readonly root: string
  /** The text of awsup.yaml. */
  readonly manifest: string
  readonly profile: string | undefined
  readonly env: NodeJS.ProcessEnv
}

/** The key of what is asked, from the files as they are now. `undefined` where one of them cannot be read. */
export function findRoleKey({root: folder, manifest, profile, env, ...asked}: RoleAsked): RoleKey | undefined {
  try {
    const root = realRoot(folder)
    return {kind: 'role', root, ...asked, asker: digestOfAsker({profile, env}), claims: digestOfClaims(root, manifest)}
  } catch {
    // What then uses that file says what is wrong with it.
    return undefined
  }
}
