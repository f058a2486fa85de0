import type {Form} from '../form.js'
import {rawStatement} from './compile.js'
import {readStatement} from './read.js'
import {mapCondition} from './rule.js'

export const statement: Form<'statement'> = {
  read: (spot) => ({statement: readStatement(spot)}),
  expand: ({condition, resources, ...rest}, {named}) => ({
    statement: {...rest, resources: resources.map(named), condition: mapCondition(condition, named)},
  }),
  nameOf: undefined,
  ownerOf: undefined,
  statement: rawStatement,
}
