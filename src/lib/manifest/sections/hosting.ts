import {renderHeaders, type HeaderRule} from '../../resources/amplify/headers.js'
import type {HostedEnvironment, Hosting} from '../hosting.js'
import {list, mapping, record} from '../read/collections.js'
import {optional, section} from '../read/keys.js'
import {flag, text, type Rule} from '../read/scalars.js'
import {refused, type Read} from '../read/spot.js'
import {LIMITS, within} from '../rules/limits.js'
import {environmentName, MOST_ENVIRONMENTS, every, pattern} from '../rules/names.js'
import {template} from '../rules/placeholders.js'
import {outputPath} from '../rules/places.js'
import {secretWith} from './auth/providers.js'

/** Longest text of all headers together (CreateApp, `customHeaders`). */
const MAX_HEADERS = LIMITS.amplify.CustomHeaders.max

const folderPath: Rule = every(
  outputPath,
  pattern('not be the folder of awsup.yaml itself', /^(?!\.?$)/, 'For example: dist'),
)

const glob: Rule = pattern(
  'be a pattern of paths: 1–256 characters with no spaces and no quotes',
  /^[!#-&(-~]{1,256}$/,
  'For example: /assets/** or *.pdf',
)

/** RFC 9110, 5.6.2, "token". */
const headerName: Rule = pattern(
  'be the name of a header',
  /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/,
  'For example: X-Frame-Options',
)

const headerValue: Rule = pattern('be 1–4096 characters of ASCII on one line', /^[!-~]([ -~]{0,4094}[!-~])?$/)

/** No colon: it ends the name (RFC 7617, 2). */
const siteUser: Rule = pattern(
  'be 1–64 letters, digits and _.@- without spaces',
  /^[A-Za-z0-9_.@-]{1,64}$/,
  'For example: team',
)

/** A host below a domain, as browsers write it. */
const hostName: Rule = every(
  template,
  within(
    {min: 1, max: LIMITS.amplify.DomainName.max},
    `be a domain of at most ${LIMITS.amplify.DomainName.max} characters`,
    {
      also: /^(?=[^.]+\.)([a-z0-9{}]([a-z0-9{}-]{0,61}[a-z0-9{}])?\.)*[a-z]{2,63}$/,
      hint: 'Lower case, without scheme and path. For example: app.acme.dev, {env}.acme.dev',
    },
  ),
)

const passwordAt = secretWith(() => 'Anyone who read this file knows what was in it: choose another password.')

const hosted: Read<HostedEnvironment> = mapping(
  {
    /**
     * Where the password is kept that browsers ask for before they show the site: never the password itself. Without this
     * key everybody can open the site.
     */
    password: optional(passwordAt),
    /**
     * User name that belongs to the password.
     * @default team
     */
    user: optional(text(siteUser)),
    /**
     * Domain of your own for the site. `{env}` and `{project}` are replaced.
     * @example app.acme.dev
     */
    domain: optional(text(hostName)),
  },
  ({password, user, domain}, _spot, at) => {
    if (user !== undefined && !password)
      throw refused(at('user'), 'is a user name without a password', 'Add the key password, or remove user.')
    return {domain, password: password && {user: user ?? 'team', kept: password}}
  },
  {needs: {user: 'password'}},
)

/** `hosting`: one build, hosted in every environment. */
export const hosting: Read<Hosting> = mapping(
  {
    /**
     * Folder that your build makes, with index.html at its top.
     * @default dist
     */
    folder: optional(text(folderPath)),
    /**
     * Whether every path that is no file opens index.html, as single-page applications need.
     * @default true
     */
    spa: optional(flag),
    /**
     * Folder whose files your build copies to the top of `folder`, unchanged. What `outputs` writes below it is the
     * configuration that the site reads when it starts: `awsup deploy` puts that of the environment in its place.
     * @default public
     */
    public: optional(text(folderPath)),
    /**
     * Patterns of files whose names change with their content: browsers keep them for a year without asking again.
     * @default ["/assets/**"]
     */
    immutable: optional(list(text(glob), {max: 20, distinct: true})),
    /**
     * Headers by patterns of paths: `**` is anything, `*` anything within a folder.
     */
    headers: section(record({name: glob, read: record({name: headerName, read: text(headerValue), max: 50}), max: 50})),
    /** What is said of one environment alone, by its name. */
    environments: section(record({name: environmentName, read: hosted, max: MOST_ENVIRONMENTS})),
  },
  (
    {folder = 'dist', spa = true, immutable = ['/assets/**'], headers = new Map(), environments, ...said},
    _spot,
    at,
  ) => {
    const own = [...headers].map(([glob_, values]: [string, ReadonlyMap<string, string>]): HeaderRule => ({
      pattern: glob_,
      headers: [...values].map(([key, value]) => ({key, value})),
    }))
    const length = renderHeaders(own).length
    if (length > MAX_HEADERS - 5_000)
      throw refused(at('headers'), `are ${length} characters together, at most ${MAX_HEADERS - 5_000} are possible`)
    return {
      folder,
      spa,
      public: said.public ?? 'public',
      immutable,
      headers: own,
      environments: environments ?? new Map(),
    }
  },
)
