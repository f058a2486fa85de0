#!/usr/bin/env node
// Builds the documentation site from docs/ and README.md, by VitePress (site/package.json): .site/built.
//
//     npm run site                         builds; SITE_BASE is the path below which it is served, with slashes
//     npm run site -- --serve              builds, and serves it on 127.0.0.1
//     npm run test:site [-- <folder>]      builds, and checks it in Chromium; pictures go to the folder
import {spawnSync} from 'node:child_process'
import {existsSync, mkdirSync} from 'node:fs'
import path from 'node:path'
import {npm} from '../package/executable/npm.mjs'
import {layPages} from './site/pages.mjs'

const root = path.resolve(import.meta.dirname, '..', '..')
const work = path.join(root, '.site')
const vitepress = path.join(root, 'site', 'node_modules', 'vitepress', 'bin', 'vitepress.js')

mkdirSync(work, {recursive: true})
if (!existsSync(vitepress))
  npm(['ci', '--prefix', path.join(root, 'site'), '--ignore-scripts', '--no-audit', '--no-fund'])
const pages = layPages(root, work)
const {status} = spawnSync(process.execPath, [vitepress, 'build', path.join(root, 'site')], {
  stdio: ['ignore', 'inherit', 'inherit'],
})
if (status !== 0) process.exit(1)

const {values, rest} = readArguments()
if (values.has('--check')) {
  const {checkSite} = await import('./site/check.mjs')
  await checkSite({built: path.join(work, 'built'), pages, pictures: rest[0]})
} else if (values.has('--serve')) {
  const {serveFolder} = await import('./site/serve.mjs')
  console.log((await serveFolder(path.join(work, 'built'))).url)
}

function readArguments() {
  const words = process.argv.slice(2)
  return {
    values: new Set(words.filter((word) => word.startsWith('--'))),
    rest: words.filter((word) => !word.startsWith('--')),
  }
}
