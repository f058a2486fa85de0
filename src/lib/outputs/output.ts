/** What an output of each format says in awsup.yaml beside `format` and `path`. */
export interface FormatOptions {
  amplify: {
    /** Of the file's schema; `undefined`: the newest. */
    readonly version: string | undefined
  }
  'amplify-ts': Served
  'aws-exports': object
  amplifyconfiguration: object
  'amplifyconfiguration-dart': object
  json: Served
  typescript: Served
  dotenv: {
    /** Begins every name. */
    readonly prefix: string
    /** Whether what reads the file replaces `$NAME`. */
    readonly expands: boolean
  }
  shell: {
    /** Begins every name; may be empty. */
    readonly prefix: string
  }
  tfvars: object
}

interface Served {
  /** Where the sandbox is served; told to applications only where the target is the sandbox. */
  readonly endpoint: string | undefined
}

export type FormatName = keyof FormatOptions

/** A file that `env switch` writes; the path is relative to the project. */
export type Output<F extends FormatName = FormatName> = {
  [Name in F]: {readonly format: Name; readonly path: string} & FormatOptions[Name]
}[F]
