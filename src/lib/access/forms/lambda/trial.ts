import {distinct, never, type Ground, type Probe} from '../../matrix/probe.js'
import type {AccessRule} from '../../rules.js'
import type {Trial} from '../trial.js'

export const lambda: Trial<'lambda'> = {
  probes: functionProbes,
  says: (rule) => `call the function ${rule.function}`,
  isAbout: (rule, {service, name}) => service === 'lambda' && name === rule.function,
}

/** The functions of the rules, to be called and to be changed. */
function functionProbes(rules: readonly AccessRule[], {region, account}: Ground): readonly Probe[] {
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
