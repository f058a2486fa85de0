import type {HeaderRule} from '../resources/amplify/headers.js'
import type {HostingRule} from '../resources/amplify/app.js'
import type {Output} from '../outputs/output.js'
import type {Hosting} from './hosting.js'
import type {Manifest} from './manifest.js'

/** A file of the site that is made for each environment. */
export interface SiteOutput {
  readonly output: Output
  /** In the site, from its top: `config.json`. */
  readonly path: string
}

/** What `outputs` writes below the folder that the build copies: the configuration that a site reads when it starts. Pure. */
export const publicOutputs = ({hosting, outputs}: Pick<Manifest, 'hosting' | 'outputs'>): readonly SiteOutput[] =>
  outputs.flatMap((output) => {
    const folder = `${hosting?.public ?? ''}/`
    return hosting && output.path.startsWith(folder) ? [{output, path: output.path.slice(folder.length)}] : []
  })

/**
 * What a site of pages that one file serves needs: `404-200` leaves every file alone that exists, whatever its ending
 * (Amplify Hosting user guide, "Redirects and rewrites"; the regular expression of that page names the endings).
 */
export const rulesOf = ({spa}: Hosting): readonly HostingRule[] =>
  spa ? [{source: '/<*>', target: '/index.html', status: '404-200'}] : []

const CACHE = 'Cache-Control'

/**
 * What browsers may keep: nothing without asking, but for files whose names change with their content. Then what
 * awsup.yaml says; of several rules for one header the last counts.
 */
export const headersOf = ({immutable, headers}: Hosting): readonly HeaderRule[] => [
  {pattern: '**', headers: [{key: CACHE, value: 'no-cache'}]},
  ...immutable.map((pattern) => ({
    pattern,
    headers: [{key: CACHE, value: 'public, max-age=31536000, immutable'}],
  })),
  ...headers,
]
