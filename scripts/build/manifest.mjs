import {Plugin} from '@oclif/core/config'

/** What `oclif manifest` writes, made with oclif's own Plugin from the built commands in `root`. Throws if one is broken. */
export async function makeManifest(root) {
  // Otherwise oclif looks for TypeScript sources of what was built.
  process.env.NODE_ENV = 'production'
  const plugin = new Plugin({root, type: 'core', isRoot: true, ignoreManifest: true, errorOnManifestCreate: true})
  await plugin.load()
  return `${JSON.stringify(plugin.manifest)}\n`
}
