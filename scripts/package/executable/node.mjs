import {execFileSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {npm} from './npm.mjs'

const {version, platforms} = JSON.parse(readFileSync(path.join(import.meta.dirname, 'nodes.json'), 'utf8'))

/** The Node that is put into executables, and the platforms that they are made for. */
export const NODE_VERSION = version
export const PLATFORMS = Object.keys(platforms)

/** As in the names above: `win-x64` is Node's `win32` with `x64`. */
export const thisPlatform = () => `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`

/**
 * Node for a platform, as the npm registry packs it. Fetched once into `cache`, and taken only if it is the package that
 * nodes.json names to the bit. Answers the path of the program.
 */
export const fetchNode = (platform, cache) => fetch(platform, cache).program

/** The licence of Node and all that it is made of; it is the same for every platform, and the package for Windows has none. */
export const fetchLicence = (cache) => fetch('linux-x64', cache).licence

function fetch(platform, cache) {
  const {package: name, integrity} = platforms[platform]
  const folder = path.join(cache, `${name}-${version}`)
  const isWindows = platform.startsWith('win-')
  const found = {
    program: path.join(folder, 'package', 'bin', isWindows ? 'node.exe' : 'node'),
    licence: isWindows ? undefined : path.join(folder, 'package', 'LICENSE'),
  }
  const done = path.join(folder, 'done')
  if (existsSync(done)) return found
  rmSync(folder, {recursive: true, force: true})
  mkdirSync(folder, {recursive: true})
  const [{filename}] = JSON.parse(npm(['pack', `${name}@${version}`, '--json', '--pack-destination', folder]))
  const tarball = path.join(folder, filename)
  const actual = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`
  if (actual !== integrity) {
    rmSync(folder, {recursive: true, force: true})
    throw new Error(`${name} ${version} is ${actual}, and scripts/package/executable/nodes.json says ${integrity}`)
  }
  const entries = Object.values(found).filter((file) => file !== undefined)
  for (const entry of entries.map((file) => path.relative(folder, file).split(path.sep).join('/')))
    execFileSync('tar', ['-xzf', filename, entry], {cwd: folder, stdio: ['ignore', 'ignore', 'inherit']})
  chmodSync(found.program, 0o755)
  rmSync(tarball)
  // Last: a run that is stopped before leaves nothing that looks whole.
  writeFileSync(done, '')
  return found
}

/** Throws where a program is not the Node of this version; it may be for another platform, so it is not run. */
export function assertVersion(program) {
  const bytes = readFileSync(program)
  if (!bytes.includes(`node-v${version}`) && !bytes.includes(`v${version}\0`))
    throw new Error(`${program} is not Node ${version}: parts of another version do not fit`)
}
