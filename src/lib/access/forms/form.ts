import type {Key} from '../../manifest/read/keys.js'
import type {Rule} from '../../manifest/read/scalars.js'
import type {Grant} from '../policy/grants.js'
import type {Owner} from '../owner.js'
import type {AccessRule, FormName, RuleForms} from '../rules.js'
import type {Place, Statement} from '../policy/statement.js'

/** What names in an environment become. */
export interface Names {
  /** Replaces `{env}` and `{project}`. */
  readonly named: (template: string) => string
  readonly environment: string
  /** The same of a table: one of `data` is called as DynamoDB calls it. */
  readonly table: (template: string) => string
  /** The same of a bucket; `{account}` stands for the id of the account. */
  readonly bucket: (template: string) => string
}

/** Something that rules cannot do, whatever policies they become. */
export interface AccessNote {
  readonly code: 'ANSWERS_ON_FAILED_CONDITION' | 'DENY_BY_GROUP'
  readonly message: string
}

/** What every command that reads awsup.yaml needs of a form of access rule. What is tried on it: `Trial`. */
export type Form<F extends FormName> = FormFacts<F> & (Granting<F> | Stating<F>)

interface NamedField {
  readonly field: string
  readonly value: string
  readonly rule: Rule
}

interface FormFacts<F extends FormName> {
  /** Its key in a rule of awsup.yaml, with how it is read. Throws ManifestError. */
  readonly key: Key<AccessRule | undefined>
  /** Replaces placeholders in every name. */
  readonly expand: (rule: RuleForms[F], names: Names) => AccessRule
  /**
   * The name that it is about, once placeholders are replaced: its key in awsup.yaml, and the rule for such names.
   * `undefined` where it is about no single name: then `read` checks all names.
   */
  readonly nameOf: ((rule: RuleForms[F]) => NamedField) | undefined
  /** Names besides that one, once placeholders are replaced. */
  readonly moreNames?: (rule: RuleForms[F]) => readonly NamedField[]
  /** Where it gives each environment an id of its own: the key of awsup.yaml, and environment → id. */
  readonly idsOf?: (
    rule: RuleForms[F],
  ) => {readonly field: string; readonly ids: Readonly<Record<string, string>>} | undefined
  /** Whose the data is; `undefined` where data has no owner. */
  readonly ownerOf: ((rule: RuleForms[F]) => Owner) | undefined
  /** What it cannot do. */
  readonly notes?: (rule: RuleForms[F]) => readonly AccessNote[]
}

interface Granting<F extends FormName> {
  /** What all rules of this form open. */
  readonly grants: (rules: readonly RuleForms[F][], place: Place) => readonly Grant[]
  readonly statement?: undefined
}

interface Stating<F extends FormName> {
  /** A statement as it was written. */
  readonly statement: (rule: RuleForms[F], place: Place) => Statement
  readonly grants?: undefined
}
