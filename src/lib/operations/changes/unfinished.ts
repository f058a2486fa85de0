import type {Engine} from '../../engine/engine.js'
import {AccessError, ApplyError, AwsRefusedError} from '../../base/errors.js'

/**
 * What stops a command that has made something already: ApplyError, whose hint says what exists and that the same
 * command goes on. What is no refusal of AWS (a conflict, an interruption, a bug) stays what it is.
 *
 * @param exists "User alice exists in dev; …", with a full stop
 */
export function unfinished(engine: Engine, error: unknown, exists: string): unknown {
  const known = engine.explain(error)
  if (!(known instanceof AwsRefusedError) && !(known instanceof AccessError)) return error
  const theirs = known.hint === undefined ? '' : `${known.hint.replace(/[^.]$/, '$&.')} `
  return new ApplyError(known.message, {
    hint: `${theirs}${exists} Run the same command again, and it continues.`,
    details: {...known.details, because: known.code},
    cause: known,
  })
}
