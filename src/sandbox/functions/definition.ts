/** A function that this sandbox runs, as it is in one account and region. */
export interface FunctionDefinition {
  readonly name: string
  /** The project: code is started in it, and no handler lies outside of it. */
  readonly folder: string
  readonly runs: HandlerCode | CommandCode
  /** Seconds. */
  readonly timeout: number
  /** MB. */
  readonly memory: number
  readonly environment: Readonly<Record<string, string>>
  readonly aliases: readonly string[]
  /** Name of the role whose credentials it gets; a role of the sandbox's own making when absent. */
  readonly role?: string | undefined
}

/** A function of a JavaScript module. */
export interface HandlerCode {
  /** As it is written: `functions/resize.handler`. */
  readonly handler: string
  /** Absolute path of the module. */
  readonly file: string
  /** Names of the exports that lead to it: `['handler']`. */
  readonly path: readonly string[]
}

/** A program that reads the event from stdin and writes the answer to stdout. */
export interface CommandCode {
  readonly command: readonly [string, ...string[]]
}

/** Which functions an account has in a region, asked again whenever one is called. */
export type FindFunctions = (place: {
  readonly accountId: string
  readonly region: string
}) => readonly FunctionDefinition[]

/** A key of a sandbox's session, as SDKs read it from the environment. */
export interface FunctionKeys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
}
