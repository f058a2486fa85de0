import {chosenProfile} from '../aws/credentials/management-keys.js'
import {AccessError} from '../base/errors.js'
import type {Report} from '../base/events.js'
import {findShellSession, sayOver} from '../base/shell-session.js'
import type {Target} from './project.js'

/**
 * Whether this shell is one of awsup's whose credentials have ended. On AWS they are what would sign, unless a profile is
 * chosen: throws AccessError `SESSION_ENDED`, before anything is called. The sandbox has keys of its own, so there it is a
 * warning: other programs of this shell fail.
 */
export function requireShellAlive(
  target: Target,
  {profile, report}: {readonly profile?: string | undefined; readonly report: Report},
): void {
  const shell = findShellSession()
  if (!shell?.isOver || (target === 'aws' && chosenProfile(profile) !== undefined)) return
  const {message, hint} = sayOver(shell)
  if (target === 'sandbox') {
    report({type: 'warning', code: 'SESSION_ENDED', message: `${message}. ${hint}`})
    return
  }
  const {environment, endsAt} = shell
  throw new AccessError(message, {code: 'SESSION_ENDED', hint, details: {environment, endsAt}})
}
