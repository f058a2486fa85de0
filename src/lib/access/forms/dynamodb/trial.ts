import {listed, sayOwner, sayVerbs} from '../words.js'
import type {Trial} from '../trial.js'
import {itemProbes} from './probes.js'
import type {TableRule} from './rule.js'

export const dynamodb: Trial<'dynamodb'> = {
  probes: itemProbes,
  says: sayTable,
  isAbout: ({table}, {service, name}) => service === 'dynamodb' && name === table,
  whole: ({table}, {region, account}) => ({
    action: 'dynamodb:Scan',
    resource: `arn:aws:dynamodb:${region}:${account}:table/${table}`,
    says: `Scan table ${table}: a Scan names no key, so it would answer everybody’s items`,
  }),
  opens: ({table, opens}) =>
    opens === undefined
      ? undefined
      : {
          problem: `lets an update whose condition fails answer the whole item of table ${table}`,
          fix: 'Let a Lambda function write.',
          accepted: opens,
        },
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
