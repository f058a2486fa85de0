import {execFileSync, spawn} from 'node:child_process'
import {once} from 'node:events'
import {cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {basename, join} from 'node:path'
import {createInterface} from 'node:readline'
import {chromium, type Browser, type Page} from 'playwright-core'
import {awsup, awsupJson, BINARY, surroundings} from '../_helpers/cli.js'
import {serveFolder} from './site.js'

const PROJECT = join(import.meta.dirname, '..', '..')
const EXAMPLE = join(PROJECT, 'examples', 'todo-web')
const SCREENSHOTS = join(PROJECT, '.e2e')

/** What the application reads when it opens. */
export interface Config {
  readonly environment: string
  readonly accountId: string
  readonly region: string
  readonly userPoolId: string
  readonly userPoolClientId: string
  readonly endpoint: string
  readonly tables: {readonly todos: {readonly name: string; readonly arn: string}}
  readonly buckets: {readonly files: {readonly name: string}}
}

/** What `awsup deploy` answered. */
export interface Site {
  readonly url: string
  readonly build: string
  readonly configuration: readonly string[]
}

/** The example in a git repository of its own, built, with dev and prod deployed in a sandbox that is served. */
export interface TodoWeb {
  readonly folder: string
  /** A web server of this machine, with what `env switch` wrote into the build. */
  readonly url: string
  readonly sites: {readonly dev: Site; readonly prod: Site}
  readonly browser: Browser
  awsup(...args: readonly string[]): Promise<string>
  git(...args: readonly string[]): string
  /** As the page that is served reads it now. */
  config(): Config
  /** A user of an environment's pool, in groups of it; answers the first password. */
  makeUser(email: string, environment: string, groups?: readonly string[]): Promise<string>
  /** Addresses of an environment's users, sorted. */
  users(environment: string): Promise<readonly string[]>
  /** Puts a picture of the page beside the others, to be looked at. */
  picture(page: Page, name: string): Promise<void>
  /** The same, also as wide as a telephone; answers how many pixels of that stand out at the side. */
  pictures(page: Page, name: string): Promise<number>
  close(): Promise<void>
}

/** @throws Error when a step of it fails, with what the command said. */
export async function openTodoWeb(): Promise<TodoWeb> {
  const folder = mkdtempSync(join(tmpdir(), 'awsup-todo-web-'))
  const copied = (source: string): boolean => !['node_modules', '.awsup', 'config.json'].includes(basename(source))
  cpSync(EXAMPLE, folder, {recursive: true, filter: copied})
  symlinkSync(join(EXAMPLE, 'node_modules'), join(folder, 'node_modules'))
  rmSync(SCREENSHOTS, {recursive: true, force: true})
  mkdirSync(SCREENSHOTS)

  const port = await freePort()
  const manifest = join(folder, 'awsup.yaml')
  const endpoint = `http://127.0.0.1:${port}`
  const asked = readFileSync(manifest, 'utf8')
  writeFileSync(manifest, asked.replaceAll(/config\.json ?\}/g, `config.json, endpoint: "${endpoint}"}`))

  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=Ana', '-c', 'user.email=ana@acme.dev', ...args], {cwd: folder}).toString()
  const run: TodoWeb['awsup'] = async (...args) => {
    const {code, stdout, stderr} = await awsup(folder, args)
    if (code !== 0) throw new Error(`awsup ${args.join(' ')} ended with ${code ?? 'a signal'}:\n${stdout}${stderr}`)
    return stdout
  }

  await run('apply', '--yes')
  const deploy = async (...args: readonly string[]): Promise<Site> =>
    (await awsupJson(folder, ['deploy', ...args])).result as unknown as Site
  const sites = {dev: await deploy('dev'), prod: await deploy('prod', '--yes')}
  await run('env', 'switch', 'dev')
  git('init', '-q')
  git('add', '.')
  git('commit', '-q', '-m', 'The application, with the configuration of dev')

  const sandbox = await serveSandbox(folder, port)
  const site = await serveFolder(join(folder, 'dist'))
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    // A container's root has no sandbox of Chromium's to run in, and only pages of our own are opened.
    args: ['--no-sandbox'],
  })
  return {
    folder,
    url: site.url,
    sites,
    browser,
    git,
    awsup: run,
    config: () => JSON.parse(readFileSync(join(folder, 'dist', 'config.json'), 'utf8')) as Config,
    makeUser: async (email, environment, groups = []) => {
      const args = ['user', 'create', email, '--pool', '--env', environment, '--suppress-invite']
      const {result} = await awsupJson(folder, [...args, ...groups.flatMap((group) => ['--group', group])])
      const {poolUsers} = result as unknown as {poolUsers: readonly {temporaryPassword: string}[]}
      return poolUsers[0]?.temporaryPassword ?? ''
    },
    users: async (environment) => {
      const {result} = await awsupJson(folder, ['user', 'list', '--pool', '--env', environment])
      return (result as unknown as readonly {email: string}[]).map(({email}) => email).toSorted()
    },
    picture: async (page, name) => {
      await page.screenshot({path: join(SCREENSHOTS, `${name}.png`)})
    },
    pictures: async (page, name) => {
      const wide = page.viewportSize()
      await page.screenshot({path: join(SCREENSHOTS, `${name}.png`)})
      await page.setViewportSize({width: 390, height: 844})
      await page.screenshot({path: join(SCREENSHOTS, `${name}-narrow.png`), fullPage: true})
      const over = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
      if (wide !== null) await page.setViewportSize(wide)
      return over
    },
    close: async () => {
      await browser.close()
      await site.close()
      await sandbox.close()
      rmSync(folder, {recursive: true})
    },
  }
}

async function serveSandbox(folder: string, port: number): Promise<{close: () => Promise<void>}> {
  const child = spawn(process.execPath, [BINARY, 'sandbox', 'serve', '--functions', '--port', `${port}`, '--json'], {
    cwd: folder,
    env: surroundings(folder),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  await Promise.race([once(createInterface({input: child.stdout}), 'line'), ended])
  if (child.exitCode !== null) throw new Error(`sandbox serve ended with ${child.exitCode}`)
  return {
    close: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return typeof address === 'object' && address !== null ? address.port : 0
}
