import {ManifestError} from '../../base/errors.js'
import {dotted} from '../read/becomes.js'
import type {Environment} from '../manifest.js'
import {show} from '../read/show.js'
import type {Source} from '../read/source.js'
import type {Problem} from '../read/scalars.js'

/** Says what is wrong with one environment's auth, where it is written: in its own section, or the shared one. */
export interface AuthPlaces {
  readonly name: string
  /** `auth.clients.web <what>`, pointing at the deepest part of the path that is written. */
  refuse(path: readonly string[], what: string, hint?: string): ManifestError
  /** `auth.domain is "x" for dev, must …` */
  becomes(path: readonly string[], value: string, problem: Problem): ManifestError
}

/** For the auth of one environment. */
export function placesOf({name}: Environment, source: Source): AuthPlaces {
  const place = (path: readonly string[]): readonly string[] => {
    const own = ['environments', name, 'auth', ...path]
    return source.has(own) ? own : ['auth', ...path]
  }
  const refuse: AuthPlaces['refuse'] = (path, what, hint) => {
    const where = place(path)
    return new ManifestError(`${dotted(where)} ${what}`, {at: source.at(where), hint})
  }
  return {
    name,
    refuse,
    becomes: (path, value, {must, hint}) => refuse(path, `is ${show(value)} for ${name}, must ${must}`, hint),
  }
}
