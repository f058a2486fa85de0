import {ConflictError, UsageError} from '../../../base/errors.js'
import {show} from '../../../manifest/read/show.js'
import {accountId as accountRule, environmentName} from '../../../manifest/rules/names.js'

/** Account id → the environment that it becomes; `undefined` where the derived name will do. */
export type Choices = ReadonlyMap<string, string | undefined>

/**
 * What `--account` says: `<id>` or `<id>=<name>`. Throws UsageError on what is no id or no name, ConflictError where an
 * account gets two names, or a name two accounts.
 */
export function readChoices(flags: readonly string[]): Choices {
  const choices = new Map<string, string | undefined>()
  for (const flag of flags) {
    const at = flag.indexOf('=')
    const [id, name] = at < 0 ? [flag, undefined] : [flag.slice(0, at), flag.slice(at + 1)]
    requireRule(flag, id, accountRule(id) === undefined ? undefined : 'be the twelve digits of an account')
    if (name !== undefined) requireRule(flag, name, environmentName(name)?.must)
    const before = choices.get(id)
    if (before !== undefined && name !== undefined && before !== name) throw twoNames(id, [before, name])
    const other = [...choices].find(([one, taken]) => one !== id && name !== undefined && taken === name)
    if (other) throw sameName(name ?? '', [other[0], id])
    choices.set(id, name ?? before)
  }
  return choices
}

/** One account, two environments. */
export const twoNames = (accountId: string, names: readonly string[]): ConflictError =>
  new ConflictError(`account ${accountId} is named twice: ${names.join(' and ')}`, {
    code: 'TWO_NAMES',
    hint: 'An account becomes one environment: keep one of the names.',
    details: {accountId, names},
  })

/** One environment, two accounts. */
export const sameName = (name: string, accountIds: readonly string[]): ConflictError =>
  new ConflictError(`the name ${show(name)} is asked for by two accounts: ${accountIds.join(' and ')}`, {
    code: 'NAME_TAKEN',
    hint: `Give one of them another name: --account ${accountIds[1] ?? ''}=<name>`,
    details: {environment: name, accountIds},
  })

function requireRule(flag: string, value: string, must: string | undefined): void {
  if (must === undefined) return
  throw new UsageError(`--account says ${show(flag)}: ${show(value)} must ${must}`, {
    hint: 'For example: --account 123456789012=dev',
    details: {flag: '--account', asked: flag},
  })
}
