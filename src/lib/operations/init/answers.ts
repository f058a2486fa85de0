import {emailAddress} from '../../manifest/rules/email.js'
import {environmentName, projectName} from '../../manifest/rules/names.js'
import {expand, template} from '../../manifest/rules/placeholders.js'
import {regionName} from '../../manifest/rules/regions.js'
import {show} from '../../manifest/read/show.js'
import type {Rule} from '../../manifest/read/scalars.js'
import {GLOBAL_REGION} from '../../base/regions.js'
import type {InitAnswers} from './init.js'
import {requireRegion} from '../environments/regions.js'

const RULES: Readonly<Record<keyof InitAnswers, Rule>> = {
  project: projectName,
  region: regionName,
  email: (text) =>
    template(text) ??
    emailAddress(expand(text, {project: 'acme', env: 'dev'})) ??
    (text.includes('{env}')
      ? undefined
      : {must: 'have {env} in it: each account needs an address of its own', hint: 'For example: aws+{env}@acme.dev'}),
  environments: (text) => {
    const names = namesIn(text)
    if (names.length === 0) return {must: 'name at least one', hint: 'For example: dev prod'}
    const twice = names.find((name, index) => names.indexOf(name) < index)
    if (twice !== undefined) return {must: `name each once, and ${show(twice)} appears twice`}
    const wrong = names.find((name) => environmentName(name) !== undefined)
    const problem = wrong === undefined ? undefined : environmentName(wrong)
    return problem && {...problem, must: `${show(wrong ?? '')} must ${problem.must}`}
  },
}

/** Names of environments as people type them: `dev, prod`. Pure. */
export const namesIn = (text: string): readonly string[] => text.split(/[\s,]+/).filter((name) => name !== '')

/** What is wrong with an answer of `org init`, by the manifest's own rules; `undefined` when nothing is. Pure. */
export function checkAnswer(question: keyof InitAnswers, text: string): string | undefined {
  const problem = RULES[question](text)
  if (problem === undefined) return undefined
  const said = problem.must.startsWith('"') ? problem.must : `must ${problem.must}`
  return problem.hint === undefined ? said : `${said}. ${problem.hint}`
}

/**
 * The region that is proposed: that of the shell, else us-east-1. One that cannot be used is not proposed to somebody who
 * is asked; where nobody is, throws UsageError that names the variable.
 */
export function suggestRegion(environment: NodeJS.ProcessEnv, isAsked: boolean): string {
  const name = ['AWS_REGION', 'AWS_DEFAULT_REGION'].find((variable) => (environment[variable] ?? '') !== '')
  const region = name === undefined ? GLOBAL_REGION : (environment[name] ?? '')
  if (regionName(region) === undefined) return region
  if (!isAsked) requireRegion(name ?? '', region)
  return GLOBAL_REGION
}
