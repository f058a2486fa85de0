import {existsSync} from 'node:fs'
import path from 'node:path'
import {camel, key, OPEN, pascal, Refusal, requireIdentifier, requireOne} from './names.mjs'

/** A form of access rule: one folder, and a case that says what it compiles to. */
export function makeForm(words, root) {
  const name = requireIdentifier(requireOne(words, 'npm run new form <name>'), 'a form of access rule')
  const folder = `src/lib/access/forms/${name}`
  if (existsSync(path.join(root, folder))) throw new Refusal(`${folder} already exists. Choose another name.`)
  const test = `test/lib/access/cases/${name}.yaml`
  return {
    files: [
      {file: `${folder}/rule.ts`, text: ruleOf(name)},
      {file: `${folder}/form.ts`, text: formOf(name)},
      {file: `${folder}/trial.ts`, text: trialOf(name)},
      {file: test, text: caseOf(name)},
    ],
    made: [`${folder}/ with rule.ts, form.ts and trial.ts`, test],
    tests:
      'test/lib/access test/lib/manifest/bad test/lib/manifest/schema test/house/docs.test.ts test/house/words.test.ts test/house/architecture.test.ts',
  }
}

const ruleOf = (name) => `/** ${OPEN} what a rule of the form ${name} is about. */
export interface ${pascal(name)}Rule {
  /** ${OPEN} a field named after the thing, such as table or bucket, here and in form.ts. */
  readonly name: string
}
`

const formOf = (name) => `import {mapping} from '../../../manifest/read/collections.js'
import {optional, required} from '../../../manifest/read/keys.js'
import {text} from '../../../manifest/read/scalars.js'
import {template} from '../../../manifest/rules/placeholders.js'
import type {AccessRule} from '../../rules.js'
import type {Form} from '../form.js'

// ${OPEN} nameOf, ownerOf and grants. ../form.ts says what each is; ../lambda/form.ts is the shortest example.
const readRule = mapping(
  {
    /** ${OPEN} what the key is. Editors show it. */
    name: required(text(template)),
  },
  (rule): AccessRule => ({${key(name)}: rule}),
)

export const ${camel(name)}: Form<'${name}'> = {
  /** ${OPEN} what the form opens. Editors show it. */
  key: optional(readRule),
  expand: (rule, {named}) => ({${key(name)}: {name: named(rule.name)}}),
}
`

const trialOf = (name) => `import type {Trial} from '../trial.js'

// ${OPEN} probes, says and isAbout. ../trial.ts says what each is; ../lambda/trial.ts is the shortest example.
export const ${camel(name)}: Trial<'${name}'> = {}
`

const caseOf = (name) => `title: '${OPEN} what the rule lets people do'
access:
  authenticated:
    - ${name}: {name: 'acme-{env}'}
statements: []
`
