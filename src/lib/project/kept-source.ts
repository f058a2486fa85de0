import type {KeepSource} from '../aws/people.js'
import {digestOfAsker} from '../sessions/asker.js'
import {realRoot, type SourceKey} from '../sessions/key.js'
import {openSessions} from '../sessions/store.js'
import type {Project} from './project.js'

interface Asking {
  readonly profile?: string | undefined
  readonly signal: AbortSignal
}

/** The session that a code opened is kept for the same keys and the same project. Where nothing is kept, it is made anew. */
export const keepSourceOf =
  ({root, target}: Pick<Project, 'root' | 'target'>, {profile, signal}: Asking): KeepSource =>
  async (durationS, make) => {
    const sessions = openSessions({root})
    const findKey = (): SourceKey | undefined => {
      try {
        return {
          kind: 'source',
          root: realRoot(root),
          target,
          durationS,
          asker: digestOfAsker({profile, env: process.env}),
        }
      } catch {
        // What then uses that file says what is wrong with it.
        return undefined
      }
    }
    const key = findKey()
    if (!sessions || !key) return make()
    const isCurrent = (): boolean => findKey()?.asker === key.asker
    const made = async () => ({accountId: '', as: {role: 'MFA'}, credentials: await make()})
    return (await sessions.of(key, made, {signal, isCurrent})).credentials
  }
