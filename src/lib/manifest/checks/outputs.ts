import {ManifestError} from '../../base/errors.js'
import {clientVariable} from '../../text/variable-name.js'
import {placesOf} from './auth.js'
import {FORMATS} from '../../outputs/formats/registry.js'
import type {Environment, Manifest} from '../manifest.js'
import type {Source} from '../read/source.js'

/** What outputs need of every environment's app clients. Throws ManifestError. */
export function checkOutputs(manifest: Manifest, source: Source): void {
  for (const environment of manifest.environments.values()) {
    checkVariables(environment, source)
    checkFrontEnd(manifest, environment, source)
  }
}

/** Every client's id is a variable of its own in dotenv files and shells. */
function checkVariables(environment: Environment, source: Source): void {
  const variables = new Map<string, string>()
  for (const name of environment.auth.clients.keys()) {
    const other = variables.get(clientVariable(name))
    if (other !== undefined) {
      throw placesOf(environment, source).refuse(
        ['clients', name],
        `is ${clientVariable(name)} as an environment variable, and so is ${other}`,
        'Rename one of them.',
      )
    }
    variables.set(clientVariable(name), name)
  }
}

/**
 * A front end cannot keep the secret that clients of servers and machines have. Where nothing is written, a switch says
 * so.
 */
function checkFrontEnd({outputs}: Manifest, {name, auth}: Environment, source: Source): void {
  if ([...auth.clients.values()].some(({type}) => type === 'web' || type === 'native')) return
  const index = outputs.findIndex(({format}) => FORMATS[format].forFrontEnds)
  const output = outputs[index]
  const path = ['outputs', String(index), 'format']
  if (!output || !source.has(['outputs', String(index)])) return
  throw new ManifestError(
    `outputs[${index}].format is ${output.format}, which is for front ends, and ${name} has app clients of servers and machines alone`,
    {
      at: source.at(path),
      hint: 'Declare one for it: auth.clients: { web: { type: web } }; the others keep a secret, which a front end cannot.',
    },
  )
}
