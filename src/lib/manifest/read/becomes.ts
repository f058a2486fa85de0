import {ManifestError} from '../../base/errors.js'
import type {Problem} from './scalars.js'
import {show} from './show.js'
import type {Source} from './source.js'

interface Becomes {
  readonly path: readonly string[]
  /** What it is once placeholders are replaced. */
  readonly value: string
  /** The environment for which it is that. */
  readonly name: string
  readonly problem: Problem
}

/** Refuses a value for what it becomes in one environment. */
export const becomes = ({path, value, name, problem}: Becomes, source: Source): ManifestError =>
  new ManifestError(`${dotted(path)} is ${show(value)} for ${name}, must ${problem.must}`, {
    at: source.at(path),
    hint: problem.hint,
  })

/** `access.groups.admins[0].s3.bucket` */
export const dotted = (path: readonly string[]): string => path.join('.').replaceAll(/\.(\d+)(?=\.|$)/g, '[$1]')
