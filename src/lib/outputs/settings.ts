/** What an output's file needs of the manifest's `auth`. */
export interface OutputSettings {
  readonly signIn: readonly ('email' | 'phone' | 'username')[]
  readonly mfa: 'off' | 'optional' | 'on'
  readonly password: {
    readonly minLength: number
    readonly lowercase: boolean
    readonly uppercase: boolean
    readonly numbers: boolean
    readonly symbols: boolean
  }
  readonly clients: ReadonlyMap<
    string,
    {readonly callbackUrls: readonly string[]; readonly logoutUrls: readonly string[]}
  >
  readonly groups: ReadonlyMap<string, {readonly precedence?: number | undefined}>
  /** Prefix of the hosted domain. */
  readonly domain: string | undefined
  readonly guests: boolean
}

/** A file that switching writes; the path is relative to the project. */
export type OutputFile =
  | {readonly format: 'amplify'; readonly path: string}
  | {readonly format: 'dotenv'; readonly path: string; readonly prefix: string}
