import {join} from 'node:path'
import {readRegularFile} from '../../files/read.js'
import type {Cache} from '../base/cache.js'
import {ManifestError, UsageError} from '../base/errors.js'
import {decodeManifest, MAX_BYTES} from '../manifest/read/decode.js'
import type {Manifest} from '../manifest/manifest.js'
import {show} from '../manifest/read/show.js'

/** Where calls go. */
export type Target = 'aws' | 'sandbox'

/** A folder with an awsup.yaml, as it is now on disk. */
export interface Project {
  readonly root: string
  /** The text of awsup.yaml; edits start from it. */
  readonly source: string
  readonly manifest: Manifest
  readonly target: Target
  /** Whether `--sandbox` or AWSUP_TARGET said so, not awsup.yaml. */
  readonly targetIsAsked?: boolean | undefined
  /** What earlier runs worked out; absent where nothing is kept. */
  readonly cache?: Cache | undefined
}

/** How a command was asked to find the project. */
export interface ProjectOptions {
  /** The folder that has the awsup.yaml. */
  readonly root: string
  /** What `--sandbox` or AWSUP_TARGET says; the manifest decides where it is absent. */
  readonly target?: Target | undefined
}

export const MANIFEST = 'awsup.yaml'

/** The text of awsup.yaml. Throws UsageError when there is none, and what `readManifest` does. */
export function requireManifest(root: string): string {
  const source = readManifest(root)
  if (source === undefined) {
    throw new UsageError(`there is no ${MANIFEST} in ${root} or above it`, {
      code: 'NO_PROJECT',
      hint: "Start with: awsup org init --project acme --email 'aws+{env}@acme.dev' (add --sandbox to try it without AWS).",
    })
  }
  return source
}

/**
 * The text of awsup.yaml as it is now; `undefined` where there is none. Throws ManifestError where it is no regular
 * file, too large, or no text.
 */
export function readManifest(root: string): string | undefined {
  const bytes = readRegularFile(join(root, MANIFEST), {
    limit: MAX_BYTES,
    refuse: (why, cause) =>
      new ManifestError(`${MANIFEST} ${why}`, {
        hint: 'Is this the right file? A manifest is a few kilobytes of text.',
        cause,
      }),
  })
  return bytes && decodeManifest(bytes)
}

/** `.awsup/<target>`: where the records of a target are. */
export const recordsFolder = ({root, target}: Pick<Project, 'root' | 'target'>): string => join(root, '.awsup', target)

/** Paths of the outputs that awsup.yaml names. */
export const outputPaths = ({manifest}: Pick<Project, 'manifest'>): readonly string[] =>
  manifest.outputs.map(({path}) => path)

/** The named environments, or all. Throws UsageError that names the nearest thing that would work. */
export function requireEnvironments({manifest}: Project, names: readonly string[] | undefined): readonly string[] {
  const known = [...manifest.environments.keys()]
  const unknown = (names ?? []).find((name) => !known.includes(name))
  if (unknown !== undefined) {
    throw new UsageError(`there is no environment ${show(unknown)} in ${MANIFEST}`, {
      code: 'NO_ENVIRONMENT',
      hint: `It has: ${known.join(', ')}.`,
      details: {environment: unknown, environments: known},
    })
  }
  return names && names.length > 0 ? names : known
}

/** One environment by name; see `requireEnvironments`. */
export function requireEnvironment(project: Project, name: string): string {
  requireEnvironments(project, [name])
  return name
}
