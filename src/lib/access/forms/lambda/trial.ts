import {distinct, never, type Ground, type Probe} from '../../matrix/probe.js'
import type {AccessRule} from '../../rules.js'
import type {Trial} from '../trial.js'
import type {FunctionRule} from './rule.js'

export const lambda: Trial<'lambda'> = {
  probes: functionProbes,
  says: (rule) => `call the function ${rule.function}${rule.alias === undefined ? '' : ` by its alias ${rule.alias}`}`,
  isAbout: (rule, {service, name, qualifier}) =>
    service === 'lambda' && name === rule.function && qualifier === rule.alias,
}

/** An alias that rules do not name. */
const OTHER_ALIAS = 'awsup-other'

/** The functions of the rules, to be called by each of the aliases, without one and by another; and to be changed. */
function functionProbes(rules: readonly AccessRule[], {region, account}: Ground): readonly Probe[] {
  const all = rules.flatMap((rule) => ('lambda' in rule ? [rule.lambda] : []))
  return distinct(all.map((rule) => rule.function)).flatMap((name): readonly Probe[] => {
    const resource = `arn:aws:lambda:${region}:${account}:function:${name}`
    const aliases = distinct(
      all.filter((rule) => rule.function === name).flatMap(({alias}) => (alias === undefined ? [] : [alias])),
    )
    const call = (target: string, alias?: string): Probe => ({
      action: 'lambda:InvokeFunction',
      resource: alias === undefined ? resource : `${resource}:${alias}`,
      keys: {},
      target,
      meant: (of) => of.some((rule) => 'lambda' in rule && names(rule.lambda, {name, alias})),
    })
    return [
      call(`function ${name}`),
      ...aliases.map((alias) => call(`alias ${alias} of function ${name}`, alias)),
      call(`any other alias of function ${name}`, OTHER_ALIAS),
      {action: 'lambda:UpdateFunctionCode', resource, keys: {}, target: `code of function ${name}`, meant: never},
    ]
  })
}

const names = (
  rule: FunctionRule,
  {name, alias}: {readonly name: string; readonly alias: string | undefined},
): boolean => rule.function === name && rule.alias === alias
