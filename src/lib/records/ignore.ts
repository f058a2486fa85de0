import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {writeDurably} from './files/durable.js'

const TEXT = `# awsup: the ids under aws/ belong in git. What is below belongs to one checkout.
journal/
.last/
lock
lock.*
*.tmp
/current.json
/sandbox/
`

/** Writes .awsup/.gitignore, once: the reader may change it. */
export function ignoreInGit(awsupFolder: string): void {
  const path = join(awsupFolder, '.gitignore')
  if (!existsSync(path)) writeDurably(path, TEXT, 0o644)
}
