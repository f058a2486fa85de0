import type {AccessRule} from '../rules.js'

/** Where the resources are. */
export interface Ground {
  readonly region: string
  /** Twelve digits. */
  readonly account: string
}

/** One request to try, and what the rules say about it. */
export interface Probe {
  /** `dynamodb:GetItem` */
  readonly action: string
  readonly resource: string
  /** Condition keys of the request, beside those of the session. */
  readonly keys: Readonly<Record<string, readonly string[]>>
  /** In words: `own items of table todos`. */
  readonly target: string
  /**
   * Whether a role with these rules is meant to reach it; `undefined` where they leave it open. It is worked out from
   * what the words of a rule mean and takes nothing from the compiler: the two are held against each other.
   */
  readonly meant: (rules: readonly AccessRule[]) => boolean | undefined
}

/** Meant by no rule but a raw statement. */
export const never = (): boolean => false

/** Whether a name fits a pattern in which `*` is anything. */
export const fits = (pattern: string, name: string): boolean =>
  new RegExp(`^${pattern.split('*').map(literally).join('.*')}$`, 's').test(name)

const literally = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)

export const distinct = (names: readonly string[]): readonly string[] => [...new Set(names)].sort()
