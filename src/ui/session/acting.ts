import type {Acting} from '../../lib/index.js'
import {renderTarget} from '../plan/look.js'
import {renderSafe} from '../text/safe.js'
import type {Ink} from '../text/ink.js'

/** `prod (protected), account 111122223333, as OrganizationAccountAccessRole` */
export function renderActing(
  acting: Pick<Acting, 'environment' | 'protected' | 'role'> & {accountId: string},
  ink: Ink,
): string {
  const {environment, protected: isProtected, role, accountId} = acting
  return `${renderTarget(environment, isProtected, ink)}, account ${renderSafe(accountId)}, as ${renderSafe(role)}`
}

/** `14:32 (in 60 minutes)`, in the time of this machine. */
export function renderEnd(end: Date, now = Date.now()): string {
  const minutes = Math.max(0, Math.round((end.getTime() - now) / 60_000))
  const [hour, minute] = [end.getHours(), end.getMinutes()].map((part) => `${part}`.padStart(2, '0'))
  return `${hour}:${minute} (in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'})`
}
