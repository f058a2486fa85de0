import {isAbsolute, relative} from 'node:path'
import {contextFor} from '../../engine/engine.js'
import {EXPORTED} from '../../export/kinds.js'
import {makeFolder, type Folder, type NotExported} from '../../export/terraform/folder.js'
import type {Part} from '../../export/terraform/scene.js'
import {requireOurs, writeFolders} from '../../export/write.js'
import {environmentOf} from '../../records/places.js'
import type {Recorded} from '../../records/records.js'
import type {Session} from '../../project/session.js'
import {placeOf, requireRecorded, shares, type Share} from './shares.js'

/** What is asked for. */
export interface ExportRequest {
  /** Folder to write to, absolute. */
  readonly out: string
  /** Only these environments; the organization always, for there is one. */
  readonly environments?: readonly string[] | undefined
  /** Write over what awsup did not write. */
  readonly force: boolean
}

/** What `export terraform` wrote. */
export interface TerraformExport {
  /** Where, from the project's folder on; absolute where it is not below it. */
  readonly out: string
  /** Below `out`. */
  readonly files: readonly string[]
  readonly resources: readonly {
    /** awsup's address. */
    readonly address: string
    /** `aws_cognito_user_pool.this` */
    readonly terraform: string
    readonly importId: string
    /** Below `out`. */
    readonly file: string
  }[]
  /** What Terraform cannot say, or what is gone from AWS. */
  readonly notExported: readonly NotExported[]
}

/**
 * Writes everything on record as Terraform's configuration, with what AWS says now and blocks that import it: a folder
 * for the organization and one for each environment. Changes nothing on AWS. Throws ConflictError `NOT_MADE` where
 * awsup.yaml asks for what is not on record, and `NOT_OURS` before anything is written where files of others would be in
 * the way.
 */
export async function exportTerraform(session: Session, request: ExportRequest): Promise<TerraformExport> {
  const {root} = session.project
  const {out} = request
  const records = await session.engine.records.list()
  const own = shares(records, requireRecorded(session, records, request.environments))
  if (!request.force) requireOurs(out, own)
  const folders = await Promise.all(
    own.map(async (share) => ({folder: share.folder, ...(await readFolder(session, share))})),
  )
  // Without an account that awsup made there is no organization to write down.
  const files = writeFolders(
    out,
    folders.filter(({resources}) => resources.length > 0),
  )
  const below = relative(root, out)
  return {
    out: below.startsWith('..') || isAbsolute(below) ? out : below,
    files,
    resources: folders.flatMap(({folder, resources}) =>
      resources.map((resource) => ({...resource, file: `${folder}/${resource.file}`})),
    ),
    notExported: folders.flatMap(({notExported}) => notExported),
  }
}

async function readFolder(session: Session, share: Share): Promise<Folder> {
  const {engine, project} = session
  const read = await Promise.all(share.records.map((recorded) => readPart(session, recorded)))
  const gone = share.records.flatMap(({address}, index) => (read[index] ? [] : [{address, why: GONE}]))
  const parts = read.flatMap((part) => part ?? [])
  const folder = makeFolder(parts, placeOf(share, project))
  const notExported = [...gone, ...folder.notExported]
  for (const {address, why} of notExported) {
    engine.report({type: 'warning', code: 'NOT_EXPORTED', message: `not in Terraform, of ${address}: ${why}`})
  }
  return {...folder, notExported}
}

const GONE = 'all of it, for it is on record and not on AWS any more; awsup apply makes it, awsup refresh forgets it'

async function readPart({engine}: Session, recorded: Recorded): Promise<Part | undefined> {
  const {address, kind, accountId, region} = recorded
  const prepare = EXPORTED.get(kind)
  if (!prepare) throw new Error(`no export for kind ${kind}`)
  engine.signal.throwIfAborted()
  engine.report({type: 'reading', address})
  const place = {address, environment: environmentOf(address), account: accountId, region}
  try {
    return await prepare(recorded, await contextFor(engine, place))
  } catch (error) {
    throw engine.explain(error) ?? error
  }
}
