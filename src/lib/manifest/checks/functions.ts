import {ManifestError} from '../../base/errors.js'
import type {Manifest} from '../manifest.js'
import {show, showName} from '../read/show.js'
import type {Source} from '../read/source.js'
import {expand} from '../rules/placeholders.js'
import {functionName} from '../rules/places.js'

/** What functions are called in each environment: a name of Lambda's, and no two the same. */
export function checkFunctions({project, environments, sandbox}: Manifest, source: Source): void {
  for (const env of environments.keys()) {
    const taken = new Map<string, string>()
    for (const [key, {name: template}] of sandbox.functions) {
      const name = expand(template, {project, env})
      const problem = functionName(name)
      const other = taken.get(name)
      taken.set(name, key)
      if (!problem && other === undefined) continue
      const path = ['sandbox', 'functions', key]
      const what = `sandbox.functions.${showName(key)} is called ${show(name)} in ${env}`
      throw new ManifestError(
        problem ? `${what}, must ${problem.must}` : `${what}, as sandbox.functions.${showName(other ?? '')} is`,
        {at: source.at([...path, 'name']), hint: problem?.hint ?? 'Give one of them another name.'},
      )
    }
  }
}
