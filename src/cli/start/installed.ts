import type {Manifest, PJSON} from '@oclif/core/interfaces'
import type {Outputs} from './output.js'

/** Where awsup is: a package on disk, or one file that holds all of it. */
export interface Installed {
  /** Folder of the package, or of the one file. */
  readonly root: string
  /** The module of a command; by default the file of its name. */
  readonly load?: (command: {readonly words: readonly string[]}) => unknown
  /** Where it writes; by default the streams of the process. */
  readonly outputs?: Outputs
  /** Set in the one file, which has nothing beside it. */
  readonly inside?: Inside
}

/** What a package has beside its code. */
export interface Inside {
  /** package.json. */
  readonly pjson: PJSON
  /** Every command, as people type it: `env switch`. */
  readonly commands: readonly string[]
  /** oclif.manifest.json, which only help needs. */
  readManifest(): Manifest
}
