import {distinct, fits, type Ground, type Probe} from '../../matrix/probe.js'
import type {AccessRule} from '../../rules.js'
import {listed} from '../words.js'
import type {Trial} from '../trial.js'

export const appsync: Trial<'appsync'> = {
  probes: apiProbes,
  says: ({api, fields}) => `ask for ${listed(fields)} of the GraphQL API ${api}`,
  isAbout: ({api}, {service, name}) => service === 'appsync' && name === api,
}

/** The fields of the rules' APIs, and one of each type that no rule names. */
function apiProbes(rules: readonly AccessRule[], {region, account}: Ground): readonly Probe[] {
  const all = rules.flatMap((rule) => ('appsync' in rule ? [rule.appsync] : []))
  return distinct(all.map(({api}) => api)).flatMap((api) => {
    const named = all.filter((rule) => rule.api === api).flatMap(({fields}) => fields)
    const others = ['Query', 'Mutation', 'Subscription'].map((type) => `${type}.awsupOther`)
    return distinct([...named.map((field) => field.replace('*', 'awsupAny')), ...others]).map((field): Probe => {
      const [type = '', name = ''] = field.split('.')
      return {
        action: 'appsync:GraphQL',
        resource: `arn:aws:appsync:${region}:${account}:apis/${api}/types/${type}/fields/${name}`,
        keys: {},
        target: `field ${field} of API ${api}`,
        meant: (of) =>
          of.some(
            (rule) =>
              'appsync' in rule && rule.appsync.api === api && rule.appsync.fields.some((one) => fits(one, field)),
          ),
      }
    })
  })
}
