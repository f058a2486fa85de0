import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {join} from 'node:path'
import {chromium} from 'playwright-core'
import {expect, test} from 'vitest'
import {emptyFolder, surroundings} from '../_helpers/cli.js'

const SCRIPT = join(import.meta.dirname, '..', '..', 'scripts', 'quickstart.mjs')

/** Runs the quickstart with no terminal. */
function quickstart(...args: readonly string[]) {
  const child = spawn(process.execPath, [SCRIPT, ...args], {
    env: {...surroundings(emptyFolder()), XDG_DATA_HOME: emptyFolder()},
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  const ended = once(child, 'close').then(([code]: unknown[]) => code)
  return {
    child,
    ended,
    said: () => said,
    /** Waits until it said this. */
    says: async (what: RegExp): Promise<void> => {
      while (!what.test(said)) {
        if (child.exitCode !== null) throw new Error(`the quickstart ended with ${child.exitCode}:\n${said}`)
        await Promise.race([once(child.stdout, 'data'), ended])
      }
    },
  }
}

const found = (text: string, what: RegExp): string => what.exec(text)?.[1] ?? `nothing like ${what}`

test(
  'with --web it ends with an address where the user that it made signs in, and Ctrl-C stops its server',
  {timeout: 120_000},
  async () => {
    const {child, ended, said, says} = quickstart('--web', '--for', '100')
    const browser = await chromium.launch({
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox'],
    })
    try {
      await says(/It stops after 100 s/)
      const address = found(said(), /^Open +(\S+)$/m)
      const page = await browser.newPage()
      await page.goto(address)
      await page.getByLabel('Email').fill(found(said(), /^user +(\S+)$/m))
      await page.getByLabel('Password').fill(found(said(), /^password +(\S+) /m))
      await page.getByRole('button', {name: 'Sign in'}).click()
      await page.getByLabel('New password').fill('correct-Horse-7-battery')
      await page.getByRole('button', {name: 'Save and continue'}).click()
      await page.getByText('Nothing to do').waitFor()
      await page.getByText('No files yet.').waitFor()
      await page.getByRole('button', {name: 'Ask the function'}).click()
      await page.getByText('0 open, 0 done').waitFor()
      child.kill('SIGINT')
      expect(await ended).toBe(0)
      await expect(fetch(`http://127.0.0.1:${new URL(address).port}/`)).rejects.toThrow('fetch failed')
    } finally {
      child.kill('SIGKILL')
      await browser.close()
    }
  },
)

test(
  'with --web and nobody at a terminal it ends by itself, its sites having answered',
  {timeout: 120_000},
  async () => {
    const {ended, said} = quickstart('--web')
    expect({code: await ended, said: said()}).toMatchObject({code: 0})
    expect(said()).toMatch(/^Open +http:\/\/dev\.\w+\.localhost:\d+$/m)
    expect(said()).toContain('Stopped.')
  },
)

test('a flag that it does not know, or cannot use, is refused before anything is made', async () => {
  for (const args of [['--wbe'], ['--for', '5'], ['--web', '--for', 'ever'], ['--web', '--for']]) {
    const {ended, said} = quickstart(...args)
    expect({args, code: await ended}).toEqual({args, code: 2})
    expect(said()).toContain('Usage: npm run quickstart')
  }
})
