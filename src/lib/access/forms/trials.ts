import type {Ground, Probe} from '../matrix/probe.js'
import type {AccessRule, FormName} from '../rules.js'
import {api} from './api/trial.js'
import {appsync} from './appsync/trial.js'
import {dynamodb} from './dynamodb/trial.js'
import {iot} from './iot/trial.js'
import {lambda} from './lambda/trial.js'
import {FORM_NAMES, fromForms} from './registry.js'
import {s3} from './s3/trial.js'
import {statement} from './statement/trial.js'
import type {IsAbout, Trial} from './trial.js'

/** What is tried and said of every form of access rule. Only commands that test or explain load it. */
export const TRIALS: {readonly [F in FormName]: Trial<F>} = {dynamodb, s3, lambda, api, appsync, iot, statement}

/** All that is worth trying on what rules name. */
export const probesOf = (
  rules: readonly AccessRule[],
  ground: Ground,
  names: readonly FormName[] = FORM_NAMES,
): readonly Probe[] => names.flatMap((name) => TRIALS[name].probes(rules, ground, isAbout))

/** What a rule lets people do, as it follows “may”; what a raw statement denies follows “may not”. */
export const sayRule = (rule: AccessRule): string =>
  fromForms([rule], (_, body, name) => TRIALS[name].says(body)).join()

const isAbout: IsAbout = (rule, arn) => {
  const [, , service = '', , , ...rest] = arn.split(':')
  const [sort = '', name, qualifier] = rest.join(':').split(/[/:]/)
  return fromForms([rule], (_, body, form) => TRIALS[form].isAbout(body, {service, sort, name, qualifier})).includes(
    true,
  )
}
