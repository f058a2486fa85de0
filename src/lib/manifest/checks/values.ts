import {isMap, isScalar} from 'yaml'
import {ManifestError} from '../../base/errors.js'
import {findNearest} from '../../text/nearest.js'
import {variableName} from '../../text/variable-name.js'
import type {Manifest} from '../manifest.js'
import {findTwins} from '../sections/values.js'
import {showName} from '../read/show.js'
import type {Source} from '../read/source.js'

/**
 * Every environment has the same values, each with a text of its own: an application that finds a name in one environment
 * finds it in all of them.
 */
export function checkValues({environments}: Manifest, source: Source): void {
  const known = [...environments.keys()]
  // Also those that no environment has: a value by names of environments, all of them unknown.
  const written: unknown = source.document.get('values')
  const shared = isMap(written) ? written.items.map(({key}) => (isScalar(key) ? String(key.value) : '')) : []
  const names = new Set([...shared, ...[...environments.values()].flatMap(({values}) => [...values.keys()])])
  for (const name of names) {
    checkKeys(name, known, source)
    const lacking = known.filter((one) => environments.get(one)?.values.has(name) === false)
    const [first = ''] = lacking
    if (first === '') continue
    throw new ManifestError(`values.${showName(name)} has no text for ${lacking.join(', ')}`, {
      at: source.at(placeOf(name, known, source)),
      hint: `Say it: environments.${first}.values.${showName(name)}, or one for all: values.${showName(name)}. With env add: --value ${name}=…`,
    })
  }
  for (const [environment, {values}] of environments) {
    const twins = findTwins(values.keys())
    if (!twins) continue
    const [first, second] = twins
    const said = `environments.${environment} has the values ${first} and ${second}, which are both ${variableName(second)}`
    throw new ManifestError(`${said} as an environment variable`, {
      at: source.at(['environments', environment, 'values', second]),
      hint: 'Rename one of them.',
    })
  }
}

/** Environments that a value names and awsup.yaml does not have. */
function checkKeys(name: string, known: readonly string[], source: Source): void {
  const said: unknown = source.document.getIn(['values', name])
  if (!isMap(said)) return
  for (const {key} of said.items) {
    const environment = isScalar(key) ? String(key.value) : ''
    if (known.includes(environment)) continue
    const meant = findNearest(environment, known)
    throw new ManifestError(`values.${showName(name)}.${showName(environment)} is no environment of awsup.yaml`, {
      at: source.at(['values', name, environment]),
      hint: meant === undefined ? `It has: ${known.join(', ')}.` : `Did you mean ${meant}?`,
    })
  }
}

/** Where somebody wrote the value: at the top, or in the first environment that has it. */
export function placeOf(name: string, known: readonly string[], source: Source): readonly string[] {
  const places = [['values', name], ...known.map((one) => ['environments', one, 'values', name])]
  return places.find((path) => source.has(path)) ?? ['values']
}
