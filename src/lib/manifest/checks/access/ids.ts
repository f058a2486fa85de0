import {fromForms} from '../../../access/forms/registry.js'
import {ManifestError} from '../../../base/errors.js'
import {findNearest} from '../../../text/nearest.js'
import {dotted} from '../../read/becomes.js'
import type {Source} from '../../read/source.js'
import type {Placed} from './placed-rules.js'

/**
 * Whether rules that give each environment an id of its own name all environments and nothing else: what has no id would
 * open nothing, and nobody would see why. Throws ManifestError.
 */
export function checkIds(rules: readonly Placed[], environments: readonly string[], source: Source): void {
  for (const {at, names} of rules.flatMap(namesIn)) {
    const unknown = names.find((name) => !environments.includes(name))
    if (unknown !== undefined) {
      const meant = findNearest(unknown, environments)
      throw new ManifestError(`${dotted(at)} has an id for ${unknown}, which is not an environment`, {
        at: source.at([...at, unknown]),
        hint: meant === undefined ? `Known: ${environments.join(', ')}.` : `Did you mean ${meant}?`,
      })
    }
    const missing = environments.find((name) => !names.includes(name))
    if (missing === undefined) continue
    throw new ManifestError(`${dotted(at)} has no id for ${missing}`, {
      at: source.at(at),
      hint: `Add it: ${missing}: <id>. Each environment has an API of its own.`,
    })
  }
}

/** The environments to which a rule gives an id each, and where. */
const namesIn = ({path, rule}: Placed) =>
  fromForms([rule], ({idsOf}, body, form) => {
    const found = idsOf?.(body)
    return found ? [{at: [...path, form, found.field], names: Object.keys(found.ids)}] : []
  }).flat()
