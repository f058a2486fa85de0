import type {Grant} from '../grants.js'
import type {ApiRule, FunctionRule} from '../rules.js'
import {arnIn, type Place} from '../statement.js'

/** Calling a function. Its context tells it who calls: `identity.cognitoIdentityId`. */
export const functionGrant = ({function: name}: FunctionRule, place: Place): Grant => ({
  sid: 'CallFunctions',
  thing: name,
  actions: ['lambda:InvokeFunction'],
  resources: [arnIn(place, 'lambda', `function:${name}`)],
  condition: {},
})

/** Fields of a GraphQL API, each a resource of its own (AppSync developer guide, "Security", AWS_IAM authorization). */
export const apiGrant = ({api, fields}: ApiRule, place: Place): Grant => ({
  sid: 'CallApis',
  thing: api,
  actions: ['appsync:GraphQL'],
  resources: fields.map((name) => {
    const [type = '', field = ''] = name.split('.')
    return arnIn(place, 'appsync', `apis/${api}/types/${type}/fields/${field}`)
  }),
  condition: {},
})
