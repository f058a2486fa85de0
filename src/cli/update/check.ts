import {homedir} from 'node:os'
import path from 'node:path'
import {readRegularFile} from '../../files/read.js'
import {VERSION, writeKnown} from './known.js'

/**
 * The process that `noticeUpdate` starts: asks the npm registry which version is the newest, and writes it to the file
 * that it is given. It sends no id, no version and no name of a project; where no answer comes, it ends.
 */
const [, , file = ''] = process.argv
fetch(`${registry()}/-/package/awsup/dist-tags`, {
  signal: AbortSignal.timeout(3_000),
  headers: {accept: 'application/json', 'user-agent': 'awsup'},
  redirect: 'error',
})
  .then(async (response): Promise<unknown> => (response.ok ? await response.json() : undefined), nothing)
  .then((answer) => {
    const latest = typeof answer === 'object' && answer !== null && 'latest' in answer ? answer.latest : undefined
    if (typeof latest === 'string' && VERSION.test(latest)) writeKnown(file, latest)
  })
  // Nobody reads what it would say.
  .catch(nothing)

/** The user's own: of the shell, of ~/.npmrc, else npm's. */
function registry(): string {
  const own = process.env['npm_config_registry'] ?? /^registry\s*=\s*(\S+)/m.exec(npmrc())?.[1]
  return (own ?? 'https://registry.npmjs.org').replace(/\/+$/, '')
}

function npmrc(): string {
  try {
    const bytes = readRegularFile(path.join(homedir(), '.npmrc'), {limit: 64 * 1024, refuse: (why) => new Error(why)})
    return bytes?.toString() ?? ''
  } catch {
    return ''
  }
}

function nothing(): undefined {
  return undefined
}
