import {readdirSync} from 'node:fs'
import path from 'node:path'

/** Folders of src/commands for commands of one word: nobody types their names. Every other folder is a word. */
export const SHELVES = ['changes', 'sessions', 'setup']

/** The commands in `folder`: words with `/` between them (`env/switch`), each with its file. Throws if two files are one command. */
export function findCommands(folder) {
  const found = {}
  for (const file of readdirSync(folder, {recursive: true})) {
    if (!file.endsWith('.ts')) continue
    const [first, ...others] = file.slice(0, -'.ts'.length).split(path.sep)
    const name = (others.length > 0 && SHELVES.includes(first) ? others : [first, ...others]).join('/')
    if (Object.hasOwn(found, name)) throw new Error(`${file}: ${found[name]} is the same command`)
    found[name] = path.join(folder, file)
  }
  return found
}
