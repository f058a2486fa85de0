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
