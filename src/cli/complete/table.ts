/** The commands as the Tab key needs them; scripts/build/complete.mjs makes it of the manifest of commands. */
export interface Table {
  /** Topic as people type it → its description. */
  readonly topics: Readonly<Record<string, string>>
  /** Flags of every command; they may stand before the command too. */
  readonly globals: Readonly<Record<string, Flag>>
  /** Command as people type it → what it takes. */
  readonly commands: Readonly<Record<string, Command>>
}

export interface Command {
  readonly summary: string
  readonly args: readonly Argument[]
  readonly flags: Readonly<Record<string, Flag>>
  /** Words after the last argument are a command line of their own: `exec`. */
  readonly passesOn?: true
}

export interface Argument {
  readonly name: string
  readonly options?: readonly string[]
}

export interface Flag {
  readonly summary: string
  /** Takes a value; one of these where there is a list. */
  readonly value?: true | readonly string[]
  readonly multiple?: true
  readonly char?: string
  readonly excludes?: readonly string[]
}

/** What Tab offers, as the scripts read it: a value and, after a tab, what it is. */
export interface Candidate {
  readonly value: string
  readonly description: string
}

/** What the script does where nothing of it is chosen: bits of the last line, a sum. */
export const DIRECTIVES = {
  /** Complete names of files where there is no candidate. */
  files: 0,
  /** awsup could not tell: complete nothing. */
  failed: 1,
  noFiles: 4,
  folders: 16,
  /** The words after `--` are another command's. */
  commandLine: 64,
} as const

export interface Answer {
  readonly candidates: readonly Candidate[]
  readonly directive: number
}
