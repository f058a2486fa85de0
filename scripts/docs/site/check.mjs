import {mkdirSync, mkdtempSync, readdirSync, readFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {openBrowser} from '../../test/browser.mjs'
import {nameOf} from './pages.mjs'
import {serveFolder} from './serve.mjs'

/** Pages that are looked at in light and dark: of each sort one. */
const LOOKED_AT = [
  'index.html',
  'guide/install.html',
  'reference/commands.html',
  'decisions/cli/0033-one-file-by-node-itself.html',
]

/**
 * Checks the built site: every page is there, every link and anchor leads somewhere, nothing comes from another server,
 * no page has an error, and the search finds. Pictures go to `pictures`, else to a temporary folder, which is named.
 * Throws with all that is wrong.
 */
export async function checkSite({built, pages, pictures = mkdtempSync(path.join(tmpdir(), 'awsup-site-'))}) {
  const files = readdirSync(built, {recursive: true, encoding: 'utf8'}).map((file) => file.split(path.sep).join('/'))
  const texts = new Map(
    files.filter((file) => file.endsWith('.html')).map((file) => [file, readFileSync(path.join(built, file), 'utf8')]),
  )
  const wrong = [
    ...pages.map((page) => nameOf(page).replace(/\.md$/, '.html')).flatMap((page) => missing(page, texts)),
    ...[...texts].flatMap(([file, text]) => [
      ...titles(file, text),
      ...deadLinks(file, text, {texts, files}),
      ...foreign(file, text),
    ]),
    ...files
      .filter((file) => file.endsWith('.css'))
      .flatMap((file) => foreignIn(file, readFileSync(path.join(built, file), 'utf8'))),
  ]
  mkdirSync(pictures, {recursive: true})
  const looked = LOOKED_AT.filter((page) => texts.has(page))
  wrong.push(...(await look({built, pages: looked, pictures})))
  if (wrong.length > 0) throw new Error(`the site is not right:\n  ${wrong.join('\n  ')}`)
  console.log(`${texts.size} pages, each link leads somewhere, nothing comes from elsewhere; pictures: ${pictures}`)
}

const missing = (page, texts) => {
  const first = texts.get('index.html') ?? ''
  if (!texts.has(page)) return [`${page} was not built`]
  return first.includes(`href="/${page}"`) ? [] : [`${page} is not in the sidebar`]
}

/** A page has one title: a second one is code that was taken for a heading. */
const titles = (file, text) => {
  const found = [...text.matchAll(/<h1\b[^>]*>(.*?)<a\b/g)].map(([, title]) => title.trim())
  return found.length > 1 ? [`${file} has ${found.length} titles: ${found.join(' · ')}`] : []
}

/** Links and pictures of a page that lead to no page, no file or no heading. */
function deadLinks(file, text, {texts, files}) {
  const known = new Set(files)
  return [...text.matchAll(/\s(?:href|src)="([^"]+)"/g)]
    .map(([, target]) => target.replaceAll('&amp;', '&'))
    .filter((target) => !/^([a-z]+:|\/\/)/.test(target))
    .flatMap((target) => {
      const url = new URL(target, `http://site/${file}`)
      const name = decodeURIComponent(url.pathname.slice(1)).replace(/(^|\/)$/, '$1index.html')
      const anchor = decodeURIComponent(url.hash.slice(1))
      if (!known.has(name)) return [`${file} → ${target}`]
      const isThere = anchor === '' || (texts.get(name) ?? '').includes(`id="${anchor}"`)
      return isThere ? [] : [`${file} → ${target}: there is no such heading`]
    })
}

/** What a browser would load from another server. Links, which a person follows, are none. */
const foreign = (file, text) =>
  [
    ...text.matchAll(
      /<(?:script|link|img|source|iframe|video|audio|embed|object)\b[^>]*?\b(?:src|href|srcset|data)="((?:[a-z]+:)?\/\/[^"]+)"/g,
    ),
  ].map(([, url]) => `${file} loads ${url}`)

const foreignIn = (file, text) =>
  [...text.matchAll(/(?:url\(|@import )["']?((?:[a-z]+:)?\/\/[^"')]+)/g)].map(([, url]) => `${file} loads ${url}`)

/** Opens pages as people do, in light and in dark, and searches. Answers what was wrong. */
async function look({built, pages, pictures}) {
  const wrong = []
  const site = await serveFolder(built)
  const browser = await openBrowser()
  try {
    for (const colorScheme of ['light', 'dark']) {
      const context = await browser.newContext({colorScheme, viewport: {width: 1280, height: 900}})
      const page = await context.newPage()
      page.on('console', (message) => message.type() === 'error' && wrong.push(`${page.url()}: ${message.text()}`))
      page.on('pageerror', (error) => wrong.push(`${page.url()}: ${error.message}`))
      page.on(
        'request',
        (request) =>
          request.url().startsWith(site.url) ||
          /^(data|blob):/.test(request.url()) ||
          wrong.push(`${page.url()} asked for ${request.url()}`),
      )
      for (const name of pages) {
        await page.goto(`${site.url}/${name}`, {waitUntil: 'networkidle'})
        const isDark = await page.evaluate(() => document.documentElement.classList.contains('dark'))
        if (isDark !== (colorScheme === 'dark')) wrong.push(`${name} is not ${colorScheme}`)
        await page.screenshot({
          path: path.join(pictures, `${name.replaceAll('/', '-').replace('.html', '')}-${colorScheme}.png`),
        })
      }
      wrong.push(...(await search(page, {url: site.url, picture: path.join(pictures, `search-${colorScheme}.png`)})))
      await context.close()
    }
    wrong.push(...(await lookOnPhone(browser, {url: site.url, picture: path.join(pictures, 'phone.png')})))
  } finally {
    await browser.close()
    site.close()
  }
  return wrong
}

async function search(page, {url, picture}) {
  await page.goto(url, {waitUntil: 'networkidle'})
  await page.locator('#local-search button').click()
  await page.locator('#localsearch-input').fill('env switch')
  const results = page.locator('.VPLocalSearchBox .result')
  await results
    .first()
    .waitFor({timeout: 30_000})
    .catch(() => undefined)
  await page.screenshot({path: picture})
  const found = (await results.allInnerTexts()).join('\n')
  return /env switch/i.test(found) ? [] : ['the search does not find env switch']
}

/** No page may be wider than a telephone: what is wide scrolls by itself. */
async function lookOnPhone(browser, {url, picture}) {
  const page = await browser.newPage({viewport: {width: 390, height: 800}})
  await page.goto(`${url}/install.html`, {waitUntil: 'networkidle'})
  await page.screenshot({path: picture})
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  await page.close()
  return width <= 390 ? [] : [`install.html is ${width} pixels wide on a telephone`]
}
