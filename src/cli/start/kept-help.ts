import {existsSync} from 'node:fs'
import path from 'node:path'
import {openCache} from '../../lib/index.js'
import type {Installed} from './installed.js'
import type {Writable} from './output.js'

interface Asked {
  readonly installed: Installed
  readonly stdout: Writable
  readonly env?: NodeJS.ProcessEnv
  /** What renders it otherwise. */
  readonly render: () => Promise<string>
}

/**
 * The help of `awsup --help`, which takes oclif with all its commands to render: kept between runs, and used where all is
 * the same that it depends on.
 */
export async function renderKeptHelp({installed, stdout, env = process.env, render}: Asked): Promise<string> {
  const cache = installed.inside || hasTheme(env) ? undefined : openCache(installed.root)
  const about = `${JSON.stringify([process.version, process.platform, process.arch, stdout.isTTY, stdout.columns, namedIn(env)])}\n`
  const kept = cache?.read('help')?.toString()
  if (kept?.startsWith(about)) return kept.slice(about.length)
  const text = await render()
  cache?.write('help', Buffer.from(about + text))
  return text
}

/** Variables that change how a help looks. */
const namedIn = (env: NodeJS.ProcessEnv): readonly (readonly [string, string | undefined])[] =>
  Object.entries(env)
    .filter(([name]) => /COLOR|^OCLIF_|^AWSUP_|^TERM|^CI$/.test(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))

/** oclif reads colours of the user's own from there. */
function hasTheme({XDG_CONFIG_HOME, LOCALAPPDATA, HOME}: NodeJS.ProcessEnv): boolean {
  const bases = [XDG_CONFIG_HOME, LOCALAPPDATA, HOME && path.join(HOME, '.config')]
  return bases.some((base) => base && existsSync(path.join(base, 'awsup', 'theme.json')))
}
