import {execFileSync} from 'node:child_process'
import {mkdirSync, rmSync, statfsSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {onTestFinished} from 'vitest'
import {emptyFolder} from './cli.js'

const mount = (...args: readonly string[]): void => void execFileSync('mount', args, {stdio: 'pipe'})

/** A disk of its own, so small that it can be filled. */
export interface SmallDisk {
  readonly path: string
  /** Leaves so many pages of 4 KiB free. */
  fill(pages: number): void
  setReadOnly(on: boolean): void
}

/** A tmpfs that ends with the test; `undefined` where the system does not let us mount one (it needs root). */
export function openSmallDisk(): SmallDisk | undefined {
  const path = join(emptyFolder(), 'disk')
  mkdirSync(path)
  try {
    mount('-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', path)
  } catch {
    return undefined
  }
  onTestFinished(() => void execFileSync('umount', ['--lazy', path]))
  const filling = join(path, '.filling')
  return {
    path,
    fill: (pages) => {
      rmSync(filling, {force: true})
      const {bsize, bavail} = statfsSync(path)
      writeFileSync(filling, Buffer.alloc(Math.max(0, bavail * bsize - pages * 4096)))
    },
    setReadOnly: (on) => mount('-o', `remount,${on ? 'ro' : 'rw'}`, path),
  }
}
