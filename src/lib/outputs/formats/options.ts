import {optional} from '../../manifest/read/keys.js'
import {text, type Rule} from '../../manifest/read/scalars.js'
import type {Read} from '../../manifest/read/spot.js'
import {made} from '../../manifest/read/collections.js'
import {dotenvPrefix, pattern} from '../../manifest/rules/names.js'
import {endpointUrl} from '../../manifest/rules/places.js'

/** `endpoint`: where the sandbox is served, without a slash at the end. */
export const endpoint: Read<string> = made(text(endpointUrl), (url) => url.replace(/\/$/, ''))

export const ENDPOINT = {
  /**
   * Where the sandbox is served; on AWS it means nothing.
   * @default http://127.0.0.1:4566
   */
  endpoint: optional(endpoint),
}

export const prefix = text(dotenvPrefix)

export const PREFIX = {
  /**
   * What every name begins with.
   * @example APP_
   */
  prefix: optional(prefix),
}

/** A module of TypeScript, and no file of declarations. */
export const typescriptFile: Rule = pattern('end in .ts', /(?<!\.d)\.[cm]?ts$/i, 'For example: src/awsup.ts')
