import {fromForms} from '../forms/registry.js'
import {TRIALS} from '../forms/trials.js'
import type {Ground} from '../matrix/probe.js'
import {openingsOfStatements, type Section} from './of-statements.js'
import type {Opening} from './opening.js'

/**
 * What the rules of awsup.yaml themselves open beyond what rules keep apart: raw statements, and updates that can answer
 * more than their attributes, which were accepted or the manifest would not be read. Pure.
 */
export const openingsOfRules = (sections: readonly Section[], ground: Ground): readonly Opening[] => [
  ...sections.flatMap(({own}) =>
    own.flatMap(({path, rule, at}) =>
      fromForms([rule], (_, body, form) => {
        const found = TRIALS[form].opens?.(body)
        return found ? [{subject: `${path}.${form}`, ...found, at}] : []
      }).flat(),
    ),
  ),
  ...openingsOfStatements(sections, ground),
]
