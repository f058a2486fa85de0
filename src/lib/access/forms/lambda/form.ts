import {mapping} from '../../../manifest/read/collections.js'
import {optional, required} from '../../../manifest/read/keys.js'
import {text} from '../../../manifest/read/scalars.js'
import {functionName} from '../../../manifest/rules/places.js'
import {templateOf} from '../../../manifest/rules/placeholders.js'
import type {Grant} from '../../policy/grants.js'
import {arnIn, type Place} from '../../policy/statement.js'
import type {AccessRule} from '../../rules.js'
import type {Form} from '../form.js'
import type {FunctionRule} from './rule.js'

/** `lambda {function}`. */
const readFunction = mapping(
  {
    /** Name of a Lambda function in the environment's account and region. */
    function: required(text(templateOf(functionName))),
  },
  (rule): AccessRule => ({lambda: rule}),
)

export const lambda: Form<'lambda'> = {
  /** A Lambda function that may be called. */
  key: optional(readFunction),
  expand: (rule, {named}) => ({lambda: {function: named(rule.function)}}),
  nameOf: (rule) => ({field: 'function', value: rule.function, rule: functionName}),
  ownerOf: undefined,
  grants: (rules, place) => rules.map((rule) => functionGrant(rule, place)),
}

/** Calling a function. Its context tells it who calls: `identity.cognitoIdentityId`. */
const functionGrant = ({function: name}: FunctionRule, place: Place): Grant => ({
  sid: 'CallFunctions',
  thing: name,
  actions: ['lambda:InvokeFunction'],
  resources: [arnIn(place, 'lambda', `function:${name}`)],
  condition: {},
})
