import {yamlText} from '../../../manifest/edit/text.js'
import type {TemplateName} from './names.js'
import templates from './templates.json' with {type: 'json'}

/** What an application is called, and what its awsup.yaml says. */
export interface Named {
  readonly project: string
  readonly email: string
  readonly region: string
}

/** npm leaves files out whose names begin with a dot, so a template has them under another name. */
const REAL: Readonly<Record<string, string>> = {_gitignore: '.gitignore'}

/** The files of a new application: path → text. Pure. */
export function renderTemplate(template: TemplateName, named: Named): ReadonlyMap<string, string> {
  const files = Object.entries({...templates.common, ...templates[template]})
  return new Map(files.map(([file, text]) => [REAL[file] ?? file, fill(file, text, named)]))
}

/** `__project__` and the like; awsup.yaml has its texts as YAML writes them. */
const fill = (file: string, text: string, {project, email, region}: Named): string =>
  file === 'awsup.yaml'
    ? text.replaceAll(/__(project|email|region)__/g, (_, name) => {
        if (name === 'project') return yamlText(project)
        return name === 'region' ? yamlText(region) : emailText(email)
      })
    : text.replaceAll('__project__', () => project)

/** Braces begin a mapping in YAML where they come first. */
const emailText = (email: string): string => (/^[A-Za-z][\w+.{}@-]*$/.test(email) ? email : JSON.stringify(email))
