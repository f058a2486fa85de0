import {execFileSync, spawnSync} from 'node:child_process'
import {mkdirSync} from 'node:fs'
import path from 'node:path'

/** Where compiled code and all else that awsup keeps lies: not among the user's own. */
export const surroundings = (folder) => ({
  ...process.env,
  AWSUP_TARGET: 'sandbox',
  AWSUP_NO_UPDATE_CHECK: '1',
  AWSUP_KEYCHAIN: 'file',
  HOME: path.join(folder, 'home'),
  XDG_CACHE_HOME: path.join(folder, 'cache'),
  XDG_STATE_HOME: path.join(folder, 'state'),
})

/** The published package, unpacked with nothing beside it; answers its bin. */
export function openPackage(folder) {
  const project = path.resolve(import.meta.dirname, '..', '..')
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: project,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [{filename}] = JSON.parse(packed)
  execFileSync('tar', ['-xzf', path.join(folder, filename), '-C', folder])
  mkdirSync(path.join(folder, 'home'), {mode: 0o700})
  return path.join(folder, 'package', 'bin', 'run.js')
}

/** A project with two environments and their records, as `org init` leaves it. */
export function openProject(bin, folder) {
  const cwd = path.join(folder, 'project')
  mkdirSync(cwd)
  const argv = [
    ...['org', 'init', '--project', 'acme', '--email', 'aws+{env}@acme.dev', '--region', 'eu-west-1'],
    ...['--yes', '--no-input'],
  ]
  const {status, stderr} = spawnSync(process.execPath, [bin, ...argv], {
    cwd,
    env: surroundings(folder),
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`org init ended with ${status}: ${stderr}`)
  return cwd
}
