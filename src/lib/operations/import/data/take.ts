import {ConflictError} from '../../../base/errors.js'
import {same, type Context} from '../../../base/resource.js'
import {contextFor} from '../../../engine/engine.js'
import {makeDesired} from '../../../manifest/desired/desired.js'
import {bucketAddress, tableAddress} from '../../../manifest/desired/data/data.js'
import {parseManifest} from '../../../manifest/parse.js'
import {diffTable} from '../../../resources/data/dynamodb/diff.js'
import type {TableActual, TableDesired} from '../../../resources/data/dynamodb/desired.js'
import type {Recorded} from '../../../records/records.js'
import type {Session} from '../../../project/session.js'
import {placeFor, type Around} from '../read/place.js'
import type {Taken} from '../taken.js'
import {requireFree, requireNotOthers} from './conflicts.js'
import type {Judged} from './judged.js'
import {keyFor} from './key.js'
import {judgeBucket, readLiveBucket} from './read-bucket.js'
import {judgeTable, readLiveTable} from './read-table.js'
import type {DataRequest} from './request.js'
import {writeBucket, writeTable} from './section.js'
import {SECTIONS, writeData} from './write.js'

/**
 * Reads a table or bucket as it is on AWS and makes of it an entry of `data`. Only reads. Throws ConflictError where it does not
 * exist, is somebody else's, or cannot be taken in without cutting somebody off.
 */
export async function takeData({engine, project}: Session, request: DataRequest, around: Around): Promise<Taken> {
  const {sort, environment, name, region} = request
  const {known} = around
  const {source} = around.before
  const place = placeFor({...request, what: sort}, around)
  const {accountId} = place
  const {manifest} = project
  const key = keyFor(request, {manifest, environment: {name: environment, region}, accountId})
  const address = sort === 'table' ? tableAddress(environment, key) : bucketAddress(environment, key)
  requireFree(known, request, {address, accountId})
  const context = await contextFor(engine, {address, environment, account: accountId, region})
  const live = await look(request, context)
  if (live.judged.refusals.length > 0) throw refused(request, live.judged)
  const written = writeData(source, {request, accountId, key, place: place.settings, section: live.section})
  if (live.table) requireSame(request, {key, address, written, actual: live.table})
  const recorded: Recorded = {address, kind: sort, id: name, accountId, region, key: {name}, needs: []}
  return {
    source: written,
    seeds: known.some((one) => one.address === address) ? [] : [recorded],
    handovers: live.tagged ? [] : [{kind: sort, address, environment, id: name, accountId, region}],
    notes: live.judged.notes.map((note) => `data.${SECTIONS[sort]}.${key} in ${environment} keeps ${note}.`),
    environment: {environment, accountId, region, [SECTIONS[sort]]: {[key]: name}},
  }
}

interface Looked {
  readonly section: ReturnType<typeof writeTable>
  readonly judged: Judged
  /** Whether it has awsup's tags already, as it has after an import. */
  readonly tagged: boolean
  readonly table?: TableActual
}

async function look(request: DataRequest, context: Context): Promise<Looked> {
  const {sort, name} = request
  const allow = (tags: Readonly<Record<string, string>>): void => requireNotOthers(request, tags, context.owner)
  if (sort === 'table') {
    const live = await readLiveTable(name, context, allow)
    if (!live) throw notThere(request, context)
    return {
      section: writeTable(live.actual),
      judged: judgeTable(live),
      tagged: live.actual.tagged === true,
      table: live.actual,
    }
  }
  const live = await readLiveBucket(name, context, allow)
  if (!live) throw notThere(request, context)
  return {section: writeBucket(live.actual), judged: judgeBucket(live), tagged: live.actual.tagged === true}
}

const notThere = ({sort, name}: DataRequest, {aws: {accountId, region}}: Context): ConflictError =>
  new ConflictError(`there is no ${sort} ${name} in account ${accountId}${sort === 'table' ? `, ${region}` : ''}`, {
    code: 'NOT_THERE',
    hint: `Is it in another account${sort === 'table' ? ' or region' : ''}? Name the environment of that account with --env, or choose other credentials with --profile.`,
    details: {id: name, accountId, region},
  })

const refused = ({sort, name}: DataRequest, {refusals}: Judged): ConflictError =>
  new ConflictError(`${sort} ${name} cannot be imported: ${refusals.join('; ')}`, {
    code: 'CANNOT_IMPORT',
    hint: 'Change that first where nobody needs it. Otherwise leave it to the tool that made it: access rules can name it all the same.',
    details: {id: name, refusals},
  })

/** What a difference would take from applications that use the table. */
const USED = ['key', 'sort', 'localIndexes', 'indexes', 'ttl', 'stream']

/**
 * Whether awsup.yaml, which may have said something of the table before, says what exists: `apply` would drop an index that is
 * not written there. Throws ConflictError.
 */
function requireSame(
  {name}: DataRequest,
  {
    key,
    address,
    written,
    actual,
  }: {readonly key: string; readonly address: string; readonly written: string; readonly actual: TableActual},
): void {
  const node = makeDesired(parseManifest(written)).find((one) => one.address === address)
  if (node?.kind !== 'table') throw new Error(`${address} was not written`)
  const fields = diffTable(node.desired as TableDesired, actual)
    .filter(({field, from, to}) => USED.includes(field) && !same(from, to))
    .map(({field}) => field)
  if (fields.length === 0) return
  throw new ConflictError(`data.tables.${key} in awsup.yaml is not as table ${name} is on AWS: ${fields.join(', ')}`, {
    code: 'DIFFERENT',
    hint: 'Write there what the table has, or import it by another name: --as <name>.',
    details: {id: name, fields},
  })
}
