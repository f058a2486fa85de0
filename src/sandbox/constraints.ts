import constraints from './constraints.json' with {type: 'json'}

/** Limits of one value, as AWS's public API models have them. */
export interface Constraint {
  /** Length of texts, number of items, or value of numbers. */
  readonly min?: number
  readonly max?: number
  /** For the whole value; with the `u` flag. */
  readonly pattern?: string
  readonly enum?: readonly string[]
  readonly item?: Constraint
  readonly key?: Constraint
  readonly value?: Constraint
}

export interface ServiceConstraints {
  /** Operations that AWS takes without a signature. */
  readonly unsigned: readonly string[]
  /** Structure → member → limits, for whatever an input can hold. */
  readonly structures: Readonly<Record<string, Readonly<Record<string, Constraint>>>>
}

const NONE: ServiceConstraints = {unsigned: [], structures: {}}
const SERVICES: Readonly<Record<string, ServiceConstraints>> = constraints

/** The limits of a service's inputs; none for a service that AWS does not have. */
export const constraintsOf = (service: string): ServiceConstraints => SERVICES[service] ?? NONE
