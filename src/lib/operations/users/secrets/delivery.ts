import type {Engine} from '../../../engine/engine.js'
import type {Project} from '../../../project/project.js'
import type {Intent} from '../../../records/records.js'
import type {SessionOptions} from '../../../project/session.js'
import {addressOf, type Errand, type Receipt} from '../../changes/errands.js'
import {withRecords} from '../../records/with-records.js'

/** Of which errands the secrets are in a file. */
export interface Delivery {
  /** SHA-256 of the file, in hexadecimal: it holds secrets, so its text is kept nowhere else. */
  readonly digest: string
  readonly kind: Errand['kind']
  /** Of the user or the app client. */
  readonly name: string
  readonly environments: readonly string[]
  /** What was asked for, as the receipts say it: `password`, `keys`. */
  readonly parts?: readonly string[]
}

/**
 * Keeps what the file will hold, before it is written: a run that dies afterwards has handed everything out, and the
 * next one sees it.
 */
export async function noteDelivery(
  {records}: Pick<Engine, 'records'>,
  errands: readonly Errand[],
  digest: string,
): Promise<void> {
  for (const errand of errands) await records.checkpoint(addressOf(errand), {file: digest})
}

/**
 * Ends the errands whose secrets a file holds that a killed run wrote. Answers whether it was such a file. Needs no
 * network where the records are files.
 */
export const endDelivered = (
  project: Project,
  options: SessionOptions,
  ...deliveries: readonly Delivery[]
): Promise<boolean> =>
  withRecords(project, options, async (records) => {
    const open = (await records.intents()).filter((intent) => deliveries.some((one) => isDelivered(intent, one)))
    for (const {address} of open) await records.closeIntent(address)
    return open.length > 0
  })

const PARTS: readonly string[] = ['password', 'keys']

function isDelivered({address, kind, receipt = {}}: Intent, {digest, name, environments, ...asked}: Delivery): boolean {
  const isAsked = environments.some((environment) => address === `${environment}.${asked.kind}.${name}`)
  return isAsked && kind === asked.kind && receipt['file'] === digest && hasParts(receipt, asked.parts ?? [])
}

const hasParts = (receipt: Receipt, parts: readonly string[]): boolean =>
  PARTS.every((part) => (receipt[part] !== undefined) === parts.includes(part))
