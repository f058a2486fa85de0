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
export async function ignoreInGit(awsupFolder: string): Promise<void> {
  const path = join(awsupFolder, '.gitignore')
  if (!existsSync(path)) await writeDurably(path, TEXT, 0o644)
}
