import type {AccessRule, BucketRule, Owner, StatementRule, TableRule, TopicRule} from '../rules.js'

/** `users who signed in`, `guests`, `members of the group admins` */
export function whoIs(role: string): string {
  if (role === 'guest') return 'guests'
  return role.startsWith('group:') ? `members of the group ${role.slice('group:'.length)}` : 'users who signed in'
}

/** What a rule lets people do, as it follows “may”; what a raw statement denies follows “may not”. */
export function sayRule(rule: AccessRule): string {
  if ('dynamodb' in rule) return sayTable(rule.dynamodb)
  if ('s3' in rule) return sayBucket(rule.s3)
  if ('lambda' in rule) return `call the function ${rule.lambda.function}`
  if ('appsync' in rule) return `ask for ${listed(rule.appsync.fields)} of the GraphQL API ${rule.appsync.api}`
  return 'iot' in rule ? sayTopics(rule.iot) : sayStatement(rule.statement)
}

function sayTable({table, indexes, owner, actions, attributes}: TableRule): string {
  const verbs = sayVerbs(actions, [
    ['read', ['get', 'query']],
    ['write', ['put', 'update', 'delete']],
  ])
  const whose = owner === 'none' ? 'all items' : 'the items'
  const key = owner === 'none' ? '' : ` whose partition key is ${sayOwner(owner)}`
  const through = indexes.includes('*') ? ', also through all its indexes' : `, also through ${sayIndexes(indexes)}`
  const only = attributes.length === 0 ? '' : `, of them only the attributes ${listed(attributes)}`
  return `${verbs} ${whose} of table ${table}${key}${indexes.length === 0 ? '' : through}${only}`
}

const sayIndexes = (names: readonly string[]): string =>
  `its ${names.length === 1 ? 'index' : 'indexes'} ${listed(names)}`

function sayBucket({bucket, prefix, owner, actions}: BucketRule): string {
  const verbs = sayVerbs(actions, [
    ['read', ['get', 'list']],
    ['write', ['put', 'delete']],
  ])
  const place = prefix === '' ? '' : ` below ${prefix.replaceAll('{owner}', `<${sayOwner(owner)}>`)}/`
  return `${verbs} the objects of bucket ${bucket}${place}`
}

function sayTopics({topics, owner, actions}: TopicRule): string {
  const verbs = listed(actions.map((verb) => `${verb} to`))
  const named = topics.map((topic) => topic.replaceAll('{owner}', `<${sayOwner(owner)}>`))
  return `${verbs} the topics ${listed(named)}, connected under ${sayOwner('identity')}`
}

function sayStatement({actions, resources, condition}: StatementRule): string {
  const conditions = Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => `${operator} ${key} ${values.join(' or ')}`),
  )
  const when = conditions.length === 0 ? '' : `, when ${listed(conditions)}`
  return `do ${listed(actions)} on ${listed(resources)}${when}`
}

const sayOwner = (owner: Owner): string =>
  owner === 'identity' ? 'their identity id' : owner === 'sub' ? 'their sub in the user pool' : `their ${owner}`

/** `read and write` where all verbs of the words are there, else the verbs one by one. */
function sayVerbs(verbs: readonly string[], words: readonly (readonly [string, readonly string[]])[]): string {
  const whole = words.filter(([, of]) => of.every((verb) => verbs.includes(verb)))
  const covered = whole.flatMap(([, of]) => of)
  return listed([...whole.map(([word]) => word), ...verbs.filter((verb) => !covered.includes(verb))])
}

/** `a`, `a and b`, `a, b and c` */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}
