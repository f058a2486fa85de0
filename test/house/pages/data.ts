import path from 'node:path'
import {isMap, isSeq, parse, parseDocument} from 'yaml'
import {parseManifest} from '../../../src/lib/manifest/parse.js'
import {readHclFile} from '../../_helpers/hcl/hcl-file.js'

/** What a part of an awsup.yaml in a page may rest on. */
const REST = {
  version: 1,
  project: 'acme',
  target: 'sandbox',
  organization: {email: 'aws+{env}@acme.dev'},
  environments: {dev: {region: 'eu-west-1'}, prod: {region: 'eu-west-1'}},
  auth: {
    attributes: {tenant: {type: 'string'}, plan: {type: 'string'}},
    groups: {admins: {precedence: 1}, paying: {precedence: 2}},
    guests: true,
  },
  access: {
    authenticated: [{dynamodb: {table: 'todos'}}],
    groups: {paying: [{dynamodb: {table: 'orders'}}]},
  },
}

/**
 * What is wrong with a block of data, by the reader that it is meant for: a file by its name, YAML without a name as
 * awsup.yaml or a part of it, JSON as JSON.
 *
 * @param path of the file that it was written to; a part of a page has none
 */
export function checkData(
  language: string,
  {path: file, text}: {readonly path?: string; readonly text: string},
): readonly string[] {
  try {
    if (language === 'json') JSON.parse(text)
    if (language === 'hcl') readHclFile(`${text}\n`)
    if (language === 'yaml') {
      const isWorkflow = file?.split(path.sep).includes('.github') ?? false
      const isManifest = file === undefined || (path.basename(file) === 'awsup.yaml' && !isWorkflow)
      if (isManifest) parseManifest(whole(text))
      else parse(text)
    }
    return []
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}

/** A list is one of access rules; a file without `version` is a part, and the rest is added to it. */
function whole(text: string): string {
  const document = parseDocument(text)
  const [error] = document.errors
  if (error) throw error
  if (isSeq(document.contents)) return JSON.stringify({...REST, access: {authenticated: document.toJS() as unknown}})
  if (!isMap(document.contents) || document.has('version')) return text
  return JSON.stringify(merged(REST, document.toJS() as object))
}

function merged(rest: object, part: object): object {
  const below = (key: string, value: unknown): unknown => {
    const own = (rest as Readonly<Record<string, unknown>>)[key]
    return isObject(own) && isObject(value) ? merged(own, value) : value
  }
  return {...rest, ...Object.fromEntries(Object.entries(part).map(([key, value]) => [key, below(key, value)]))}
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
