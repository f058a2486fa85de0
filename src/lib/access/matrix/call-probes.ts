import type {AccessRule} from '../rules.js'
import {distinct, fits, never, type Ground, type Probe} from './probe.js'

/** The functions of the rules, to be called and to be changed. */
export function functionProbes(rules: readonly AccessRule[], {region, account}: Ground): readonly Probe[] {
  const names = rules.flatMap((rule) => ('lambda' in rule ? [rule.lambda.function] : []))
  return distinct(names).flatMap((name): readonly Probe[] => {
    const resource = `arn:aws:lambda:${region}:${account}:function:${name}`
    const meant = (of: readonly AccessRule[]): boolean =>
      of.some((rule) => 'lambda' in rule && rule.lambda.function === name)
    return [
      {action: 'lambda:InvokeFunction', resource, keys: {}, target: `function ${name}`, meant},
      {action: 'lambda:UpdateFunctionCode', resource, keys: {}, target: `code of function ${name}`, meant: never},
    ]
  })
}

/** The fields of the rules' APIs, and one of each type that no rule names. */
export function apiProbes(rules: readonly AccessRule[], {region, account}: Ground): readonly Probe[] {
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
