import type {Ground, Probe} from '../matrix/probe.js'
import type {AccessRule, FormName, RuleForms} from '../rules.js'

/** What `access test` and `access explain` need of a form of access rule. */
export interface Trial<F extends FormName> {
  /**
   * Everything worth trying on what these rules name: own and another's, meant and not.
   *
   * @param isAbout whether a rule of any form is about the thing that an ARN names
   */
  readonly probes: (rules: readonly AccessRule[], ground: Ground, isAbout: IsAbout) => readonly Probe[]
  /** What it lets people do, as it follows “may”. */
  readonly says: (rule: RuleForms[F]) => string
  /** Whether it is about the thing that an ARN names. */
  readonly isAbout: (rule: RuleForms[F], arn: ArnParts) => boolean
  /** A request that reaches past all owners at once, and how it is said. */
  readonly whole?: (rule: RuleForms[F], ground: Ground) => Whole
  /** What somebody else has to do before the rule works for users who signed in. */
  readonly before?: string
  /** What it opens beyond what it keeps apart, where that was accepted. */
  readonly opens?: (rule: RuleForms[F]) => Opens | undefined
}

export type IsAbout = (rule: AccessRule, arn: string) => boolean

/** `arn:aws:<service>:::<sort>/<name>:<qualifier>`; in a bucket's ARN the sort is its name. */
export interface ArnParts {
  readonly service: string
  readonly sort: string
  readonly name: string | undefined
  /** Of a function: an alias. Of others: whatever follows. */
  readonly qualifier: string | undefined
}

export interface Whole {
  readonly action: string
  readonly resource: string
  readonly says: string
}

export interface Opens {
  readonly problem: string
  readonly fix: string
  /** Why awsup.yaml accepts it. */
  readonly accepted: string
}
