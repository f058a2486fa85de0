import {builtinModules} from 'node:module'
import {every, noneOf, projectName} from '../../../manifest/rules/names.js'
import type {Rule} from '../../../manifest/read/scalars.js'

/** What npm keeps for itself (npm, validate-npm-package-name). */
const OF_NPM = ['node_modules', 'favicon.ico']
/** What a template installs: a package is never installed into one of the same name. */
const INSTALLED = ['aws-amplify', 'react', 'react-dom', 'typescript', 'vite']

/** A name that is both a project of awsup and a package of npm. */
export const packageName: Rule = every(
  projectName,
  noneOf(
    'be another name: Node.js has a module of this name',
    builtinModules.map((name) => name.replace(/^node:/, '')),
    'For example: my-app',
  ),
  noneOf(
    'be another name: the application uses a package of this name',
    [...OF_NPM, ...INSTALLED],
    'For example: my-app',
  ),
)
