import type {Drift} from '../../lib/index.js'
import type {Ink} from '../text/ink.js'
import {renderPolicies} from './policies.js'
import {renderSafe} from '../text/safe.js'
import {renderChange} from '../text/value.js'

type Drifted = Drift['drifted'][number]

const STATE: Readonly<Record<Drifted['state'], string>> = {
  changed: 'changed',
  gone: 'gone from AWS',
  another: 'another one in its place',
  untagged: 'its awsup tags are lost',
  refused: 'not to be touched',
  several: 'not the only one',
  'left-out': 'its environment is no longer in awsup.yaml',
}

const APPLY: Readonly<Record<Drifted['apply'], string>> = {
  update: 'awsup apply sets it back',
  create: 'awsup apply makes a new one',
  replace: 'awsup apply deletes and recreates it',
  adopt: 'awsup apply takes that one on record',
  refuse: 'awsup apply refuses: put it right by hand, or say so in awsup.yaml',
  nothing: 'awsup apply leaves it as it is on AWS',
}

/** Nothing is done about it, but something should be. */
const UNTAGGED = 'awsup apply leaves it: only its record still finds it, so put its tags back'

/** What differs, what apply would do about it, and the sum. */
export function renderDrift({drifted, environments, target}: Drift, ink: Ink): string {
  const where = target === 'sandbox' ? ' in the sandbox' : ''
  const looked = environments.map((name) => renderSafe(name)).join(', ')
  if (drifted.length === 0) return `No drift${where}: what is on record is as awsup.yaml says (${looked}).`
  const refused = drifted.filter(({apply}) => apply === 'refuse').length
  const note = refused > 0 ? `, of which apply refuses ${refused}` : ''
  return [
    ...drifted.map((one) => renderOne(one, ink)),
    ink.bold(`Drift${where}: ${drifted.length} found${note}.`),
  ].join('\n\n')
}

const renderOne = ({address, kind, id, state, changes, apply, reason, hint}: Drifted, ink: Ink): string =>
  [
    `${ink.yellow('!')} ${kind} ${renderSafe(address)} ${ink.dim(`(${renderSafe(id)})`)}: ${STATE[state]}`,
    ...changes.map(({field, from, to}) =>
      field === 'inlinePolicies'
        ? `    ${field}: ${renderPolicies(to, from)}, against awsup.yaml`
        : `    ${renderSafe(field)}: ${renderChange(from, to).join(', awsup.yaml says ')}`,
    ),
    ...(reason === undefined ? [] : [`    ${renderSafe(reason)}`]),
    ...(hint === undefined ? [] : [`    ${ink.dim('hint:')} ${renderSafe(hint)}`]),
    `    ${state === 'untagged' ? UNTAGGED : APPLY[apply]}`,
  ].join('\n')
