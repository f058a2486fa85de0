import {mapping} from '../../../manifest/read/collections.js'
import {optional, required} from '../../../manifest/read/keys.js'
import {text} from '../../../manifest/read/scalars.js'
import {aliasName, functionName} from '../../../manifest/rules/places.js'
import {templateOf} from '../../../manifest/rules/placeholders.js'
import type {Grant} from '../../policy/grants.js'
import {arnIn, type Place} from '../../policy/statement.js'
import type {AccessRule} from '../../rules.js'
import type {Form} from '../form.js'
import {qualified, type FunctionRule} from './rule.js'

/** `lambda {function, alias}`. */
const readFunction = mapping(
  {
    /** Name of a Lambda function in the environment's account and region. */
    function: required(text(templateOf(functionName))),
    /** Alias of it that is called, and nothing else of the function. Without this key: calls that name no alias. */
    alias: optional(text(templateOf(aliasName))),
  },
  (rule): AccessRule => ({lambda: rule}),
)

export const lambda: Form<'lambda'> = {
  /** A Lambda function that may be called. */
  key: optional(readFunction),
  expand: ({alias, ...rule}, {named}) => ({
    lambda: {function: named(rule.function), ...(alias !== undefined && {alias: named(alias)})},
  }),
  nameOf: (rule) => ({field: 'function', value: rule.function, rule: functionName}),
  moreNames: ({alias}) => (alias === undefined ? [] : [{field: 'alias', value: alias, rule: aliasName}]),
  ownerOf: undefined,
  grants: (rules, place) => rules.map((rule) => functionGrant(rule, place)),
}

/**
 * Calling a function. Its context tells it who calls: `identity.cognitoIdentityId`. With an alias the ARN ends with it:
 * Lambda tests the function as the call names it, and neither form covers the other (Lambda developer guide, "Using Lambda
 * aliases in event sources and permissions policies").
 */
const functionGrant = (rule: FunctionRule, place: Place): Grant => ({
  sid: 'CallFunctions',
  thing: qualified(rule),
  actions: ['lambda:InvokeFunction'],
  resources: [arnIn(place, 'lambda', `function:${qualified(rule)}`)],
  condition: {},
})
