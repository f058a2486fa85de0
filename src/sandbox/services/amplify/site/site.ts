import {createHash, timingSafeEqual} from 'node:crypto'
import type {Transaction} from '../../../store/transaction.js'
import type {SandboxReply} from '../../../wire/http.js'
import {settleBranch} from '../job-states.js'
import {apps, branches, type App, type Branch} from '../tables.js'
import {headersFor, readHeaderRules} from './headers.js'
import {applyRules} from './rules.js'
import {typeOf} from './types.js'

/** A request to a site. */
export interface SiteRequest {
  readonly appId: string
  readonly branch: string
  readonly method: string
  /** Encoded, from the site's root. */
  readonly path: string
  /** With its question mark; empty where there is none. */
  readonly search: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

/** A site by the host that a browser asks: `<branch>.<app id>.localhost`, and on AWS `<branch>.<app id>.amplifyapp.com`. */
const HOST = /^([a-z0-9][a-z0-9-]{0,254})\.(d[a-z0-9]{13})\.(?:localhost|amplifyapp\.com)$/
/** The same below a path, for programs to which that name means nothing. */
const PATH = /^\/_awsup\/sites\/([a-z0-9][a-z0-9-]*)\.(d[a-z0-9]{13})(\/.*)?$/s

type Named = Pick<SiteRequest, 'appId' | 'branch'>

/** Which site a host means; `undefined` for any other host. Such a host is never the sandbox's own. */
export function siteOfHost(host: string): Named | undefined {
  const [, branch, appId] = HOST.exec(host) ?? []
  return branch === undefined || appId === undefined ? undefined : {appId, branch}
}

/** Which site, and what of it, a path of the sandbox's own means. */
export function siteOfPath(path: string): (Named & {readonly path: string}) | undefined {
  const [, branch, appId, rest = '/'] = PATH.exec(path) ?? []
  return branch === undefined || appId === undefined ? undefined : {appId, branch, path: rest}
}

/** A page of the deployment that is live: with the rules, headers and password of its app and branch, as AWS applies them. */
export function answerSite(tx: Transaction, request: SiteRequest, now: number): SandboxReply {
  const app = apps.get(tx, [request.appId])
  const found = branches.get(tx, [request.appId, request.branch])
  if (!app || !found) return page(404, 'There is no such site in this sandbox.')
  const branch = settleBranch(found, {tx, now})
  if (!mayEnter(credentialsOf(app, branch), textOf(request.headers['authorization'])))
    return {...page(401, 'This site asks for a user name and a password.'), headers: CHALLENGE}
  if (request.method !== 'GET' && request.method !== 'HEAD') return page(405, 'A site is only read.')
  const reply = branch.site
    ? answerFile(tx, {request, app, site: branch.site})
    : page(404, 'Nothing is deployed here yet.')
  return request.method === 'HEAD' ? {...reply, body: ''} : reply
}

const CHALLENGE = {'content-type': 'text/plain; charset=utf-8', 'www-authenticate': 'Basic realm="Site"'}

/** A branch's own before the app's. */
function credentialsOf(app: App, branch: Branch): string | undefined {
  if (branch.enableBasicAuth === true) return branch.basicAuthCredentials ?? ''
  return app.enableBasicAuth === true ? (app.basicAuthCredentials ?? '') : undefined
}

function mayEnter(wanted: string | undefined, authorization: string): boolean {
  if (wanted === undefined) return true
  const sent = /^basic\s+(\S+)$/i.exec(authorization)?.[1] ?? ''
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(sent), digest(wanted))
}

interface Serving {
  readonly request: SiteRequest
  readonly app: App
  readonly site: Readonly<Record<string, string>>
}

function answerFile(tx: Transaction, {request, app, site}: Serving): SandboxReply {
  const path = decode(request.path)
  const files = new Map(Object.entries(site))
  const fileAt = (at: string): string | undefined =>
    [at.slice(1), `${at.replace(/\/$/, '').slice(1)}/index.html`.replace(/^\//, '')].find((name) => files.has(name))
  const found = applyRules(path, app.customRules ?? [], fileAt)
  if (!found) return page(404, 'There is no such page.')
  if ('elsewhere' in found) return page(501, "awsup's sandbox follows no rule to another server.")
  if ('location' in found) return redirect(found.location, found.status, request.search)
  const name = files.get(found.file) ?? ''
  const etag = `"${name.slice(0, 32)}"`
  const headers = {
    'content-type': typeOf(found.file),
    'cache-control': 'public, max-age=0, s-maxage=31536000',
    etag,
    ...headersFor(path, readHeaderRules(app.customHeaders ?? '') ?? []),
  }
  if (textOf(request.headers['if-none-match']) === etag) return {status: 304, headers, body: ''}
  return {status: found.status, headers, body: tx.bytes(name)}
}

const redirect = (location: string, status: number, search: string): SandboxReply => ({
  status,
  headers: {
    location: encodeURI(location).replaceAll(/%25([0-9a-f]{2})/gi, '%$1') + (location.includes('?') ? '' : search),
  },
  body: '',
})

const page = (status: number, text: string): SandboxReply => ({
  status,
  headers: {'content-type': 'text/plain; charset=utf-8'},
  body: `${text}\n`,
})

const textOf = (value: string | readonly string[] | undefined): string => [value ?? ''].flat().join(',')

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
