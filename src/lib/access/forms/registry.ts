import type {AccessRule, FormName, RuleForms} from '../rules.js'
import {api} from './api/form.js'
import {appsync} from './appsync/form.js'
import {dynamodb} from './dynamodb/form.js'
import type {Form} from './form.js'
import {iot} from './iot/form.js'
import {lambda} from './lambda/form.js'
import {s3} from './s3/form.js'
import {statement} from './statement/form.js'

/** Every form of access rule, in the order of error messages and policies. */
export const FORMS: {readonly [F in FormName]: Form<F>} = {dynamodb, s3, lambda, api, appsync, iot, statement}

export const FORM_NAMES: readonly FormName[] = Object.keys(FORMS).filter((name): name is FormName => name in FORMS)

/** What a rule says in a form; `undefined` where it is of another form. */
export const bodyOf = <F extends FormName>(rule: Partial<RuleForms>, name: F): RuleForms[F] | undefined => rule[name]

/** What those rules say that are of a form. */
export const bodiesOf = <F extends FormName>(rules: readonly AccessRule[], name: F): readonly RuleForms[F][] =>
  rules.flatMap((rule) => bodyOf(rule, name) ?? [])

/** Asks every form about all rules of its own. */
export const perForm = <T>(
  rules: readonly AccessRule[],
  ask: <F extends FormName>(form: Form<F>, rules: readonly RuleForms[F][], name: F) => readonly T[],
): readonly T[] => FORM_NAMES.flatMap((name) => askAll(name, rules, ask))

const askAll = <F extends FormName, T>(
  name: F,
  rules: readonly AccessRule[],
  ask: (form: Form<F>, rules: readonly RuleForms[F][], name: F) => readonly T[],
): readonly T[] => ask(FORMS[name], bodiesOf(rules, name), name)

/** Asks the form of each rule about it, in the order of the rules. */
export const fromForms = <T>(
  rules: readonly AccessRule[],
  ask: <F extends FormName>(form: Form<F>, rule: RuleForms[F], name: F) => T,
): readonly T[] =>
  rules.flatMap((rule) => perForm([rule], (form, bodies, name) => bodies.map((body) => ask(form, body, name))))
