import {isAbsolute, join} from 'node:path'
import {isWithin} from '../../../../records/journal/machine-key.js'
import {isPrivate} from '../../../../sessions/folder.js'

/**
 * Where zips are kept that were deployed: `$XDG_DATA_HOME/awsup/deployments`, `~/.local/share/awsup/deployments`,
 * `~/Library/Application Support/awsup/deployments`, `%LOCALAPPDATA%\awsup\deployments`. Never in the project: a checkout
 * may be somebody else's, and what is kept is deployed again. `undefined` where no place is the user's alone.
 */
export function openKeptFolder(root: string, branch: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const base = dataFolder(root, env)
  if (base === undefined) return undefined
  const folders = [base, join(base, 'deployments'), join(base, 'deployments', branch)]
  return folders.every(isPrivate) ? folders.at(-1) : undefined
}

function dataFolder(
  root: string,
  {XDG_DATA_HOME, HOME, LOCALAPPDATA}: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const fit = (base: string | undefined, ...below: readonly string[]): string | undefined =>
    base !== undefined && isAbsolute(base) && !isWithin(root, join(base, ...below)) ? join(base, ...below) : undefined
  if (platform === 'win32') return fit(LOCALAPPDATA, 'awsup')
  const usual = platform === 'darwin' ? ['Library', 'Application Support'] : ['.local', 'share']
  return fit(XDG_DATA_HOME, 'awsup') ?? fit(HOME, ...usual, 'awsup')
}
