import {contextFor} from '../../engine/engine.js'
import {ConflictError} from '../../base/errors.js'
import type {Context} from '../../base/resource.js'
import {regionOf} from '../../import/found.js'
import type {Session} from '../../project/session.js'
import type {Recorded} from '../../records/records.js'
import {requireFree, requireNotOthers} from './conflicts.js'
import {chooseIdentityPool} from './read/identity-pools.js'
import {readLiveIdentityPool, readLivePool} from './read/live.js'
import {placeFor, type Around, type ImportRequest} from './read/place.js'
import type {Taken} from './taken.js'
import {propose, type Live} from './write/propose.js'

const MANAGEMENT_NOTE =
  'AWS advises to keep applications out of the management account (Organizations user guide, "Best practices for the management account"): guardrails do not reach it. The pool can stay there; new environments get accounts of their own.'

/**
 * Reads a pool as it is on AWS, with all that hangs on it, and makes of it an environment of awsup.yaml. Only reads. Throws
 * ConflictError where it is on record already, is another project's, or does not exist.
 */
export async function takePool({engine, project}: Session, request: ImportRequest, around: Around): Promise<Taken> {
  const {environment, userPoolId} = request
  const {known, caller} = around
  const region = regionOf(userPoolId)
  const place = placeFor({...request, region, what: 'user pool'}, around)
  const {accountId} = place
  requireFree(known, request)
  const address = `${environment}.user-pool`
  const context = await contextFor(engine, {address, environment, account: accountId, region})
  const chosen = await chooseIdentityPool(request, {known, context})
  const {identityPoolId} = chosen
  requireFree(known, {...request, identityPoolId})
  const ownRoles = known.flatMap((one) => (one.kind === 'role' && one.accountId === accountId ? [one.id] : []))
  const live = {...(await readLive({...request, identityPoolId}, place, context)), ownRoles}
  requireNotOthers(project.manifest.project, live)
  const proposal = propose(around.before.source, live)
  return {
    source: proposal.source,
    seeds: seedsFor(live, proposal.clients),
    handovers: [],
    notes: [
      ...(chosen.note === undefined ? [] : [chosen.note]),
      ...proposal.notes,
      ...(accountId === caller ? [MANAGEMENT_NOTE] : []),
    ].map((note) => `${environment}: ${note}`),
    environment: {
      environment,
      accountId,
      region,
      userPoolId,
      identityPoolId,
      clients: Object.fromEntries(proposal.clients),
    },
  }
}

async function readLive(
  request: ImportRequest,
  {accountId, settings}: ReturnType<typeof placeFor>,
  context: Context,
): Promise<Omit<Live, 'ownRoles'>> {
  const {environment, userPoolId, identityPoolId} = request
  const region = regionOf(userPoolId)
  if (identityPoolId !== undefined && regionOf(identityPoolId) !== region) {
    throw new ConflictError(`the identity pool ${identityPoolId} is not in ${region}, where the user pool is`, {
      hint: 'An environment of awsup has one region: leave the identity pool out, and awsup makes one in the region of the user pool.',
    })
  }
  const pool = await readLivePool(userPoolId, context)
  const identityPool = identityPoolId === undefined ? undefined : await readLiveIdentityPool(identityPoolId, context)
  return {environment, accountId, place: settings, pool, identityPool, clients: request.clients}
}

/** What no name finds: everything else is found by its own. */
function seedsFor(
  {environment, accountId, pool, identityPool}: Live,
  clients: ReadonlyMap<string, string>,
): readonly Recorded[] {
  const seed = (name: string, kind: string, id: string): Recorded => ({
    address: `${environment}.${name}`,
    kind,
    id,
    accountId,
    region: regionOf(pool.id),
    key: {},
    needs: [],
  })
  return [
    seed('user-pool', 'user-pool', pool.id),
    ...(identityPool ? [seed('identity-pool', 'identity-pool', identityPool.id)] : []),
    ...[...clients].map(([key, id]) => seed(`app-client.${key}`, 'app-client', id)),
  ]
}
