import type {OperationModel, ServiceModel, Shape} from '../../models/model.js'
import {compilePattern} from '../../models/pattern.js'

/** A service's model, to be asked: what an operation takes and answers, and whether a text fits a pattern. */
export interface Model {
  findOperation(name: string): OperationModel | undefined
  /** By its name, or its type where it has no limits. */
  shape(name: string): Shape
  /** Whether all of a text fits; every pattern is compiled once. */
  matches(text: string, pattern: string): boolean
}

/** Opens what was generated. */
export function openModel({operations, shapes}: ServiceModel): Model {
  const operationsByName = new Map(Object.entries(operations))
  const shapesByName = new Map(Object.entries(shapes))
  const patterns = new Map<string, RegExp>()
  return {
    findOperation: (name) => operationsByName.get(name),
    shape: (name) => shapesByName.get(name) ?? {type: name},
    matches(text, pattern) {
      const known = patterns.get(pattern)
      const expression = known ?? compilePattern(pattern)
      if (known === undefined) patterns.set(pattern, expression)
      return expression.test(text)
    },
  }
}
