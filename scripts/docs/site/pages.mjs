import {cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import path from 'node:path'

const SOURCE = 'https://github.com/awsup/awsup/blob/main'

/** Folders of docs with a name that their folder does not say, in this order; any other comes after them by its own name. */
const GROUPS = new Map([
  ['guide', 'Guide'],
  ['how-to', 'How to'],
  ['', 'All of it'],
  ['reference', 'Reference'],
  ['sandbox', 'What the sandbox serves'],
  ['sandbox/identity-center', 'What it serves of IAM Identity Center'],
  ['contributing', 'Contributing'],
  ['decisions/cli', 'Decisions: the program'],
  ['decisions/plans', 'Decisions: plans and records'],
  ['decisions/accounts', 'Decisions: accounts and people'],
  ['decisions/sandbox', 'Decisions: the sandbox'],
  ['evidence', 'Evidence'],
])

/**
 * Lays out the pages of the site in `work`: docs/ with README as its first page, links that lead out of docs/ as links to the
 * repository, and the sidebar. Answers the names of the pages, from docs/: `how-to/start.md`.
 */
export function layPages(root, work) {
  const pages = path.join(work, 'pages')
  rmSync(pages, {recursive: true, force: true})
  const docs = path.join(root, 'docs')
  const files = readdirSync(docs, {recursive: true, encoding: 'utf8'})
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => statSync(path.join(docs, file)).isFile())
    .sort()
  for (const file of files) {
    const to = path.join(pages, nameOf(file))
    mkdirSync(path.dirname(to), {recursive: true})
    if (file.endsWith('.md'))
      writeFileSync(to, onSite(readFileSync(path.join(docs, file), 'utf8'), `docs/${file}`, root))
    else cpSync(path.join(docs, file), to)
  }
  writeFileSync(
    path.join(pages, 'index.md'),
    onSite(readFileSync(path.join(root, 'README.md'), 'utf8'), 'README.md', root),
  )
  const names = files.filter((file) => file.endsWith('.md'))
  const titled = names.map((file) => ({file, title: titleOf(readFileSync(path.join(docs, file), 'utf8'), file)}))
  const {version} = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  writeFileSync(path.join(work, 'site.json'), JSON.stringify({version, sidebar: sidebarOf(titled)}))
  return names
}

/** A folder's README is its first page. */
export const nameOf = (file) => file.replace(/(^|\/)README\.md$/, '$1index.md')

/** Titles of pages by folder, the way they are read. Pure. */
function sidebarOf(pages) {
  const folders = [...new Set(pages.map(({file}) => folderOf(file)))]
  const known = [...GROUPS.keys()].filter((folder) => folders.includes(folder))
  const others = folders.filter((folder) => !GROUPS.has(folder)).sort()
  return [...known, ...others].map((folder) => ({
    text: GROUPS.get(folder) ?? folder.charAt(0).toUpperCase() + folder.slice(1).replaceAll(/[-/]/g, ' '),
    collapsed: !['guide', 'how-to'].includes(folder),
    items: pages
      .filter(({file}) => folderOf(file) === folder)
      .map(({file, title}) => ({text: title, link: `/${nameOf(file).replace(/\.md$/, '.html')}`})),
  }))
}

const folderOf = (file) => (file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '')

function titleOf(text, file) {
  const [, title] = /^# (.+)$/m.exec(text) ?? []
  if (title === undefined) throw new Error(`docs/${file} has no title`)
  return title.replaceAll('`', '')
}

/** The text of a page as the site takes it: without comments, with its links led on. Code stays. */
function onSite(text, file, root) {
  const parts = text.split(/(^ *`{3,}[\s\S]*?^ *`{3,}$|`[^`\n]+`)/m)
  return parts.map((part, index) => (index % 2 === 0 ? lead(part, file, root) : part)).join('')
}

/** A `<` that begins no element that GitHub knows, and no link. */
const NO_ELEMENT = /<(?!\/?(?:picture|source|img|br|details|summary|a|p|kbd|sub|sup)\b|https?:)(?=[a-z/])/gi

const lead = (text, file, root) =>
  text
    .replaceAll(/<!--[\s\S]*?-->/g, '')
    // GitHub shows these as they are; VitePress takes them for elements and expressions.
    .replaceAll(NO_ELEMENT, '&lt;')
    .replaceAll('{{', '&#123;&#123;')
    .replaceAll(/(\]\()([^)\s]+)(?=\))/g, (_, before, target, at, whole) => {
      const isShown = whole[whole.lastIndexOf('[', at) - 1] === '!'
      return `${before}${targetOf(target, file, root, isShown)}`
    })
    .replaceAll(
      /\b((?:src|srcset|href)=")([^"]+)(?=")/g,
      (_, before, target) => `${before}${targetOf(target, file, root, !before.startsWith('href'))}`,
    )

/** Where a link leads, or what a picture shows: a file that is neither a page nor shown is read in the repository. */
function targetOf(target, file, root, isShown) {
  if (/^([a-z]+:|#)/.test(target)) return target
  const [to, anchor] = target.split('#')
  const found = path.posix.join(path.posix.dirname(file), to)
  if (!existsSync(path.join(root, found))) throw new Error(`${file} links to ${target}, which does not exist`)
  const hash = anchor === undefined ? '' : `#${anchor}`
  if (found === 'README.md') return `/index.md${hash}`
  const isOnSite = found.startsWith('docs/') && (isShown || found.endsWith('.md'))
  if (!isOnSite || statSync(path.join(root, found)).isDirectory()) return `${SOURCE}/${found}${hash}`
  return `/${nameOf(found.slice('docs/'.length))}${hash}`
}
