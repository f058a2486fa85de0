import {accountIn, onlyOf, type Found} from './found.js'
import {IDENTITY_POOL_ID, USER_POOL_ID, type Part} from './part.js'

/** Whether it is what `terraform output -json` prints: `{name: {sensitive, type, value}}`. */
export const isTerraformOutputs = (root: Part): boolean => {
  const entries = root.entries()
  return (
    entries.length > 0 &&
    entries.every(([, part]) => isObject(part.value) && 'value' in part.value && 'sensitive' in part.value)
  )
}

/**
 * Outputs have names of the reader's own, so ids are known by their shapes; a client's looks like many other things and
 * is taken by the word client in its name. Sensitive ones are not looked at. Throws UsageError where there are several
 * user pools: a state tells which client belongs to which.
 */
export function readTerraformOutputs(file: string, root: Part): Found {
  const told = root.entries().filter(([, part]) => part.at('sensitive').value !== true)
  const texts = told.flatMap(([name, part]) => {
    const {value} = part.at('value')
    return typeof value === 'string' ? [{name, value}] : []
  })
  const pools = distinct(texts.filter(({value}) => USER_POOL_ID.pattern.test(value)).map(({value}) => value))
  if (pools.length > 1)
    throw root.refuse(
      `has several user pools (${pools.join(', ')}): import the state itself, which tells what belongs to which`,
    )
  const identityPools = distinct(
    texts.filter(({value}) => IDENTITY_POOL_ID.pattern.test(value)).map(({value}) => value),
  )
  const clients = texts.filter(
    ({name, value}) => /client/i.test(name) && /id$/i.test(name) && /^[a-z0-9]{20,32}$/.test(value),
  )
  const [userPoolId] = pools
  return {
    pools:
      userPoolId === undefined
        ? []
        : [
            {
              userPoolId,
              accountId: onlyOf(distinct(texts.flatMap(({value}) => accountIn(value) ?? []))),
              clients: Object.fromEntries(clients.map(({name, value}) => [nameOf(name), value])),
              identityPoolId: onlyOf(identityPools),
              from: file,
            },
          ],
    outputs: [],
    notes: [],
  }
}

/** `web_client_id` → `web`; `client_id` → `web`. */
const nameOf = (output: string): string =>
  output.replaceAll(/_?(user_pool|cognito|app|client|id)(?=_|$)/gi, '').replace(/^_+/, '') || 'web'

const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)]

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
