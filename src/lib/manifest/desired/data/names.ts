import type {Bucket, Data, DataName, Table} from '../../data.js'
import type {Environment, Manifest} from '../../manifest.js'
import {expand} from '../../rules/placeholders.js'

/** Regions without namespaces of accounts (S3 user guide, "Namespaces for general purpose buckets"). */
const WITHOUT_NAMESPACES = ['me-south-1', 'me-central-1']

type Named = Pick<Manifest, 'project'>
type Where = Pick<Environment, 'name' | 'region'>

/** Whose names they are. */
interface Within {
  readonly manifest: Named
  readonly environment: Where
}

/** The name that is chosen for an environment: what stands for it alone is taken as it is. */
export const chosenName = (
  name: DataName | undefined,
  {manifest: {project}, environment}: Within,
): string | undefined =>
  typeof name === 'string' ? expand(name, {project, env: environment.name}) : name?.get(environment.name)

/** What DynamoDB calls a table. Its name in awsup.yaml is unique where the environment has an account of its own. Pure. */
export const tableNameOf = (key: string, {name}: Pick<Table, 'name'>, within: Within): string =>
  chosenName(name, within) ?? key

/**
 * What S3 calls a bucket, with `{account}` where the account's id goes: `acme-dev-uploads-{account}-eu-west-1-an`. The ending
 * stands for the namespace of the account, in which nobody else can take the name. Pure.
 */
export function bucketNameOf(key: string, {name}: Pick<Bucket, 'name'>, within: Within): string {
  const chosen = chosenName(name, within)
  if (chosen !== undefined) return chosen
  const {
    manifest: {project},
    environment: {name: env, region},
  } = within
  const own = `${project}-${env}-${key}-{account}-${region}`
  return WITHOUT_NAMESPACES.includes(region) ? own : `${own}-an`
}

/** What names of access rules become in an environment: those of awsup.yaml's own tables and buckets, or themselves. Pure. */
export function dataNames({project, data}: Named & {readonly data: Data}, where: Where) {
  const within = {manifest: {project}, environment: where}
  const plain = (template: string): string => expand(template, {project, env: where.name})
  return {
    table: (template: string): string => {
      const own = data.tables.get(template)
      return own ? tableNameOf(template, own, within) : plain(template)
    },
    bucket: (template: string): string => {
      const own = data.buckets.get(template)
      return own ? bucketNameOf(template, own, within) : plain(template)
    },
  }
}

/** The table of awsup.yaml that has this name on AWS; `undefined` where it is somebody else's. Pure. */
export const declaredTable = (
  name: string,
  {project, data}: Named & {readonly data: Data},
  where: Where,
): readonly [key: string, table: Table] | undefined =>
  [...data.tables].find(([key, table]) => tableNameOf(key, table, {manifest: {project}, environment: where}) === name)
