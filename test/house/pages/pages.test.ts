import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {play} from './play.js'

const root = path.resolve(import.meta.dirname, '..', '..', '..')
/** Generated pages are held by what generates them; decisions and evidence tell of other days. */
const OTHERS = /^docs\/(decisions|evidence|reference)\/|\/node_modules\//

const pages = [
  'README.md',
  'examples/todo-web/README.md',
  ...readdirSync(path.join(root, 'docs'), {recursive: true, encoding: 'utf8'})
    .map((file) => `docs/${file.split(path.sep).join('/')}`)
    .filter((file) => file.endsWith('.md') && !OTHERS.test(file))
    .toSorted(),
]

describe('every block of code of a page', () => {
  test.concurrent.each(pages)('%s does what the page says', {timeout: 300_000}, async (page) => {
    const {wrong, skipped} = await play(readFileSync(path.join(root, page), 'utf8'))
    for (const block of skipped) console.log(`not played: ${page} ${block}`)
    expect(wrong).toEqual([])
  })
})
