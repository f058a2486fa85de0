import type {Cache} from '../../base/cache.js'
import {packManifest, unpackManifest} from '../../manifest/read/cached.js'
import type {Manifest} from '../../manifest/manifest.js'
import {openCache} from './cache.js'
import {requireOwnFolders} from '../own-folders.js'
import {requireManifest, type Project, type ProjectOptions} from '../project.js'

/** Under which name a manifest is kept. */
const MANIFEST = 'manifest'

/**
 * The same as `loadProject` for commands that run at every prompt: the parser is loaded, and runs, only where awsup.yaml is
 * another text than the one that it took last. Throws what `loadProject` does.
 */
export async function openProject(
  {root, target}: ProjectOptions,
  cache: Cache | undefined = openCache(root),
): Promise<Project> {
  const source = requireManifest(root)
  requireOwnFolders(root)
  const kept = cache?.read(MANIFEST)
  const manifest = (kept && unpackManifest(kept, source)) ?? (await parse(source, cache))
  return {
    root,
    source,
    manifest,
    target: target ?? manifest.target ?? 'aws',
    targetIsAsked: target !== undefined,
    cache,
  }
}

async function parse(source: string, cache: Cache | undefined): Promise<Manifest> {
  const {parseManifest} = await import('../../manifest/parse.js')
  const manifest = parseManifest(source)
  const packed = cache && packManifest(manifest, source)
  if (packed) cache.write(MANIFEST, packed)
  return manifest
}
