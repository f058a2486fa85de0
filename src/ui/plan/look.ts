import type {Where} from '../../lib/index.js'
import type {Ink} from '../text/ink.js'
import {renderSafe} from '../text/safe.js'
import {renderColumns} from '../text/columns.js'

/** How a plan is shown; `where` is absent where it is only a preview of a later command's. */
export interface Look {
  readonly target: 'aws' | 'sandbox'
  readonly ink: Ink
  readonly where?: Where | undefined
}

const SANDBOX = 'nothing here reaches AWS'

/** Who acts and where, before anything else. */
export function renderWhere({target, ink, where}: Look): readonly string[] {
  if (!where) return target === 'sandbox' ? [ink.dim(`In the sandbox: ${SANDBOX}.`)] : []
  const {arn, accountId, managesOrganization} = where
  const rows = [
    ['target', target === 'sandbox' ? `sandbox (${SANDBOX})` : 'AWS'],
    [managesOrganization ? 'management account' : 'account', accountId],
    ['identity', arn],
  ]
  return [renderColumns(rows.map(([name = '', value = '']) => [ink.dim(name), renderSafe(value)])).join('\n')]
}

/** `prod (protected)`: an environment as the target of a change. */
export const renderTarget = (name: string, isProtected: boolean | undefined, ink: Ink): string =>
  isProtected === true ? `${renderSafe(name)} ${ink.yellow('(protected)')}` : renderSafe(name)

/** `environment prod (protected), account 111122223333, eu-west-1` */
export function renderPlace(name: string, {ink, where}: Look): string {
  const place = where?.environments.get(name)
  const title = ink.bold(`environment ${renderSafe(name)}`)
  if (!place) return title
  const marked = place.protected ? `${title} ${ink.yellow('(protected)')}` : title
  const account = place.accountId === undefined ? 'account not made yet' : `account ${renderSafe(place.accountId)}`
  return `${marked}${ink.dim(`, ${account}, ${renderSafe(place.region)}`)}`
}
