import {openOwnFolder} from '../../../../sessions/own-folder.js'

/**
 * Where zips are kept that were deployed: `$XDG_DATA_HOME/awsup/deployments`, `~/.local/share/awsup/deployments`,
 * `~/Library/Application Support/awsup/deployments`, `%LOCALAPPDATA%\awsup\deployments`. Never in the project: a checkout
 * may be somebody else's, and what is kept is deployed again. `undefined` where no place is the user's alone.
 */
export const openKeptFolder = (root: string, branch: string): string | undefined =>
  openOwnFolder('data', {root, below: ['deployments', branch]})
