import {text, type Rule} from '../../manifest/read/scalars.js'
import type {Read} from '../../manifest/read/spot.js'
import {pattern} from '../../manifest/rules/names.js'
import {endpointUrl} from '../../manifest/rules/places.js'

/** `endpoint`: where the sandbox is served, without a slash at the end. */
export const endpoint: Read<string> = (spot) => text(endpointUrl)(spot).replace(/\/$/, '')

/** A module of TypeScript, and no file of declarations. */
export const typescriptFile: Rule = pattern('end in .ts', /(?<!\.d)\.[cm]?ts$/i, 'For example: src/awsup.ts')
