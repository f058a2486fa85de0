import {UsageError} from '../../../base/errors.js'
import {show} from '../../../manifest/read/show.js'
import {bucketKey, tableKey} from '../../../manifest/sections/data/rules.js'
import type {Data} from '../../../manifest/data.js'
import {bucketNameOf, tableNameOf} from '../../../manifest/desired/data/names.js'
import type {Environment, Manifest} from '../../../manifest/manifest.js'
import type {DataRequest} from './request.js'

interface Around {
  readonly manifest: Pick<Manifest, 'project'> & {readonly data: Data}
  readonly environment: Pick<Environment, 'name' | 'region'>
  readonly accountId: string
}

/**
 * What a table or bucket is called in awsup.yaml: as the reader says, else as awsup.yaml calls it already, else its name on AWS
 * without project, environment, account and region around it. Throws UsageError where no name can be made of that. Pure.
 */
export function keyFor({sort, name, as}: DataRequest, around: Around): string {
  const rule = sort === 'table' ? tableKey : bucketKey
  const key = as ?? declaredAs(sort, name, around) ?? stem(name, around)
  const problem = rule(key)
  if (!problem) return key
  throw new UsageError(
    as === undefined
      ? `what is ${sort} ${show(name)} called in awsup.yaml? ${show(key)} cannot be: it must ${problem.must}`
      : `--as is ${show(key)}, must ${problem.must}`,
    {hint: 'For example: --as uploads', details: {flag: '--as'}},
  )
}

function declaredAs(sort: DataRequest['sort'], name: string, {accountId, ...within}: Around): string | undefined {
  const {tables, buckets} = within.manifest.data
  const found =
    sort === 'table'
      ? [...tables].find(([key, one]) => tableNameOf(key, one, within) === name)
      : [...buckets].find(([key, one]) => bucketNameOf(key, one, within).replace('{account}', accountId) === name)
  return found?.[0]
}

/** `acme-dev-uploads-123456789012-eu-west-1-an` → `uploads`, `todos-dev` → `todos`. */
function stem(name: string, {manifest: {project}, environment: {name: env, region}, accountId}: Around): string {
  const own = `(?:${[project, env].map(escaped).join('|')})`
  const ends = [
    new RegExp(`-${accountId}-${escaped(region)}(?:-an)?$`),
    new RegExp(`^${own}[-_.]`),
    new RegExp(`[-_.]${own}$`),
  ]
  let [shorter, before] = [name, '']
  while (shorter !== before) {
    before = shorter
    shorter = ends.reduce((text, end) => text.replace(end, ''), before)
  }
  return shorter
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
