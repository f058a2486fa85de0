import {parseManifest} from '../../manifest/parse.js'
import {requireOwnFolders} from '../own-folders.js'
import {requireManifest, type Project, type ProjectOptions} from '../project.js'

/**
 * Loads and checks awsup.yaml, whatever was kept of it. Throws UsageError when there is none, ManifestError when it cannot
 * be. Commands open their project with `openProject`, which parses only what was changed.
 */
export const loadProject = ({root, target}: ProjectOptions): Project =>
  makeProject(requireManifest(root), {root, target})

/** A project from the text of a manifest, whether or not it is on disk yet. Throws what `requireOwnFolders` does. */
export function makeProject(source: string, {root, target}: ProjectOptions): Project {
  requireOwnFolders(root)
  const manifest = parseManifest(source)
  return {root, source, manifest, target: target ?? manifest.target ?? 'aws', targetIsAsked: target !== undefined}
}
