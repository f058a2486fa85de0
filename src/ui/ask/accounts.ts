import {UsageError} from '../../lib/base/errors.js'
import {checkEnvironmentName, type Offer, type OfferedAccount} from '../../lib/index.js'
import {askConfirm, askText, type Asker} from './ask.js'
import {renderEquivalent} from '../text/equivalent.js'
import {renderSafe} from '../text/safe.js'

/**
 * Which accounts become environments, asked one by one. `words` are the arguments that the command was given so far.
 * With nobody to ask, UsageError that lists the accounts and the command line to use.
 */
export async function askAccounts(
  {offered, members}: Offer,
  {interactive, signal}: Asker,
  words: readonly string[],
): Promise<readonly OfferedAccount[]> {
  if (offered.length === 0) return []
  if (!interactive) throw nobodyToAsk(offered, words)
  const asking = {flag: 'account', interactive, signal}
  const chosen: OfferedAccount[] = []
  for (const account of offered) {
    const {id, name, email, unit} = account.member
    const shown = renderSafe(`${id} ${name} (${email}, ${unit})`)
    if (!(await askConfirm(`Make ${shown} an environment?`, asking))) continue
    const names = [...members.environments.keys(), ...chosen.map((one) => one.name)]
    const suggested = names.includes(account.name) ? {} : {suggested: account.name}
    const answer = await askText('Name of the environment:', {
      ...asking,
      ...suggested,
      check: (text) => checkEnvironmentName(text, names),
    })
    chosen.push({...account, name: answer})
  }
  return chosen
}

function nobodyToAsk(offered: readonly OfferedAccount[], words: readonly string[]): UsageError {
  const accounts = offered.map(({member, name}) => `${member.id} ${renderSafe(member.name)} as ${name}`)
  const each = offered.flatMap(({member, name}) => ['--account', `${member.id}=${name}`])
  const command = renderEquivalent(['import', 'organization', ...words, ...each, '--yes'])
  return new UsageError(`which accounts are to become environments? There are: ${accounts.join('; ')}`, {
    hint: `no terminal to ask on: ${command} (leave out accounts that you do not want; --all takes all of them)`,
    details: {
      flag: '--account',
      accounts: offered.map(({member, name}) => ({accountId: member.id, environment: name})),
    },
  })
}
