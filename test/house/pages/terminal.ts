import {spawn} from 'node:child_process'
import {chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {BINARY, emptyFolder, surroundings} from '../../_helpers/cli.js'

/** What a person sees of commands, stdout and stderr as they come, and how the last one ended. */
export interface Seen {
  readonly code: number | null
  readonly output: string
}

/** A terminal of a person: what one command changes (folder, variables) the next one finds. */
export interface Terminal {
  /** The folder that the terminal began in. */
  readonly folder: string
  type(commands: string, env?: Readonly<Record<string, string>>): Promise<Seen>
}

/** A new person on a new machine: an empty home, no credentials, and the built binary on the PATH as `awsup`. */
export function openTerminal(env: Readonly<Record<string, string>> = {}): Terminal {
  const person = emptyFolder()
  const [home, bin, folder] = ['home', 'bin', 'work'].map((name) => join(person, name)) as [string, string, string]
  for (const made of [home, bin, folder]) mkdirSync(made)
  const command = join(bin, 'awsup')
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${BINARY}' "$@"\n`)
  chmodSync(command, 0o755)
  const clean = surroundings(home)
  const left = join(person, 'left')
  const began = {
    ...clean,
    // What is made shows at once: a person would wait, and a test has no use for it.
    AWSUP_SANDBOX_LAG: '0',
    PATH: `${bin}:${clean['PATH'] ?? ''}`,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Test',
    GIT_AUTHOR_EMAIL: 'test@example.com',
    GIT_COMMITTER_NAME: 'Test',
    GIT_COMMITTER_EMAIL: 'test@example.com',
    ...env,
  }
  return {
    folder,
    type: (commands, more = {}) => {
      // What `export` and `cd` left is in a file, so that a block may be a process of its own.
      const script = [
        existsSync(left) ? `. '${left}'` : `cd '${folder}'`,
        `trap '{ export -p; printf "cd %q\\n" "$PWD"; } > ${left}' EXIT`,
        'exec 2>&1',
        commands,
      ].join('\n')
      const child = spawn('bash', ['-e', '-c', script], {
        cwd: folder,
        env: {...began, ...more},
        stdio: ['ignore', 'pipe', 'inherit'],
        timeout: 100_000,
      })
      const parts: Buffer[] = []
      child.stdout.on('data', (part: Buffer) => parts.push(part))
      return new Promise((resolve, reject) => {
        child.once('error', reject)
        child.once('close', (code) => resolve({code, output: Buffer.concat(parts).toString('utf8')}))
      })
    },
  }
}

/** The folder that a terminal is in now. */
export function folderOf(terminal: Terminal): string {
  const left = join(terminal.folder, '..', 'left')
  const [, found] = existsSync(left) ? (/^cd (.*)$/m.exec(readFileSync(left, 'utf8')) ?? []) : []
  return found ?? terminal.folder
}
