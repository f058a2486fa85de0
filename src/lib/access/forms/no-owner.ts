import {refused, type Spot} from '../../manifest/read/spot.js'

/** Throws ManifestError where a rule without an owner has `{owner}` in a name. */
export function requireNoOwner(spot: Spot, value: string): void {
  if (value.includes('{owner}')) throw refused(spot, 'has {owner} in it, but the rule says owner: none', 'Remove one.')
}
