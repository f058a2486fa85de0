// Builds what is published. npm runs it after `npm ci` in a clone, before `npm pack` and `npm publish`, and where a git URL is
// installed. Where the packages that the build needs are missing (`npm pack` in a fresh clone), it installs them first.
// Says what it does on stderr alone: `npm pack --json` prints its document on stdout.
//
//     npm run prepare
import {spawnSync} from 'node:child_process'
import {existsSync} from 'node:fs'
import path from 'node:path'
import {buildWhereStale} from '../fresh.mjs'

const root = path.resolve(import.meta.dirname, '..', '..')
const isInstalled = existsSync(path.join(root, 'node_modules', 'esbuild', 'package.json'))
const isClone = existsSync(path.join(root, 'src'))

if (isClone && !isInstalled) install()
if (isClone) buildWhereStale()

/** By the npm that runs this, and without what it was told about the package outside: `--global`, `--omit`, `--dry-run`. */
function install() {
  console.error('awsup: installing what the build needs (npm ci)')
  const own = process.env.npm_execpath
  const [program, args] = own?.endsWith('npm-cli.js') ? [process.execPath, [own]] : ['npm', []]
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_config_(?!cache$|registry$|userconfig$)/i.test(name)),
  )
  const {status, error} = spawnSync(
    program,
    [...args, 'ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund'],
    {
      cwd: root,
      env: {...env, NODE_ENV: 'development'},
      stdio: ['ignore', 2, 2],
      shell: program === 'npm' && process.platform === 'win32',
    },
  )
  if (status !== 0) throw new Error(`npm ci failed: ${error?.message ?? `exit code ${status}`}`)
}
