import type {LoggedOut} from '../../lib/index.js'
import {renderSafe} from '../text/safe.js'

/** What `logout` forgot, or that there was nothing. */
export function renderLoggedOut({all, sessions, unreadable, keys}: LoggedOut): string {
  const lines = sessions.map(({kind, environment, as, accountId, root, expiration}) => {
    const where = all ? `, project ${root}` : ''
    if (kind === 'source')
      return renderSafe(`Forgot the session that an MFA code opened${where}: valid until ${expiration}.`)
    const what = `${environment ?? ''} as ${as.role}`
    return renderSafe(`Forgot ${what}${where}: account ${accountId}, valid until ${expiration}.`)
  })
  if (unreadable > 0) {
    lines.push(`Forgot ${unreadable === 1 ? '1 session' : `${unreadable} sessions`} whose key is not at hand.`)
  }
  for (const keeper of keys) {
    lines.push(`Deleted the key ${keeper === 'keychain' ? 'in the system keychain' : 'file'} that encrypted them.`)
  }
  return lines.length > 0 ? lines.join('\n') : `No session is kept${all ? '' : ' for this project'}.`
}
