import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {expect, test} from 'vitest'
import {isCollection, isScalar, parseDocument, visit, type Node} from 'yaml'
import {ManifestError} from '../../../src/lib/base/errors.js'
import {parseManifest} from '../../../src/lib/manifest/parse.js'

const home = path.resolve(import.meta.dirname, '../../..')
const folder = path.join(home, 'strangers', 'terraform', 'exported')
const MANIFESTS = readdirSync(folder).filter((file) => file.endsWith('.yaml'))

/** Fits no key: a list of lists. */
const OTHER = '[[{x: 1}]]'

test.each(MANIFESTS)('each value of %s that is of another sort is refused, and its line is named', (file) => {
  const text = readFileSync(path.join(folder, file), 'utf8')
  const wrong: string[] = []
  const tried = new Set<string>()
  visit(parseDocument(text), {
    Pair(_, {key, value}) {
      if (!isScalar(key) || !(isScalar(value) || isCollection(value))) return
      const [from = 0, to = 0] = (value as Node).range ?? []
      const line = text.slice(0, from).split('\n').length
      tried.add(String(key.value))
      const said = refusalOf(`${text.slice(0, from)}${OTHER}${text.slice(to)}`)
      if (said === undefined) wrong.push(`${line} ${String(key.value)}: taken`)
      else if (typeof said === 'string') wrong.push(`${line} ${String(key.value)}: ${said}`)
      else if (said.at?.line !== line)
        wrong.push(`${line} ${String(key.value)}: named ${said.at?.line} ${said.message}`)
    },
  })
  expect(wrong).toEqual([])
  expect(tried.size).toBeGreaterThan(10)
})

function refusalOf(yaml: string): ManifestError | string | undefined {
  try {
    parseManifest(yaml)
    return undefined
  } catch (error) {
    return error instanceof ManifestError ? error : String(error)
  }
}
