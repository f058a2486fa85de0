import {readFileSync} from 'node:fs'
import path from 'node:path'
import {Ajv} from 'ajv'
import {openSource} from '../../../../src/lib/manifest/read/source.js'

const home = path.resolve(import.meta.dirname, '..', '..', '..', '..')

export const published = readFileSync(path.join(home, 'schemas', 'awsup.json'), 'utf8')

const ajv = new Ajv({strict: true, strictTypes: false, strictRequired: false, allErrors: true, allowUnionTypes: true})
for (const keyword of ['patternErrorMessage', 'enumDescriptions']) ajv.addKeyword(keyword)
const validate = ajv.compile(JSON.parse(published) as object)

/** What the published schema finds wrong with an awsup.yaml; nothing where it fits, or is no YAML. */
export function problemsOf(yaml: string): readonly string[] {
  let value: unknown
  try {
    value = openSource(yaml).document.toJS()
  } catch {
    return ['it is no YAML']
  }
  return validate(value)
    ? []
    : (validate.errors ?? []).map(({instancePath, message = ''}) => `${instancePath} ${message}`)
}
