import {openOwnFolder} from './own-folder.js'

/**
 * The folder of the user's own where sessions are kept: `$XDG_CACHE_HOME/awsup/sessions`, `~/.cache/awsup/sessions`,
 * `~/Library/Caches/awsup/sessions`, `%LOCALAPPDATA%\awsup\cache\sessions`. It is made where there is none. `undefined`
 * where no place is the user's alone; it never lies in the project, which may be somebody else's checkout.
 */
export const openFolder = (root: string, env: NodeJS.ProcessEnv = process.env): string | undefined =>
  openOwnFolder('cache', {root, below: ['sessions'], env})
