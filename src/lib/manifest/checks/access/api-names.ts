import {ManifestError} from '../../../base/errors.js'
import {apiVariable, variableName} from '../../../text/variable-name.js'
import {dotted} from '../../read/becomes.js'
import type {Source} from '../../read/source.js'
import type {Manifest} from '../../manifest.js'
import type {Placed} from './placed-rules.js'

/**
 * Whether every name of an API is one API's, and a variable of its own: outputs have its address under the name. Throws
 * ManifestError.
 */
export function checkApiNames(rules: readonly Placed[], {environments}: Manifest, source: Source): void {
  const apis = new Map<string, string>()
  const variables = new Map<string, string>()
  for (const {values} of environments.values()) {
    for (const name of values.keys()) variables.set(variableName(name), `values.${name}`)
  }
  for (const {path, rule} of rules) {
    if (!('api' in rule) || rule.api.name === undefined) continue
    const {name, api, apis: ids, stage, region} = rule.api
    const at = [...path, 'api', 'name']
    const refuse = (problem: string): never => {
      throw new ManifestError(`${dotted(at)} ${problem}`, {at: source.at(at), hint: 'Rename one of them.'})
    }
    const same = JSON.stringify([api, sorted(ids), stage, region])
    if ((apis.get(name) ?? same) !== same) refuse(`is ${name}, and so is that of another API or stage`)
    apis.set(name, same)
    const variable = apiVariable(name)
    const other = variables.get(variable)
    if (other !== undefined && other !== name) refuse(`is ${variable} as an environment variable, and so is ${other}`)
    variables.set(variable, name)
  }
}

const sorted = (ids: Readonly<Record<string, string>> = {}): unknown => Object.entries(ids).sort()
