import {isMap} from 'yaml'
import {fields, list, record} from '../../../manifest/read/collections.js'
import {text} from '../../../manifest/read/scalars.js'
import type {Read, Spot} from '../../../manifest/read/spot.js'
import {apiId, graphqlField} from '../../../manifest/rules/access.js'
import {environmentName} from '../../../manifest/rules/names.js'
import {template} from '../../../manifest/rules/placeholders.js'
import type {Grant} from '../../policy/grants.js'
import {arnIn, type Place} from '../../policy/statement.js'
import type {Form} from '../form.js'
import type {ApiRule} from './rule.js'

export const appsync: Form<'appsync'> = {
  read: (spot) => ({appsync: readApi(spot)}),
  expand: ({api, apis, fields}, {named, environment}) => ({
    appsync: {api: apis ? (apis[environment] ?? '') : named(api), fields},
  }),
  nameOf: ({api}) => ({field: 'api', value: api, rule: apiId}),
  ownerOf: undefined,
  grants: (rules, place) => rules.map((rule) => apiGrant(rule, place)),
}

/** `appsync {api, fields}`. */
function readApi(spot: Spot): ApiRule {
  const {required} = fields(spot, ['api', 'fields'])
  const names = list(text(graphqlField), {min: 1, max: 200, distinct: true})
  return {...required('api', apiOf), fields: required('fields', names)}
}

/** One API, or one for each environment. */
const apiOf: Read<Pick<ApiRule, 'api' | 'apis'>> = (spot) =>
  isMap(spot.node)
    ? {api: '', apis: Object.fromEntries(record({name: environmentName, read: text(apiId), max: 1000})(spot))}
    : {api: text(template)(spot)}

/** Fields of a GraphQL API, each a resource of its own (AppSync developer guide, "Security", AWS_IAM authorization). */
const apiGrant = ({api, fields}: ApiRule, place: Place): Grant => ({
  sid: 'CallApis',
  thing: api,
  actions: ['appsync:GraphQL'],
  resources: fields.map((name) => {
    const [type = '', field = ''] = name.split('.')
    return arnIn(place, 'appsync', `apis/${api}/types/${type}/fields/${field}`)
  }),
  condition: {},
})
