import {every, pattern, wordOr} from './names.js'
import type {Rule} from '../read/scalars.js'
import {LIMITS, range, within} from './limits.js'

/** Characters that mean something to IAM, `*` first of all, would open more than the name says. */
const wildcards = pattern('have no * and no ?', /^[^*?]*$/u, 'They would open more than one.')

const placeholders = (...names: readonly string[]): Rule =>
  pattern(
    `have no $ and no braces but ${names.map((name) => `{${name}}`).join(', ')}`,
    new RegExp(`^(?:[^{}$]|\\{(?:${names.join('|')})\\})*$`),
    'Those are replaced; nothing else is.',
  )

/** An index of a table, or `*` for all. DynamoDB's `IndexName`. */
export const indexName: Rule = wordOr(
  '*',
  within(
    LIMITS.dynamodb.IndexName,
    `be "*" or ${range(LIMITS.dynamodb.IndexName)} letters, digits, dots, hyphens and underscores, as DynamoDB names indexes`,
  ),
)

/** A top-level attribute; IAM takes no characters beyond U+00FF in a policy. */
export const attributeName: Rule = pattern(
  'be the name of an attribute: 1–255 characters up to U+00FF, none of which is * ? $ { }',
  /^[\u0020-\u00ff]{1,255}$(?<!.*[*?${}].*)/,
)

/** Beginning of object keys; `{owner}` is a part of its own. A slash at its end changes nothing. */
export const objectPrefix: Rule = every(
  pattern('have at most 512 characters', /^[^]{0,512}$/),
  wildcards,
  pattern('not begin with a slash', /^(?!\/)/, 'Keys of S3 begin without one.'),
  pattern('have no empty part and no "." or ".."', /^(?!.*\/\/)(?!(.*\/)?\.{1,2}(\/|$))/),
  placeholders('env', 'project', 'owner'),
  pattern(
    'have {owner} once at most, between slashes',
    /^(?!.*[^/]\{owner\})(?!.*\{owner\}[^/])(?!.*\{owner\}.*\{owner\})/,
  ),
  pattern("be letters, digits and !-_.'()&@:,+=~ with single spaces and slashes", /^[\w!\-.'()&@:,+=~ /{}]*$/),
)

/** A topic of MQTT; `/*` at the end stands for all below. */
export const topicName: Rule = every(
  pattern('be 1–256 characters', /^[^]{1,256}$/u),
  pattern('have no + and no #', /^[^+#]*$/u, 'Write /* at the end for all topics below: todos/{owner}/*'),
  pattern('have no ? and a * only at its end, after a slash', /^[^*?]*(\/\*)?$/u),
  pattern('not begin with a slash or with $', /^(?![/$])/, 'Topics that begin with $ belong to AWS.'),
  placeholders('env', 'project', 'owner'),
  pattern('have {owner} between slashes', /^(?!.*[^/]\{owner\})(?!.*\{owner\}[^/])/),
  pattern('be letters, digits and -_.:=,@/', /^[\w\-.:=,@/{}*]*$/),
)

/** `Query.todos`, `Mutation.*`. */
export const graphqlField: Rule = pattern(
  'be a type and a field, such as Query.todos or Mutation.*',
  /^[A-Za-z_]\w*\.([A-Za-z_]\w*|\*)$/,
)

/** An AppSync API's id: 26 lower-case letters and digits. */
export const apiId: Rule = pattern('be the id of an AppSync API: 26 lower-case letters and digits', /^[a-z0-9]{26}$/)

/** The id of an API of API Gateway, as its address begins. */
export const gatewayId: Rule = pattern(
  'be the id of an API of API Gateway: 10 lower-case letters and digits',
  /^[a-z0-9]{10}$/,
  'It begins the address of the API: https://<id>.execute-api.<region>.amazonaws.com',
)

/** What applications call an API. */
export const apiName: Rule = pattern(
  'be 1–64 letters, digits, hyphens and underscores that begin with a letter',
  /^[A-Za-z][A-Za-z0-9_-]{0,63}$/,
  'For example: orders',
)

/** API Gateway developer guide, "Quotas": names of stages. */
export const stageName: Rule = wordOr(
  '$default',
  pattern(
    'be "$default" or the name of a stage: 1–128 letters, digits, hyphens and underscores',
    /^[A-Za-z0-9_-]{1,128}$/,
  ),
)

const METHOD = 'begin with a method in capitals and one space: GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS or ANY'
const PARAMETER =
  'IAM compares the path that was sent, and never sees a parameter. Write GET /orders/* for all paths below /orders/.'

/** A route of an API: a method and a path, as `GET /orders/*`. */
export const route: Rule = every(
  pattern('be at most 512 characters', /^[^]{1,512}$/u),
  pattern('begin with a method, not with *', /^(?!\*)/, 'ANY is every method: ANY /orders/*'),
  pattern(METHOD, /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY) /, 'For example: GET /orders/*'),
  pattern('have a path that begins with a slash', /^\S+ \//, 'For example: GET /orders/*'),
  pattern('have no query string and no fragment', /^[^?#]*$/, 'Policies see the path alone.'),
  pattern('have no path parameters but {owner}', /^(?:[^{}]|\{(?:env|project|owner)\})*$/, PARAMETER),
  pattern('have no path parameters such as :id', /^(?!.*\/:)/, PARAMETER),
  pattern(
    'have * at its end alone, after a slash',
    /^[^*]*(?:\/\*)?$/,
    'IAM’s * crosses slashes: in the middle it would open more than it says. /* at the end is all paths below.',
  ),
  pattern('have no empty part and no "." or ".."', /^(?!.*\/\/)(?!.*\/\.{1,2}(?:\/|$))/),
  pattern('not end with a slash', /(?: \/|[^/])$/, 'Write /orders for the path, /orders/* for all below.'),
  pattern('have {owner} between slashes', /^(?!.*[^/]\{owner\})(?!.*\{owner\}[^/])/),
  pattern("have a path of letters, digits and -_.~:@!&'()+,;=", /^\S+ [\w\-.~:@!&'()+,;=/{}*]*$/),
)
