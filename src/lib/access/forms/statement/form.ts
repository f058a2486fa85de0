import {made} from '../../../manifest/read/collections.js'
import {optional} from '../../../manifest/read/keys.js'
import type {AccessRule} from '../../rules.js'
import type {Form} from '../form.js'
import {rawStatement} from './compile.js'
import {readStatement} from './read.js'
import {mapCondition} from './rule.js'

export const statement: Form<'statement'> = {
  /** A statement as IAM knows it, for what the other forms cannot say. */
  key: optional(made(readStatement, (rule): AccessRule => ({statement: rule}))),
  expand: ({condition, resources, ...rest}, {named}) => ({
    statement: {...rest, resources: resources.map(named), condition: mapCondition(condition, named)},
  }),
  nameOf: undefined,
  ownerOf: undefined,
  statement: rawStatement,
}
