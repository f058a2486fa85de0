import type {Rule} from '../read/scalars.js'
import {stating, unlessFits} from '../read/shape.js'

/** What `{project}` and `{env}` stand for. */
export interface Placeholders {
  readonly project: string
  readonly env: string
}

/** Replaces `{project}` and `{env}`. Pure; replaced text is not looked at again. */
export const expand = (template: string, {project, env}: Placeholders): string =>
  template.replaceAll(/\{(project|env)\}/g, (_, name) => (name === 'env' ? env : project))

const NO_BRACES = 'have no braces but {env} and {project}'
const TEMPLATE = /^(?:[^{}]|\{(?:project|env)\})*$/

/** Refuses braces that mean nothing; the rest is checked after expansion, where the value is what AWS will see. */
export const template: Rule = stating([{must: NO_BRACES, pattern: TEMPLATE}], (value) =>
  TEMPLATE.test(value) ? undefined : {must: NO_BRACES, hint: 'Those two are replaced; nothing else is.'},
)

/** The same where the text, or what it becomes, has to keep a rule in every environment: that is checked later. */
export const templateOf = ({clauses}: Rule): Rule =>
  stating([...(template.clauses ?? []), ...unlessFits('\\{(?:env|project)\\}', clauses)], (value) => template(value))
