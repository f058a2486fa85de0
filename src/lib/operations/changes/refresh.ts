import {dropForgotten} from '../../engine/apply/failures.js'
import {findAll, keepFound, type Found, type Refreshed} from '../../engine/apply/refresh.js'
import {ConflictError} from '../../base/errors.js'
import {locked, type Session} from '../../project/session.js'

/**
 * Rebuilds the records from AWS by ids on record, tags and natural keys: what is found is put on record as `apply`
 * would have, what is gone is taken off. Changes nothing on AWS. Throws what AWS refused, before anything is written.
 */
export const refreshRecords = (
  session: Session,
  {environments}: {readonly environments?: readonly string[] | undefined},
): Promise<Refreshed> =>
  locked(session, async () => {
    const {engine, nodes, door} = session
    const found = await door.whileReading(() => findAll(engine, nodes, environments))
    if (!(await engine.records.load('organization'))) requireSameOrganization(found)
    await dropForgotten(
      engine,
      nodes.map(({address}) => address),
    )
    return keepFound(engine, found)
  })

/**
 * With no organization on record nothing says whose credentials these should be. Where they see none of the accounts on
 * record, they are another's, and everything would be taken for gone.
 */
function requireSameOrganization({seen, gone}: Found): void {
  const lost = gone.filter(({kind}) => kind === 'account')
  if (lost.length === 0 || seen.some(({node, actual}) => node.kind === 'account' && actual)) return
  throw new ConflictError(
    `these credentials see none of the accounts on record: ${lost.map(({id}) => id).join(', ')}`,
    {
      code: 'WRONG_ACCOUNT',
      hint: 'Use credentials of the account that manages them (awsup whoami shows whose yours are). If they are gone for good, delete the files under .awsup/.',
      details: {accounts: lost.map(({id}) => id)},
    },
  )
}
