import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import {expect, test} from 'vitest'

const root = path.resolve(import.meta.dirname, '..', '..')
const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8')
const filesBelow = (folder: string, end: string): readonly string[] =>
  readdirSync(path.join(root, folder), {recursive: true, encoding: 'utf8'})
    .filter((file) => file.endsWith(end) && !file.includes('node_modules'))
    .map((file) => path.posix.join(folder, file))

/** The left column of the table in docs/glossary.md. */
const WORDS = textOf('docs/glossary.md')
  .split('## Plain words')[1]
  ?.split('\n')
  .filter((line) => line.startsWith('| `'))
  .flatMap((line) => Array.from((line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g), ([, word = '']) => word))
const BAD = new RegExp(`\\b(${(WORDS ?? []).join('|')})\\b`, 'i')

/** Texts of a source that people read: literals with a space in them, and the parts of templates. */
function saidIn(file: string): readonly string[] {
  const said: string[] = []
  const visit = (node: ts.Node): void => {
    const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)
    if (isText && node.text.includes(' ')) said.push(node.text)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, textOf(file), ts.ScriptTarget.Latest))
  return said
}

/** What a page says, without code, and without the table that names these words. */
const proseOf = (page: string): readonly string[] =>
  (textOf(page).split('## Plain words')[0] ?? '').replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, '').split('\n')

test('the glossary names words', () => {
  expect(WORDS?.length).toBeGreaterThan(15)
})

test('messages, hints and help say nothing in words that the glossary replaces', () => {
  const files = filesBelow('src', '.ts').filter((file) => !/^src\/(models|sandbox)\//.test(file))
  const wrong = files.flatMap((file) =>
    saidIn(file)
      .filter((text) => BAD.test(text) && !text.includes('\n'))
      .map((text) => `${file}: ${text}`),
  )
  expect(wrong).toEqual([])
})

test('nor do pages', () => {
  const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...filesBelow('docs', '.md')]
  const wrong = pages
    .filter((page) => !page.startsWith('docs/decisions/'))
    .flatMap((page) =>
      proseOf(page)
        .filter((line) => BAD.test(line))
        .map((line) => `${page}: ${line}`),
    )
  expect(wrong).toEqual([])
})
