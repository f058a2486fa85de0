import type {AuthDiff, AuthShown, ClientSecret, SecretRotation} from '../lib/index.js'
import {renderColumns, renderTable} from './text/columns.js'
import type {Ink} from './text/ink.js'
import {renderSafe} from './text/safe.js'
import {renderValue} from './text/value.js'

type Resource = AuthShown['resources'][number]

/** One environment's auth: what AWS has, and beside it what awsup.yaml says where that is something else. */
export function renderAuth({environment, target, accountId, jwt, resources}: AuthShown, ink: Ink): string {
  const where = [target === 'sandbox' ? 'sandbox' : '', accountId === undefined ? '' : `account ${accountId}`]
  const notes = where.filter((note) => note !== '').join(', ')
  const count = resources.filter(({differs}) => differs.length > 0).length
  return [
    `${ink.bold(renderSafe(environment))}${notes === '' ? '' : ink.dim(` (${notes})`)}`,
    ...resources.map((resource) => renderResource(resource, ink)),
    ...(jwt ? renderJwt(jwt, ink) : []),
    count === 0
      ? 'What is made is as awsup.yaml says.'
      : ink.yellow(
          `${count} ${count === 1 ? 'is' : 'are'} not as awsup.yaml says: awsup plan shows what apply would do.`,
        ),
  ].join('\n')
}

function renderJwt({issuer, audience, scopes}: NonNullable<AuthShown['jwt']>, ink: Ink): readonly string[] {
  const rows = [
    ['issuer', issuer],
    ['audience', audience.join(', ')],
    ...(scopes.length === 0 ? [] : [['scopes', scopes.join(', ')]]),
  ]
  const told = rows.map(([name = '', value = '']) => [`    ${ink.dim(name)}`, renderSafe(value)])
  return [`  ${ink.bold('JWT authorizer')} ${ink.dim('(what an HTTP API is told)')}`, ...renderColumns(told)]
}

function renderResource({name, id, settings, pointTo, differs}: Resource, ink: Ink): string {
  const title = `  ${ink.bold(renderSafe(name))} ${id === undefined ? ink.dim('not made yet') : ink.dim(`(${renderSafe(id)})`)}`
  const said = new Map(differs.map(({field, from, to}) => [field, {from, to}]))
  // A room may tell of a part alone: `password.minLength`.
  const fields = [...new Set([...Object.keys(settings), ...said.keys()])]
  const rows = fields.map((field) => {
    const difference = said.get(field)
    const value = Object.hasOwn(settings, field) ? settings[field] : difference?.from
    const other = difference && ink.yellow(`, awsup.yaml says ${renderValue(difference.to)}`)
    return [`    ${ink.dim(renderSafe(field))}`, `${renderValue(value)}${other ?? ''}`]
  })
  const dns =
    pointTo === undefined
      ? []
      : [
          `    ${ink.bold('DNS')} of ${renderSafe(id ?? '')} must lead to ${ink.bold(renderSafe(pointTo))} (an alias, or a CNAME)`,
        ]
  return [title, ...renderColumns(rows), ...dns].join('\n')
}

/** What two environments have differently. */
export function renderAuthDiff({environments, differences}: AuthDiff, ink: Ink): string {
  const [first, second] = environments.map((name) => renderSafe(name))
  const sides = `${first ?? ''} and ${second ?? ''}`
  if (differences.length === 0) return `${sides} have the same settings on AWS.`
  const rows = differences.map(({name, field, values: [left, right]}) =>
    field === undefined
      ? [renderSafe(name), '', left === undefined ? 'not there' : 'there', right === undefined ? 'not there' : 'there']
      : [renderSafe(name), renderSafe(field), renderValue(left), renderValue(right)],
  )
  const names = [first ?? '', second ?? '']
  const titles = ['resource', 'setting', ...names].map((title) => ink.dim(title))
  return [
    ...renderTable(rows, [undefined, undefined, ...names], {ink, titles}),
    ink.bold(`${sides} differ in ${differences.length}.`),
  ].join('\n')
}

/** The secret of a client, or the file that it is in. */
export function renderClientSecret(read: ClientSecret, ink: Ink): string {
  const {client, environment, clientId, secrets, secret, secretsFile} = read
  const name = `${renderSafe(client)} in ${renderSafe(environment)}`
  return [
    secretsFile === undefined
      ? ink.bold(`${name}: for the application that signs in with it, awsup keeps nothing of it`)
      : `The secret of ${name} is in ${renderSafe(secretsFile)}, readable by you alone.`,
    ...renderColumns([
      ['client id', renderSafe(clientId)],
      ...(secret === undefined ? [] : [['secret', renderSafe(secret)]]),
    ]),
    ...(secrets > 1 ? ['A rotation is under way: another secret is good, too, until it ends.'] : []),
  ].join('\n')
}

/** A rotation as far as it is, and what comes next. */
export function renderRotation({client, environment, state, secret, secretsFile}: SecretRotation, ink: Ink): string {
  const name = `${renderSafe(client)} in ${renderSafe(environment)}`
  if (state === 'finished') return `${name} has its newer secret alone: the older one is good no more.`
  if (state === 'cancelled') return `${name} has its older secret alone: the newer one is good no more.`
  const next = `awsup auth client rotate-secret ${renderSafe(client)} --env ${renderSafe(environment)} --finish`
  return [
    secretsFile === undefined
      ? ink.bold(`${name}: shown this once, awsup keeps nothing of it`)
      : `The second secret of ${name} is in ${renderSafe(secretsFile)}, readable by you alone.`,
    ...(secret === undefined ? [] : [`secret  ${renderSafe(secret)}`]),
    'Both secrets are good now. Put the new one into the application, then take the old one away:',
    `  ${next}`,
  ].join('\n')
}
