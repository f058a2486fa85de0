import {posix} from 'node:path'
import {neverOurs} from '../../project/never-ours.js'
import {every, pattern} from './names.js'
import type {Rule} from '../read/scalars.js'
import {stating} from '../read/shape.js'
import {LIMITS, range, within} from './limits.js'

const DOMAIN = LIMITS['cognito-idp'].DomainType
const URL_LIMIT = LIMITS['cognito-idp'].RedirectUrlType
const LOCAL = ['localhost', '127.0.0.1', '[::1]']
// A browser would run or read these instead of going somewhere.
const DANGEROUS = ['javascript', 'data', 'vbscript', 'file', 'blob', 'about']

// `localhost:5173/in` is a host whose scheme is missing, not a scheme.
const HOST_AND_PORT = /^[a-z0-9.-]+:\d+(?:[/?]|$)/i

// What of the rule below an expression can say; a name that ends in letters is no address of this machine.
const REDIRECTS = [
  {must: 'be a full URL', pattern: /^[A-Za-z][A-Za-z0-9+.-]*:/},
  {must: 'be a full URL', pattern: /^(?![A-Za-z0-9.-]+:\d+(?:[/?]|$))/},
  {must: 'be a full URL', pattern: /^(?!https?:(?!\/\/[^/?#]))/i},
  {must: 'lead to a page or an app', pattern: new RegExp(`^(?!(?:${DANGEROUS.join('|')}):)`, 'i')},
  {must: 'have no fragment', pattern: /^[^#]*$/},
  {must: 'be one exact URL', pattern: /^[^*]*$/},
  {must: 'begin with https://', pattern: /@|^(?!http:\/\/(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?:[:/?]|$))/},
]

/**
 * A callback or logout URL. Cognito takes https, http only for this machine, and the schemes of apps in every shape that
 * they have: `myapp://`, `com.acme.app:/cb`, `urn:ietf:wg:oauth:2.0:oob`; no fragment (CreateUserPoolClient,
 * `CallbackURLs`; Amplify Flutter, "Sign in with web UI").
 */
export const redirectUrl: Rule = every(
  // ASCII alone: AWS compares it with what browsers send, letter by letter.
  within(URL_LIMIT, `be ${range(URL_LIMIT)} characters with no spaces or control characters`, {also: /^[!-~]*$/}),
  stating(REDIRECTS, (value) => {
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(value)?.[1]?.toLowerCase()
    const isPage = scheme === 'http' || scheme === 'https'
    if (scheme === undefined || HOST_AND_PORT.test(value) || (isPage && !/^\w+:\/\/[^/?#]/.test(value))) {
      return {must: 'be a full URL', hint: 'For example: https://app.acme.dev/callback, or myapp://callback of an app'}
    }
    if (DANGEROUS.includes(scheme)) return {must: 'lead to a page or an app', hint: 'Use https.'}
    if (!URL.canParse(value))
      return {must: 'be a URL that can be parsed', hint: 'For example: https://app.acme.dev/callback'}
    const {hostname, hash} = new URL(value)
    if (hash !== '' || value.includes('#')) return {must: 'have no fragment', hint: 'Remove what begins with #.'}
    if (value.includes('*')) return {must: 'be one exact URL', hint: 'AWS compares it letter by letter: list each one.'}
    if (scheme === 'http' && !LOCAL.includes(hostname)) {
      return {must: 'begin with https://', hint: 'Only localhost, 127.0.0.1 and [::1] may be http.'}
    }
    return undefined
  }),
)

export const tableName: Rule = within(
  LIMITS.dynamodb.TableName,
  `be ${range(LIMITS.dynamodb.TableName)} letters, digits, dots, hyphens and underscores, as DynamoDB names tables`,
)

/** The rules for general purpose buckets of S3. */
export const bucketName: Rule = every(
  pattern(
    'be 3–63 lower-case letters, digits, dots and hyphens between a letter or digit at each end, as S3 names buckets',
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  ),
  pattern('have no two dots together and not look like an IP address', /^(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)/),
  pattern(
    'not begin or end with what S3 keeps for itself (xn--, sthree-, amzn-s3-demo-; -s3alias, --ol-s3, .mrap, --x-s3, --table-s3)',
    /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$)/,
  ),
)

/** `s3://bucket/prefix`: a bucket that S3 can have, and a prefix that every client reads the same way. */
export const recordsUrl: Rule = every(
  pattern('begin with s3://', /^s3:\/\/./s, 'For example: s3://acme-awsup/records'),
  (value) => {
    const problem = bucketName(value.slice('s3://'.length).replace(/\/.*$/s, ''))
    return (
      problem && {must: `name a bucket: its name must ${problem.must}`, hint: 'For example: s3://acme-awsup/records'}
    )
  },
  pattern(
    'have a prefix of at most 256 letters, digits, dots, hyphens, underscores and single slashes',
    /^s3:\/\/[^/]+(\/[\w.-]+)*\/?$/,
  ),
  pattern('have a prefix of at most 256 characters', /^s3:\/\/[^/]+(\/.{0,256})?$/s),
  pattern('have no "." or ".." between slashes', /^(?!.*\/\.{1,2}(\/|$))/s),
)

/** The name alone, as Lambda's `FunctionName` allows. */
export const functionName: Rule = pattern(
  'be 1–64 letters, digits, hyphens and underscores, the name of a Lambda function',
  /^[A-Za-z0-9_-]{1,64}$/,
)

/** A name for a version: digits alone are versions themselves (Lambda's `Alias`). */
export const aliasName: Rule = pattern(
  'be 1–128 letters, digits, hyphens and underscores that are not digits alone',
  /^(?!\d+$)[a-zA-Z0-9-_]{1,128}$/,
  'For example: live',
)

/** Prefix of a Cognito domain: unique in its region in all of AWS. */
export const domainPrefix: Rule = every(
  // The model's own pattern, which domains of one's own do not fit.
  within(DOMAIN, `be ${range(DOMAIN)} lower-case letters, digits and hyphens between a letter or digit at each end`, {
    also: /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/,
  }),
  pattern('not contain aws, amazon or cognito (AWS refuses them)', /^(?!.*(aws|amazon|cognito))/),
)

/** A file inside the project, written with forward slashes. */
export const outputPath: Rule = every(
  pattern('be 1–512 characters with no control characters', /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]{1,512}$/u),
  pattern('not have spaces around it', /^\S(.*\S)?$/u),
  pattern('use forward slashes', /^[^\\]*$/),
  pattern('be relative to awsup.yaml', /^(?!\/|~|[A-Za-z]:)/, 'For example: src/amplify_outputs.json'),
  pattern('stay inside the project', /^(?!.*(^|\/)\.\.(\/|$))/, 'Remove "..".'),
  pattern('name a file', /[^/]$/),
  pattern('name a file', /(^|\/)(?!\.?$)[^/]+$/),
  pattern('not begin with a hyphen', /^(?!-)/),
  (value) => {
    const reason = neverOurs(posix.normalize(value))
    if (reason === undefined) return undefined
    return {must: 'not be a file of awsup or git', hint: `Some system takes it for ${reason}: choose another path.`}
  },
  // Microsoft Learn, "Naming Files, Paths, and Namespaces". What follows a colon would be written where nobody sees it.
  pattern('have none of < > : " | ? *, which no file on Windows can have', /^[^<>:"|?*]*$/),
  pattern(
    'have no folder or file that ends with a dot or a space, which Windows leaves out',
    /^(?!(.*\/)?(?!\.{1,2}(\/|$))[^/]*[. ](\/|$))/,
  ),
  pattern(
    'have no folder or file with a name that Windows keeps for a device',
    /^(?!(.*\/)?(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]|conin\$|conout\$)(\.[^/]*)?(\/|$))/i,
  ),
  pattern('be the same for every environment', /^[^{}]*$/, 'Switching writes the same files with other ids in them.'),
)

const ORIGIN = 'be a URL with scheme, host and port alone'

/** Where a server answers: scheme, host and port, and nothing behind them. */
export const endpointUrl: Rule = stating([{must: ORIGIN, pattern: /^https?:\/\/[!-~]+$/}], (value) => {
  const url = /^https?:\/\/[!-~]+$/.test(value) && URL.canParse(value) ? new URL(value) : undefined
  return url && (value === url.origin || value === `${url.origin}/`)
    ? undefined
    : {must: ORIGIN, hint: 'For example: http://127.0.0.1:4566'}
})
