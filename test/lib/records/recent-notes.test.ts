import {execFileSync} from 'node:child_process'
import {appendFileSync, existsSync, linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import type {Note} from '../../../src/lib/aws/lag/recent.js'
import {openRecentNotes} from '../../../src/lib/records/journal/recent-notes.js'
import {emptyFolder} from '../../_helpers/cli.js'

const note = (thing: string, at = Date.now()): Note => ({thing, became: 'made', at})

function openPlace() {
  const directory = join(emptyFolder(), 'aws')
  const journal = join(directory, 'journal')
  return {directory, journal, file: join(journal, 'recent.jsonl'), notes: openRecentNotes(directory)}
}

test('what one run notes the next one reads, and several may note at once', () => {
  const {directory, notes} = openPlace()
  expect(notes.load()).toEqual([])
  const [first, second] = [note('role reader'), note('user ann')]
  notes.add(first)
  const other = openRecentNotes(directory)
  other.load()
  other.add(second)
  expect(openRecentNotes(directory).load()).toEqual([first, second])
})

test('notes of long ago are forgotten, and their file begins again', () => {
  const {directory, file, notes} = openPlace()
  notes.add(note('role old', Date.now() - 7_200_000))
  const later = openRecentNotes(directory)
  expect(later.load()).toEqual([])
  const made = note('role new')
  later.add(made)
  expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(made)}\n`)
})

test('a line that was cut, and one that says something else, say nothing', () => {
  const {directory, file, notes} = openPlace()
  const made = note('role reader')
  notes.add(made)
  const lines = ['null', '[]', '{"thing":1}', '{"thing":"x","became":"eaten","at":1}', 'x', '{"thing":"us']
  appendFileSync(file, lines.join('\n'))
  expect(openRecentNotes(directory).load()).toEqual([made])
})

test('what is no file of ours is neither read nor written, and stops nobody', () => {
  const {directory, journal, file} = openPlace()
  mkdirSync(journal, {recursive: true})
  const secret = join(directory, 'secret')
  writeFileSync(secret, 'precious')
  const places: readonly (() => void)[] = [
    () => symlinkSync(secret, file),
    () => linkSync(secret, file),
    () => mkdirSync(file),
    () => execFileSync('sh', ['-c', 'mkfifo "$1"', 'sh', file]),
  ]
  for (const put of places) {
    put()
    const notes = openRecentNotes(directory)
    expect(notes.load()).toEqual([])
    notes.add(note('role reader'))
    expect(readFileSync(secret, 'utf8')).toBe('precious')
    execFileSync('rm', ['-r', file])
  }
})

test('a folder that is a link to elsewhere is not written into', () => {
  const elsewhere = emptyFolder()
  const {directory, journal, notes} = openPlace()
  mkdirSync(directory, {recursive: true})
  symlinkSync(elsewhere, journal)
  notes.add(note('role reader'))
  expect(existsSync(join(elsewhere, 'recent.jsonl'))).toBe(false)
})
