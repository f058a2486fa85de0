import {spawnSync} from 'node:child_process'
import {mkdtempSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {parse} from 'yaml'

const root = path.resolve(import.meta.dirname, '..', '..')
const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8')
const {version} = JSON.parse(textOf('package.json')) as {readonly version: string}
const nodes = JSON.parse(textOf('scripts/package/executable/nodes.json')) as {
  readonly version: string
  readonly platforms: Readonly<Record<string, {readonly package: string; readonly integrity: string}>>
}
const platforms = Object.keys(nodes.platforms)

/** The templates of package managers, by the file of a release that each installs. */
const TEMPLATES: Readonly<Record<string, string>> = {
  'homebrew/awsup.rb': `awsup-${version}.tgz`,
  'scoop/awsup.json': 'awsup-win-x64.exe',
}

interface Job {
  readonly strategy?: {readonly matrix: {readonly include: readonly {readonly platform: string}[]}}
}

function fill(files: readonly string[]) {
  const release = mkdtempSync(path.join(tmpdir(), 'awsup-release-'))
  const sum = (file: string) => Buffer.from(file).toString('hex').padEnd(64, '0').slice(0, 64)
  writeFileSync(path.join(release, 'SHA256SUMS'), files.map((file) => `${sum(file)}  ./${file}\n`).join(''))
  const script = path.join(root, 'scripts', 'package', 'packaging.mjs')
  const {status, stderr} = spawnSync(process.execPath, [script, release], {encoding: 'utf8'})
  const made = readdirSync(release).filter((name) => name !== 'SHA256SUMS')
  return {
    status,
    stderr,
    made: new Map(made.map((name) => [name, readFileSync(path.join(release, name), 'utf8')])),
    sum,
  }
}

describe('the templates of package managers', () => {
  const found = readdirSync(path.join(root, 'packaging'), {recursive: true, encoding: 'utf8'})
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => /@[A-Z0-9_]+@/.test(name.includes('.') ? textOf(`packaging/${name}`) : ''))

  test('are all filled in by a release', () => {
    expect(found.toSorted()).toEqual(Object.keys(TEMPLATES).toSorted())
  })

  test.each(Object.entries(TEMPLATES))(
    '%s gets its version and the checksum of %s, and nothing stays open',
    (template, file) => {
      const {status, made, sum} = fill(Object.values(TEMPLATES))
      expect(status).toBe(0)
      const text = made.get(path.posix.basename(template)) ?? ''
      expect(text).toContain(sum(file))
      expect(text).toContain(version)
      expect(text).not.toMatch(/@[A-Z0-9_]+@/)
    },
  )

  test('whose file is not in the release are left out by name', () => {
    const {status, stderr, made} = fill([`awsup-${version}.tgz`])
    expect({status, names: [...made.keys()]}).toEqual({status: 0, names: ['awsup.rb']})
    expect(stderr).toContain('scoop/awsup.json')
  })

  test('of Scoop is JSON, and its next version is the same file of the next release', () => {
    const scoop = JSON.parse(textOf('packaging/scoop/awsup.json')) as {
      readonly architecture: {readonly '64bit': {readonly url: string}}
      readonly autoupdate: {readonly architecture: {readonly '64bit': {readonly url: string}}}
    }
    const {url} = scoop.architecture['64bit']
    expect(scoop.autoupdate.architecture['64bit'].url).toBe(url.replaceAll('@VERSION@', '$version'))
  })
})

describe('executables', () => {
  const {jobs} = parse(textOf('.github/workflows/release.yml')) as {readonly jobs: Readonly<Record<string, Job>>}

  test('are released for every platform that Node is pinned for', () => {
    const released = jobs['executables']?.strategy?.matrix.include.map(({platform}) => platform)
    expect(released?.toSorted()).toEqual(platforms.toSorted())
  })

  test('start themselves again: whatever names the running program asks whether it is one', () => {
    /** Only its folder, as one in which nobody else puts programs. */
    const exceptions = ['cli/secrets/unignored.ts']
    const naming = readdirSync(path.join(root, 'src'), {recursive: true, encoding: 'utf8'})
      .filter((file) => file.endsWith('.ts'))
      .map((file) => file.split(path.sep).join('/'))
      .filter((file) => /\bexecPath\b|\bargv0\b|argv\[1\]|\[, \w+\] = process\.argv/.test(textOf(`src/${file}`)))
    expect(naming.length).toBeGreaterThan(2)
    expect(naming.filter((file) => !/\bisExecutable\(\)/.test(textOf(`src/${file}`)))).toEqual(exceptions)
  })

  test.each(platforms)('for %s are made of one package, known to the bit', (platform) => {
    expect(nodes.platforms[platform]?.package).toMatch(/^node-(bin-)?[a-z]+-[a-z0-9]+$/)
    expect(nodes.platforms[platform]?.integrity).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/)
  })

  test.each(platforms)('for %s are named in docs/guide/install.md', (platform) => {
    expect(textOf('docs/guide/install.md')).toContain(`awsup-${platform}`)
  })
})
