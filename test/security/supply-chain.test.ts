import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const read = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'))

interface Manifest {
  readonly dependencies?: object
  readonly optionalDependencies?: object
  readonly peerDependencies?: object
  readonly devDependencies: Readonly<Record<string, string>>
  readonly scripts: Readonly<Record<string, string>>
  readonly files: readonly string[]
}

interface Locked {
  readonly version?: string
  readonly integrity?: string
  readonly resolved?: string
  readonly link?: boolean
  readonly hasInstallScript?: boolean
  readonly deprecated?: string
  readonly dependencies?: object
  readonly optionalDependencies?: object
}

const manifest = read('package.json') as Manifest
const {packages} = read('package-lock.json') as {readonly packages: Readonly<Record<string, Locked>>}
const locked = Object.entries(packages).filter(([path]) => path !== '')

test('who installs awsup installs nothing else but what asks the keychain, where there is one', () => {
  expect(manifest).not.toHaveProperty('dependencies')
  expect(manifest).not.toHaveProperty('peerDependencies')
  expect(manifest.optionalDependencies).toEqual({'@napi-rs/keyring': '2.1.2'})
  // One compiled file for each system, and nothing behind it.
  const {dependencies, optionalDependencies} = packages['node_modules/@napi-rs/keyring'] ?? {}
  expect(dependencies).toBeUndefined()
  for (const [name, version] of Object.entries((optionalDependencies ?? {}) as Readonly<Record<string, string>>)) {
    expect(name).toMatch(/^@napi-rs\/keyring-/)
    expect([name, packages[`node_modules/${name}`]]).toMatchObject([name, {version, license: 'MIT', optional: true}])
    expect(packages[`node_modules/${name}`]).not.toHaveProperty('dependencies')
  }
})

test('installing awsup runs nothing', () => {
  const atInstall = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'postprepare']
  expect(atInstall.filter((name) => name in manifest.scripts)).toEqual([])
  // Of a package from the registry, npm never runs it: only in a checkout, and for a git URL, which has to be built.
  expect(manifest.scripts['prepare']).toBe('node scripts/package/prepare.mjs')
  expect(manifest.files.filter((file) => file.startsWith('scripts'))).toEqual([])
})

test('what it is built from is named exactly, and is what was looked at', () => {
  for (const [name, version] of Object.entries(manifest.devDependencies)) {
    // One is there under another name, since lint needs an older one.
    expect([name, version]).toEqual([name, expect.stringMatching(/^(npm:[\w@/-]+@)?\d+\.\d+\.\d+$/)])
  }
  expect(locked.length).toBeGreaterThan(100)
  for (const [path, {integrity, resolved, link}] of locked) {
    expect([path, integrity]).toEqual([path, expect.stringMatching(/^sha512-/)])
    expect([path, link]).toEqual([path, undefined])
    // Nothing but the registry: no git, no file, no address of somebody's.
    expect([path, resolved ?? 'https://registry.npmjs.org/']).toEqual([
      path,
      expect.stringMatching(/^https:\/\/registry\.npmjs\.org\//),
    ])
  }
})

test('no package is deprecated, and those that run something when installed are known', () => {
  expect(locked.filter(([, {deprecated}]) => deprecated !== undefined).map(([path]) => path)).toEqual([])
  const scripts = locked
    .filter(([, {hasInstallScript}]) => hasInstallScript)
    .map(([path]) => path.split('node_modules/').at(-1))
  expect([...new Set(scripts)].sort()).toEqual(['classic-level', 'esbuild'])
})

test('what is published has no tests, no source maps and no settings', () => {
  expect([...manifest.files].sort()).toEqual([
    'CHANGELOG.md',
    'THIRD_PARTY_NOTICES.md',
    'bin/load.js',
    'bin/package.json',
    'bin/run.js',
    'dist',
    'oclif.manifest.json',
    'schemas',
  ])
})
