import {basename, resolve} from 'node:path'
import {UsageError} from '../../../base/errors.js'
import {show} from '../../../manifest/read/show.js'
import {MANIFEST} from '../../../project/project.js'
import {parseManifest} from '../../../manifest/parse.js'
import {asked} from '../../asked.js'
import {requireRegion} from '../../environments/regions.js'
import {checkAnswer} from '../answers.js'
import {requireEmpty, writeAll} from './folder.js'
import {packageName} from './package-name.js'
import type {TemplateName} from './names.js'
import {renderTemplate} from './template.js'

/** What `awsup new` is told. */
export interface NewApplication {
  /** As it was typed, seen from `from`. */
  readonly folder: string
  readonly from: string
  readonly template: TemplateName
  /** Absent: the folder's own name. */
  readonly project?: string | undefined
  /** With `{env}` in it: each AWS account needs an address of its own. */
  readonly email: string
  readonly region: string
}

/** What `awsup new` made. */
export interface Created {
  /** Absolute. */
  readonly folder: string
  readonly project: string
  readonly template: TemplateName
  /** Seen from the folder, sorted. */
  readonly files: readonly string[]
}

/**
 * Makes the folder of an application: awsup.yaml and a small front end. Asks no network. Throws UsageError on a bad answer, and
 * ConflictError where something is in the folder already; nothing is left behind then.
 */
export function createApplication({folder, from, template, project, email, region}: NewApplication): Created {
  if (folder === '' || folder.includes('\0'))
    throw new UsageError(`${show(folder)} is not a folder`, {
      hint: 'Name a folder that does not exist yet: awsup new my-app',
    })
  const target = resolve(from, folder)
  const name = project ?? basename(target)
  const problem = packageName(name)
  if (problem) {
    const what = project === undefined ? `the folder's name ${show(name)}` : `--project ${show(name)}`
    throw new UsageError(`${what} must ${problem.must}, to be the name of the project`, {
      hint: project === undefined ? 'Name the project otherwise: --project my-app' : problem.hint,
    })
  }
  const wrongEmail = checkAnswer('email', email)
  if (wrongEmail !== undefined) throw new UsageError(`--email ${show(email)} ${wrongEmail}`)
  requireRegion('--region', region)
  const files = renderTemplate(template, {project: name, email, region})
  asked(() => parseManifest(files.get(MANIFEST) ?? ''))
  requireEmpty(target)
  writeAll(target, files)
  return {folder: target, project: name, template, files: [...files.keys()].sort()}
}
