import type {BadInput} from '../input.js'
import {manifest} from '../../samples.js'

const rule = (text: string) => ({access: `{ authenticated: [{ ${text} }] }`})
const routes = (text: string, more = '') => rule(`api: { api: abc123def4, routes: ["${text}"]${more} }`)

/** `BAD_INPUT` of the form `api` of access rules, and of ids for each environment. */
export const BAD_ROUTES: readonly BadInput[] = [
  {
    title: 'a method in small letters',
    yaml: manifest(routes('get /orders')),
    message:
      'access.authenticated[0].api.routes[0] is "get /orders", must begin with a method in capitals and one space: GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS or ANY',
    at: [5, 62],
  },
  {
    title: 'a method that HTTP does not have',
    yaml: manifest(routes('FETCH /orders')),
    message:
      'access.authenticated[0].api.routes[0] is "FETCH /orders", must begin with a method in capitals and one space: GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS or ANY',
    at: [5, 62],
  },
  {
    title: 'two spaces in a route',
    yaml: manifest(routes('GET  /orders')),
    message: 'access.authenticated[0].api.routes[0] is "GET  /orders", must have a path that begins with a slash',
    at: [5, 62],
  },
  {
    title: 'every method by a wildcard',
    yaml: manifest(routes('* /orders')),
    message: 'access.authenticated[0].api.routes[0] is "* /orders", must begin with a method, not with *',
    at: [5, 62],
  },
  {
    title: 'a path without its slash',
    yaml: manifest(routes('GET orders')),
    message: 'access.authenticated[0].api.routes[0] is "GET orders", must have a path that begins with a slash',
    at: [5, 62],
  },
  {
    title: 'a query string in a route',
    yaml: manifest(routes('GET /orders?all=1')),
    message: 'access.authenticated[0].api.routes[0] is "GET /orders?all=1", must have no query string and no fragment',
    at: [5, 62],
  },
  {
    title: 'a path parameter',
    yaml: manifest(routes('GET /orders/{id}')),
    message: 'access.authenticated[0].api.routes[0] is "GET /orders/{id}", must have no path parameters but {owner}',
    at: [5, 62],
  },
  {
    title: 'a greedy path parameter',
    yaml: manifest(routes('ANY /{proxy+}')),
    message: 'access.authenticated[0].api.routes[0] is "ANY /{proxy+}", must have no path parameters but {owner}',
    at: [5, 62],
  },
  {
    title: 'a path parameter of another framework',
    yaml: manifest(routes('GET /orders/:id')),
    message: 'access.authenticated[0].api.routes[0] is "GET /orders/:id", must have no path parameters such as :id',
    at: [5, 62],
  },
  {
    title: 'a wildcard in the middle of a path',
    yaml: manifest(routes('GET /orders/*/items')),
    message:
      'access.authenticated[0].api.routes[0] is "GET /orders/*/items", must have * at its end alone, after a slash',
    at: [5, 62],
  },
  {
    title: 'a wildcard without a slash',
    yaml: manifest(routes('GET /orders*')),
    message: 'access.authenticated[0].api.routes[0] is "GET /orders*", must have * at its end alone, after a slash',
    at: [5, 62],
  },
  {
    title: 'a path with an empty part',
    yaml: manifest(routes('GET /a//b')),
    message: 'access.authenticated[0].api.routes[0] is "GET /a//b", must have no empty part and no "." or ".."',
    at: [5, 62],
  },
  {
    title: 'a path that leads up',
    yaml: manifest(routes('GET /a/../b')),
    message: 'access.authenticated[0].api.routes[0] is "GET /a/../b", must have no empty part and no "." or ".."',
    at: [5, 62],
  },
  {
    title: 'a slash at the end of a path',
    yaml: manifest(routes('GET /orders/')),
    message: 'access.authenticated[0].api.routes[0] is "GET /orders/", must not end with a slash',
    at: [5, 62],
  },
  {
    title: 'an owner that is a part of a name',
    yaml: manifest(routes('GET /users/u{owner}')),
    message: 'access.authenticated[0].api.routes[0] is "GET /users/u{owner}", must have {owner} between slashes',
    at: [5, 62],
  },
  {
    title: 'a path that no URL has',
    yaml: manifest(routes('GET /größe')),
    message: `access.authenticated[0].api.routes[0] is "GET /größe", must have a path of letters, digits and -_.~:@!&'()+,;=`,
    at: [5, 62],
  },
  {
    title: 'an API of API Gateway by its address',
    yaml: manifest(rule('api: { api: "https://abc123def4.execute-api.eu-west-1.amazonaws.com", routes: [GET /] }')),
    message:
      'access.authenticated[0].api.api is "https://abc123def4.execute-api.eu-west-1.amazonaws.com", must be the id of an API of API Gateway: 10 lower-case letters and digits',
    at: [5, 41],
  },
  {
    title: 'an API of API Gateway with a capital letter',
    yaml: manifest(rule('api: { api: Abc123def4, routes: [GET /] }')),
    message:
      'access.authenticated[0].api.api is "Abc123def4", must be the id of an API of API Gateway: 10 lower-case letters and digits',
    at: [5, 41],
  },
  {
    title: 'an API for one environment alone',
    yaml: manifest(rule('api: { api: { dev: abc123def4 }, routes: [GET /] }')),
    message: 'access.authenticated[0].api.api has no id for prod',
    at: [5, 41],
  },
  {
    title: 'an API for an environment that is none',
    yaml: manifest(rule('api: { api: { dev: abc123def4, prd: abc123def5 }, routes: [GET /] }')),
    message: 'access.authenticated[0].api.api has an id for prd, which is not an environment',
    at: [5, 65],
  },
  {
    title: 'a GraphQL API for one environment alone',
    yaml: manifest(rule('appsync: { api: { dev: abcdefghijklmnopqrstuvwxyz }, fields: [Query.todos] }')),
    message: 'access.authenticated[0].appsync.api has no id for prod',
    at: [5, 45],
  },
  {
    title: 'every stage of an API',
    yaml: manifest(routes('GET /', ', stage: "*"')),
    message:
      'access.authenticated[0].api.stage is "*" for dev, must be "$default" or the name of a stage: 1–128 letters, digits, hyphens and underscores',
    at: [5, 79],
  },
  {
    title: 'a stage with the slash of its address',
    yaml: manifest(routes('GET /', ', stage: /v1')),
    message:
      'access.authenticated[0].api.stage is "/v1" for dev, must be "$default" or the name of a stage: 1–128 letters, digits, hyphens and underscores',
    at: [5, 79],
  },
  {
    title: 'an API without routes',
    yaml: manifest(rule('api: { api: abc123def4, routes: [] }')),
    message: 'access.authenticated[0].api.routes is empty, must have at least one entry',
    at: [5, 61],
  },
  {
    title: 'the same route twice',
    yaml: manifest(rule('api: { api: abc123def4, routes: [GET /, GET /] }')),
    message: 'access.authenticated[0].api.routes[1] is "GET /", which is in the list already',
    at: [5, 69],
  },
  {
    title: 'a route of everybody among those of their owners',
    yaml: manifest(rule('api: { api: abc123def4, routes: ["GET /users/{owner}", GET /news] }')),
    message: 'access.authenticated[0].api.routes[1] does not say where the owner comes',
    at: [5, 84],
  },
  {
    title: 'an owner in a route that all share',
    yaml: manifest(routes('GET /users/{owner}', ', owner: none')),
    message: 'access.authenticated[0].api.routes[0] has {owner} in it, but the rule says owner: none',
    at: [5, 62],
  },
  {
    title: 'an API in a region that is none',
    yaml: manifest(routes('GET /', ', region: eu-west')),
    message: 'access.authenticated[0].api.region is "eu-west", must be the code of an AWS region that awsup knows',
    at: [5, 80],
  },
  {
    title: 'a name of an API with a space',
    yaml: manifest(rule('api: { name: my api, api: abc123def4, routes: [GET /a] }')),
    message:
      'access.authenticated[0].api.name is "my api", must be 1–64 letters, digits, hyphens and underscores that begin with a letter',
    at: [5, 42],
    hint: 'For example: orders',
  },
  {
    title: 'one name for two APIs',
    yaml: manifest({
      access:
        '{ authenticated: [{ api: { name: a, api: abc123def4, routes: [GET /a] } }, { api: { name: a, api: abc123def5, routes: [GET /a] } }] }',
    }),
    message: 'access.authenticated[1].api.name is a, and so is that of another API or stage',
    at: [5, 99],
    hint: 'Rename one of them.',
  },
  {
    title: 'an API whose variable is that of a value',
    yaml: manifest({
      access: '{ authenticated: [{ api: { name: main-shop, api: abc123def4, routes: [GET /a] } }] }',
      values: '{ apiMainShop: x }',
    }),
    message:
      'access.authenticated[0].api.name is API_MAIN_SHOP as an environment variable, and so is values.apiMainShop',
    at: [5, 42],
    hint: 'Rename one of them.',
  },
]
