#!/usr/bin/env node
// Plays README's tour in a terminal of 80 columns, and keeps what is on it: docs/pictures/tour.txt, and tour-light.png and tour-dark.png
// beside it, which need Chromium.
//
//     npm run docs:tour
//     node scripts/docs/tour.mjs --check     only says whether tour.txt is what the tour prints now
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {play} from './tour/play.mjs'
import {steady} from './tour/steady.mjs'

const root = path.resolve(import.meta.dirname, '..', '..')
const pictures = path.join(root, 'docs', 'pictures')
const file = path.join(pictures, 'tour.txt')
const init = ['org', 'init', '--sandbox', '--project', 'acme', '--email', 'aws+{env}@acme.dev']

const STEPS = [
  {run: [...init, '--env', 'dev', '--env', 'prod'], answers: [{see: '(y/N)', type: 'y'}]},
  {run: ['env', 'switch', 'dev']},
  {run: ['user', 'create', 'alice', '--env', 'dev']},
  {
    typed: "sed -i 's/mfa: optional/mfa: on/' awsup.yaml",
    edit: {file: 'awsup.yaml', from: 'mfa: optional', to: 'mfa: on'},
  },
  {run: ['plan']},
  {run: ['env', 'switch', 'prod']},
  {run: ['env', 'current']},
]

const scratch = mkdtempSync(path.join(tmpdir(), 'awsup-tour-'))
const folder = (name) => {
  const made = path.join(scratch, name)
  mkdirSync(made)
  return made
}
try {
  const binary = path.join(root, 'bin', 'run.js')
  const lines = steady(await play(STEPS, {binary, cwd: folder('acme'), home: folder('home')}))
  const text = lines.map((runs) => `${runs.map((run) => run.text).join('')}\n`).join('')
  if (process.argv.includes('--check')) check(text)
  else await write(lines, text)
} finally {
  rmSync(scratch, {recursive: true, force: true})
}

function check(text) {
  const kept = readFileSync(file, 'utf8').split('\n')
  const now = text.split('\n')
  const at = now.findIndex((line, index) => line !== kept[index])
  if (at === -1 && kept.length === now.length) return
  console.error(`docs/pictures/tour.txt is not what the tour prints: npm run docs:tour
line ${at + 1} is   ${JSON.stringify(kept[at] ?? '')}
it prints ${JSON.stringify(now[at] ?? '')}`)
  process.exitCode = 1
}

async function write(lines, text) {
  const {draw} = await import('./tour/picture.mjs')
  writeFileSync(file, text)
  await draw(lines, (scheme) => path.join(pictures, `tour-${scheme}.png`))
}
