import type {LoggedOut} from '../../lib/index.js'
import {renderSafe} from '../text/safe.js'

/** What `logout` forgot, or that there was nothing. */
export function renderLoggedOut({all, sessions, unreadable, keys}: LoggedOut): string {
  const lines = sessions.map(({kind, environment, as, accountId, root, expiration}) => {
    const what = kind === 'source' ? `the session of ${as.user ?? as.role}` : `${environment ?? ''} as ${as.role}`
    const where = all ? `, project ${root}` : ''
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
