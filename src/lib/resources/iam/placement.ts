import type {Diff} from '../../base/resource.js'

/** Where an IAM role, user or policy stands among its kind, and what limits it. Absent: left as it is on AWS. */
export interface Placement {
  /** `/awsup/acme/`: begins and ends with a slash, ≤512 characters (IAM API reference, `Path`). */
  readonly path?: string
}

export interface Bounded extends Placement {
  /** ARN of the managed policy that is its permissions boundary. */
  readonly boundary?: string
}

/** The same differences without those of a path or boundary that nobody asks for: an administrator may have set it. */
export const leavingUnasked =
  <D extends object>(diff: Diff<D>): Diff<D> =>
  (desired, actual) =>
    diff(desired, actual).filter(({field, to}) => to !== undefined || (field !== 'path' && field !== 'boundary'))

/** What IAM answers about it; the root, `/`, is no path. */
export const placementOf = ({Path: path, PermissionsBoundary: limit}: Answered): Bounded => ({
  ...(path === undefined || path === '/' ? {} : {path}),
  ...(limit?.PermissionsBoundaryArn === undefined ? {} : {boundary: limit.PermissionsBoundaryArn}),
})

interface Answered {
  readonly Path?: string | undefined
  readonly PermissionsBoundary?: {readonly PermissionsBoundaryArn?: string | undefined} | undefined
}
