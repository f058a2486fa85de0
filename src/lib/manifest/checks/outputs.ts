import {ManifestError} from '../../base/errors.js'
import {clientVariable, variableName} from '../../text/variable-name.js'
import {placesOf} from './auth.js'
import {FORMATS} from '../../outputs/formats/registry.js'
import type {Environment, Manifest} from '../manifest.js'
import {showName} from '../read/show.js'
import type {Source} from '../read/source.js'
import {placeOf} from './values.js'

/** What outputs need of every environment's app clients and values. Throws ManifestError. */
export function checkOutputs(manifest: Manifest, source: Source): void {
  checkNames(manifest, source)
  for (const environment of manifest.environments.values()) {
    checkVariables(environment, source)
    checkFrontEnd(manifest, environment, source)
  }
}

/** A shell goes by these, or cannot change them, and so do the programs that it starts. */
const SHELL =
  /^(PATH|CDPATH|IFS|HOME|PWD|OLDPWD|SHELL|TMPDIR|ENV|PROMPT_COMMAND|PS[0-4]|E?UID|PPID|BASHOPTS|SHELLOPTS|BASH_.*|NODE_OPTIONS|NODE_PATH|LD_.*|DYLD_.*|PYTHON(STARTUP|PATH|HOME)|PERL5.*|RUBY(OPT|LIB)|JAVA_TOOL_OPTIONS)$/

/** No variable can be called so (developer.hashicorp.com/terraform/language/block/variable). */
const TERRAFORM = /^(source|version|providers|count|for_each|lifecycle|depends_on|locals)$/

/** A value's name becomes a variable, which must not be one that the reader of the file has already. */
function checkNames({outputs, environments}: Manifest, source: Source): void {
  const known = [...environments.keys()]
  const names = new Set([...environments.values()].flatMap(({values}) => [...values.keys()]))
  for (const [index, output] of outputs.entries())
    for (const name of names) {
      const problem = problemOf(name, output, index)
      if (problem === undefined) continue
      const {called, why, hint} = problem
      throw new ManifestError(`values.${showName(name)} is ${called} in ${output.path}, ${why}`, {
        at: source.at(placeOf(name, known, source)),
        hint,
      })
    }
}

function problemOf(name: string, output: Manifest['outputs'][number], index: number) {
  const called = variableName(name)
  if (output.format === 'tfvars' && TERRAFORM.test(called.toLowerCase())) {
    const why = 'which no variable of Terraform can be called'
    return {called: called.toLowerCase(), why, hint: 'Rename it.'}
  }
  if (output.format !== 'shell' || !SHELL.test(output.prefix + called)) return undefined
  const hint = `Rename it, or let every name begin with something else: outputs[${index}].prefix.`
  return {called: output.prefix + called, why: 'which shells and programs go by', hint}
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
