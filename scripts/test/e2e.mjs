// `npm run test:e2e`: installs and builds the example, and uses it in a real browser against `awsup sandbox serve`. Needs
// Debian's chromium (or another one, named by CHROMIUM) and nothing else that npm does not bring.
import {spawnSync} from 'node:child_process'
import {existsSync} from 'node:fs'
import path from 'node:path'

const project = path.resolve(import.meta.dirname, '..', '..')
const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium'
if (!existsSync(chromium)) {
  console.error(
    `There is no Chromium at ${chromium}. Debian: apt-get install chromium. Elsewhere: CHROMIUM=/path/to/chrome`,
  )
  process.exit(1)
}

function run(command, args, folder = project) {
  const {status} = spawnSync(command, args, {cwd: folder, stdio: 'inherit'})
  if (status !== 0) process.exit(status ?? 1)
}

const example = path.join(project, 'examples', 'todo-web')
run('npm', ['run', '--silent', 'build'])
run('npm', ['ci', '--no-audit', '--no-fund'], example)
// The build knows no environment: there is none yet.
run('npm', ['run', 'build'], example)
run('npx', ['vitest', 'run', '--project', 'e2e', ...process.argv.slice(2)])
