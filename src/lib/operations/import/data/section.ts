import {same} from '../../../base/resource.js'
import {OURS, type BucketActual} from '../../../resources/data/s3/desired.js'
import type {KeyAttribute, Projected, TableActual} from '../../../resources/data/dynamodb/desired.js'
import type {Written} from '../../../manifest/edit/block.js'
import {sectionOf, type Section} from '../write/pool.js'

/**
 * A table in awsup.yaml's words, without its name. Protection and recovery are left out: where nothing is said, they stay as they
 * are, or are as a protected environment has them. Pure.
 */
export function writeTable({key, sort, indexes, localIndexes, ttl, stream}: TableActual): Section {
  const global = Object.entries(indexes).map(([name, index]): [string, Section] => [
    name,
    sectionOf({
      key: same(index.key, key) ? undefined : attribute(index.key),
      sort: index.sort && attribute(index.sort),
      attributes: projected(index.projects),
    }),
  ])
  const local = Object.entries(localIndexes).map(([name, index]): [string, Section] => [
    name,
    sectionOf({sort: attribute(index.sort), attributes: projected(index.projects), local: true}),
  ])
  const all = [...global, ...local]
  return sectionOf({
    key: attribute(key),
    sort: sort && attribute(sort),
    indexes: all.length === 0 ? undefined : Object.fromEntries(all),
    ttl,
    stream: stream && VIEWS[stream],
  })
}

const TYPES = {S: 'string', N: 'number', B: 'binary'} as const

const VIEWS = {KEYS_ONLY: 'keys', NEW_IMAGE: 'new', OLD_IMAGE: 'old', NEW_AND_OLD_IMAGES: 'both'} as const

const attribute = ({name, type}: KeyAttribute): Written => (type === 'S' ? name : {name, type: TYPES[type]})

function projected(projects: Projected): Written | undefined {
  if (typeof projects !== 'string') return projects
  return projects === 'ALL' ? undefined : 'keys'
}

/** A bucket in awsup.yaml's words, without its name: rules of others are not awsup's, and stay beside it. Pure. */
export function writeBucket({origins, lifecycle}: BucketActual): Section {
  const own = lifecycle.filter(({id}) => id !== `${OURS}unfinished-uploads`)
  return sectionOf({
    cors: origins,
    lifecycle:
      own.length === 0
        ? undefined
        : own.map(({prefix, expireDays, oldVersionDays}) =>
            sectionOf({prefix: prefix === '' ? undefined : prefix, expireDays, oldVersionDays}),
          ),
  })
}
