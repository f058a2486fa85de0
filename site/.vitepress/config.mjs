import {readFileSync} from 'node:fs'
import path from 'node:path'
import {defineConfig} from 'vitepress'

// scripts/docs/site.mjs lays the pages there, and what stands beside them.
const work = path.resolve(import.meta.dirname, '..', '..', '.site')
const {sidebar, version} = JSON.parse(readFileSync(path.join(work, 'site.json'), 'utf8'))

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="none" stroke="#3178c6" stroke-width="2" d="M8 14V3M4 7l4-4 4 4"/></svg>'

export default defineConfig({
  title: 'awsup',
  description: 'From one AWS account to one account per environment',
  lang: 'en',
  base: process.env.SITE_BASE ?? '/',
  srcDir: path.join(work, 'pages'),
  outDir: path.join(work, 'built'),
  cacheDir: path.join(work, 'cache'),
  appearance: true,
  lastUpdated: false,
  head: [['link', {rel: 'icon', href: `data:image/svg+xml,${encodeURIComponent(ICON)}`}]],
  // A link to a page that does not exist fails the build: the default, said because it is relied on.
  ignoreDeadLinks: false,
  markdown: {
    // An address in a sentence is what somebody types, not where to go.
    linkify: false,
    // Headings are reached by the names that GitHub gives them, so that a link is right in both places.
    anchor: {
      slugify: (heading) =>
        heading
          .toLowerCase()
          .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
          .replaceAll(' ', '-'),
    },
    theme: {light: 'github-light', dark: 'github-dark'},
    // Fences of languages that have no grammar are shown as they are.
    languageAlias: {console: 'shellscript', dotenv: 'ini'},
  },
  themeConfig: {
    sidebar,
    outline: [2, 3],
    search: {provider: 'local'},
    nav: [
      {text: `Version ${version}`, link: 'https://github.com/awsup/awsup/blob/main/CHANGELOG.md'},
      {text: 'GitHub', link: 'https://github.com/awsup/awsup'},
    ],
  },
})
