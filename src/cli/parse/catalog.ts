import {existsSync, readdirSync} from 'node:fs'
import path from 'node:path'

/** Which commands there are. A command is its words: `['env', 'switch']`. */
export interface Catalog {
  has(words: readonly string[]): boolean
  /** Whether commands are called `<words> …`. */
  hasTopic(words: readonly string[]): boolean
  /** Every command, as people type it: `env switch`. Sorted. */
  list(): readonly string[]
}

/**
 * Commands that are files of a folder: `env switch` is `<folder>/env/switch.js`. Looking at one folder entry is all it
 * takes, so that starting does not read a manifest that grows with every command.
 */
export const catalogOfFolder = (folder: string): Catalog => ({
  has: (words) => existsSync(fileOfCommand(folder, words)),
  hasTopic: (words) => existsSync(path.join(folder, ...words)),
  list: () =>
    readdirSync(folder, {recursive: true, encoding: 'utf8'})
      .filter((name) => name.endsWith('.js'))
      .map((name) => name.slice(0, -'.js'.length).split(path.sep).join(' '))
      .sort(),
})

/** Where a command lies in a folder of commands. */
export const fileOfCommand = (folder: string, words: readonly string[]): string => `${path.join(folder, ...words)}.js`

/** Commands by name (`env switch`), where they are no files. */
export function catalogOfNames(names: readonly string[]): Catalog {
  const sorted = [...names].sort()
  return {
    has: (words) => sorted.includes(words.join(' ')),
    hasTopic: (words) => sorted.some((name) => name.startsWith(`${words.join(' ')} `)),
    list: () => sorted,
  }
}
