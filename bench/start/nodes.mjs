import {execFileSync} from 'node:child_process'
import {mkdirSync} from 'node:fs'
import path from 'node:path'

/** Versions of Node beside the one that runs this. */
const OTHERS = [24, 26]

/**
 * The Node that runs this, and the newest 24 and 26, from npm. What cannot be fetched (no network, no such package for this
 * system) is told in `missing`.
 */
export function findNodes(folder) {
  const nodes = [{version: process.versions.node, program: process.execPath}]
  const missing = []
  for (const major of OTHERS.filter((one) => one !== majorOf(process.versions.node))) {
    try {
      nodes.push(fetchNode(major, path.join(folder, `node-${major}`)))
    } catch (error) {
      missing.push(`Node ${major}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`)
    }
  }
  return {nodes, missing}
}

function fetchNode(major, folder) {
  mkdirSync(folder)
  const packed = execFileSync('npm', ['pack', '--json', `node-${process.platform}-${process.arch}@${major}`], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [{filename}] = JSON.parse(packed)
  execFileSync('tar', ['-xzf', path.join(folder, filename), '-C', folder])
  const program = path.join(folder, 'package', 'bin', 'node')
  const version = execFileSync(program, ['-p', 'process.versions.node'], {encoding: 'utf8'}).trim()
  return {version, program}
}

export const majorOf = (version) => Number(version.split('.')[0])
