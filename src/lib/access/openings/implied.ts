import type {StatementRule} from '../forms/statement/rule.js'
import type {AccessRule} from '../rules.js'

/**
 * What a raw statement itself keeps apart, as rules: items where it asks for `dynamodb:LeadingKeys` of the user who signed in,
 * objects below a folder that is named after them. Whose tag it is does not matter here: tag → claim. Pure.
 */
export function impliedRules(
  {effect, resources, condition}: StatementRule,
  tags: ReadonlyMap<string, string>,
): readonly AccessRule[] {
  if (effect === 'deny') return []
  const leading = Object.values(condition).flatMap((keys) =>
    Object.entries(keys).flatMap(([key, values]) => (key.toLowerCase() === 'dynamodb:leadingkeys' ? values : [])),
  )
  const [owner] = leading.flatMap((value) => ownerIn(value, tags)?.owner ?? [])
  return resources.flatMap((resource): readonly AccessRule[] => {
    const table = /^arn:[^:]+:dynamodb:[^:]*:[^:]*:table\/([^/]+)(?:\/index\/(.+))?$/.exec(resource)
    if (table && owner !== undefined) return [tableOf(table[1] ?? '', table[2], owner)]
    const object = /^arn:[^:]+:s3:::([^/*?]+)\/(.*)$/s.exec(resource)
    const found = object && ownerIn(object[2] ?? '', tags)
    return object && found ? [folderOf(object[1] ?? '', found)] : []
  })
}

/** With every verb but scan, which names no key: what is own the statement may say, what is another's it may not. */
const tableOf = (table: string, index: string | undefined, owner: string): AccessRule => ({
  dynamodb: {
    table: table.replaceAll('*', 'awsup'),
    indexes: index === undefined ? [] : [index],
    owner,
    actions: ['get', 'query', 'put', 'update', 'delete'],
    attributes: [],
  },
})

const folderOf = (bucket: string, {before, owner}: Owned): AccessRule => ({
  s3: {
    bucket,
    prefix: `${before.replaceAll('*', 'awsup')}{owner}`,
    owner,
    actions: ['get', 'list', 'put', 'delete'],
  },
})

interface Owned {
  /** What stands before the owner: `private/` */
  readonly before: string
  readonly owner: string
}

/** Where a text names who signed in, by the identity id or by a session tag. */
function ownerIn(text: string, tags: ReadonlyMap<string, string>): Owned | undefined {
  const found = /\$\{\s*(cognito-identity\.amazonaws\.com:sub|aws:principaltag\/([^,}\s]+))\s*(?:,[^}]*)?\}/i.exec(text)
  if (!found) return undefined
  const tag = found[2]?.toLowerCase()
  const claim = [...tags].find(([name]) => name.toLowerCase() === tag)?.[1]
  return {before: text.slice(0, found.index), owner: tag === undefined ? 'identity' : (claim ?? tag)}
}
