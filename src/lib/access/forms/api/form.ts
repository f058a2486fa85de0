import {made} from '../../../manifest/read/collections.js'
import {optional} from '../../../manifest/read/keys.js'
import {stageName} from '../../../manifest/rules/access.js'
import type {AccessRule} from '../../rules.js'
import type {Form} from '../form.js'
import {routeGrant} from './grants.js'
import {readRoutes} from './read.js'

export const api: Form<'api'> = {
  /** Routes of an API of API Gateway that are authorized by IAM. The API is made elsewhere, in the environment's account. */
  key: optional(made(readRoutes, (rule): AccessRule => ({api: rule}))),
  expand: ({apis, ...rule}, {named, environment}) => ({
    api: {
      ...rule,
      api: apis ? (apis[environment] ?? '') : rule.api,
      stage: named(rule.stage),
      routes: rule.routes.map(named),
    },
  }),
  nameOf: ({stage}) => ({field: 'stage', value: stage, rule: stageName}),
  idsOf: ({apis}) => (apis ? {field: 'api', ids: apis} : undefined),
  ownerOf: ({owner}) => owner,
  grants: (rules, place) => rules.map((rule) => routeGrant(rule, place)),
}
