import type {Position} from '../../base/errors.js'

/** Something that lets customers reach more than the access rules mean, or may do so. */
export interface Opening {
  /** `client 1h57kf5cpq17m0eml12EXAMPLE`, `group supers`, `access.authenticated[1].statement` */
  readonly subject: string
  /** As it follows the subject: `may write custom:tenant, and access rules go by that`. */
  readonly problem: string
  /** One sentence, or a command to run. */
  readonly fix: string
  /** Why awsup.yaml accepts it; absent where it does not. */
  readonly accepted?: string | undefined
  /** Where in awsup.yaml, if it is there. */
  readonly at?: Position | undefined
}

/** In one line: what it is, what to do, and where. */
export const sayOpening = ({subject, problem, fix, at}: Opening): string =>
  `${subject} ${problem}. ${fix}${at ? ` (awsup.yaml:${at.line}:${at.column})` : ''}`

/** Those that nobody accepted. */
export const notAccepted = (openings: readonly Opening[]): readonly Opening[] =>
  openings.filter(({accepted}) => accepted === undefined)

/** The same openings, with the reasons of `access.accepted` beside those that it names. Pure. */
export const withReasons = (
  openings: readonly Opening[],
  reasons: ReadonlyMap<string, string> = new Map(),
): readonly Opening[] => openings.map((opening) => ({...opening, accepted: reasons.get(opening.subject)}))
