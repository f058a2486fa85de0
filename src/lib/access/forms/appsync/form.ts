import {either, list, made, mapping, record} from '../../../manifest/read/collections.js'
import {optional, required} from '../../../manifest/read/keys.js'
import {text} from '../../../manifest/read/scalars.js'
import type {Read} from '../../../manifest/read/spot.js'
import {apiId, graphqlField} from '../../../manifest/rules/access.js'
import {environmentName} from '../../../manifest/rules/names.js'
import {templateOf} from '../../../manifest/rules/placeholders.js'
import type {Grant} from '../../policy/grants.js'
import {arnIn, type Place} from '../../policy/statement.js'
import type {AccessRule} from '../../rules.js'
import type {Form} from '../form.js'
import type {ApiRule} from './rule.js'

/** One API, or one for each environment. */
const apiOf: Read<Pick<ApiRule, 'api' | 'apis'>> = either(
  made(text(templateOf(apiId)), (api) => ({api})),
  made(record({name: environmentName, read: text(apiId), max: 1000}), (apis) => ({
    api: '',
    apis: Object.fromEntries(apis),
  })),
)

/** `appsync {api, fields}`. */
const readApi = mapping(
  {
    /** Id of an AppSync API, or one for each environment: `{ dev: …, prod: … }`. */
    api: required(apiOf),
    /**
     * Fields that may be called: `Query.todos`, `Mutation.*`.
     * @example ["Query.todos"]
     */
    fields: required(list(text(graphqlField), {min: 1, max: 200, distinct: true})),
  },
  ({api, fields}): AccessRule => ({appsync: {...api, fields}}),
)

export const appsync: Form<'appsync'> = {
  /** Fields of a GraphQL API of AppSync. */
  key: optional(readApi),
  expand: ({api, apis, fields}, {named, environment}) => ({
    appsync: {api: apis ? (apis[environment] ?? '') : named(api), fields},
  }),
  nameOf: ({api}) => ({field: 'api', value: api, rule: apiId}),
  idsOf: ({apis}) => (apis ? {field: 'api', ids: apis} : undefined),
  ownerOf: undefined,
  grants: (rules, place) => rules.map((rule) => apiGrant(rule, place)),
}

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
