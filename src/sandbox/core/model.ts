import type {OperationModel, ServiceModel, Shape} from '../../models/model.js'
import {compilePattern} from '../../models/pattern.js'

/** A service's model, to be asked: what an operation takes and answers, and whether a text fits a pattern. */
export interface Model {
  findOperation(name: string): OperationModel | undefined
  /** By its name, or its type where it has no limits. */
  shape(name: string): Shape
  /** Members of a structure, by name; none of any other shape. */
  members(shape: Shape): ReadonlyMap<string, Member>
  /** Whether all of a text fits; every pattern is compiled once. */
  matches(text: string, pattern: string): boolean
}

/** A member of a structure. */
export interface Member {
  readonly name: string
  /** As AWS writes it in messages: `userPool`. */
  readonly shown: string
  /** The name of its shape. */
  readonly shape: string
  readonly required: boolean
}

/** A member's name as AWS writes it in messages. */
export const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)

/** Opens what was generated. */
export function openModel({operations, shapes}: ServiceModel): Model {
  const operationsByName = new Map(Object.entries(operations))
  const shapesByName = new Map(Object.entries(shapes))
  const membersOf = new WeakMap<Shape, ReadonlyMap<string, Member>>()
  const patterns = new Map<string, RegExp>()
  return {
    findOperation: (name) => operationsByName.get(name),
    shape(name) {
      const known = shapesByName.get(name)
      if (known !== undefined) return known
      const simple = {type: name}
      shapesByName.set(name, simple)
      return simple
    },
    members(shape) {
      const known = membersOf.get(shape)
      if (known !== undefined) return known
      const made = readMembers(shape)
      membersOf.set(shape, made)
      return made
    },
    matches(text, pattern) {
      const known = patterns.get(pattern)
      const expression = known ?? compilePattern(pattern)
      if (known === undefined) patterns.set(pattern, expression)
      return expression.test(text)
    },
  }
}

const readMembers = ({members = {}, required = []}: Shape): ReadonlyMap<string, Member> =>
  new Map(
    Object.entries(members).map(([name, shape]) => [
      name,
      {name, shown: lowerFirst(name), shape, required: required.includes(name)},
    ]),
  )
