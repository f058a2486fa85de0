import type {Rule} from '../read/scalars.js'

/** What `{project}` and `{env}` stand for. */
export interface Placeholders {
  readonly project: string
  readonly env: string
}

/** Replaces `{project}` and `{env}`. Pure; replaced text is not looked at again. */
export const expand = (template: string, {project, env}: Placeholders): string =>
  template.replaceAll(/\{(project|env)\}/g, (_, name) => (name === 'env' ? env : project))

/** Refuses braces that mean nothing; the rest is checked after expansion, where the value is what AWS will see. */
export const template: Rule = (value) => {
  const left = value.replaceAll(/\{(project|env)\}/g, '')
  return /[{}]/.test(left)
    ? {must: 'have no braces but {env} and {project}', hint: 'Those two are replaced; nothing else is.'}
    : undefined
}
