import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, test} from 'vitest'

/**
 * Who may import whom: a folder (or file) of src, and what it may reach beside itself. The longest name that fits a file
 * is its zone. Leaves of the library, that hold contracts and errors, may be named where the door would load everything.
 */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  commands: ['cli', 'ui', 'lib/index'],
  cli: ['ui', 'files', 'lib/index', 'lib/base', 'lib/text', 'lib/sessions', 'lib/project/never-ours'],
  ui: ['lib/index', 'lib/base', 'lib/engine/plan/plan'],
  'lib/manifest': [
    'lib/resources',
    'lib/access',
    'lib/base',
    'lib/text',
    'lib/project/never-ours',
    'lib/outputs/output',
    'lib/outputs/formats',
    'models',
  ],
  'lib/engine': ['lib/base', 'lib/records', 'lib/aws/clients/clients'],
  'lib/resources': ['lib/base', 'lib/aws', 'lib/access'],
  'lib/outputs': [
    'files',
    'lib/base',
    'lib/text',
    'lib/records',
    'lib/manifest/manifest',
    'lib/manifest/read',
    'lib/manifest/rules',
    'lib/project/never-ours',
  ],
  'lib/export': ['files', 'lib/base', 'lib/engine/graph/graph', 'lib/records', 'lib/resources', 'lib/aws'],
  'lib/records': ['files', 'lib/base', 'lib/text', 'lib/aws'],
  'lib/aws': ['files', 'lib/base'],
  'lib/sessions': [
    'files',
    'lib/base',
    'lib/records/files',
    'lib/records/holder',
    'lib/records/journal/machine-key',
    'lib/aws/credentials/credentials',
  ],
  'lib/access': ['lib/base', 'lib/manifest/read', 'lib/manifest/rules', 'models'],
  'lib/import': ['lib/base', 'lib/text'],
  // Contracts and errors; the clients that a resource is given are a type.
  'lib/base': ['lib/aws/clients/clients'],
  'lib/text': [],
  'lib/text/code': ['lib/base'],
  'lib/project/never-ours': [],
  // What ties the library together; only these meet the sandbox, and only to start it.
  lib: ['lib', 'sandbox', 'files'],
  sandbox: ['models', 'files'],
  // How a file is read; knows nothing of what is in it.
  files: [],
  // AWS's own word: both sides read it, and it reads neither.
  models: [],
}

interface Source {
  /** From src, without extension: `lib/engine/plan/plan`. */
  readonly name: string
  readonly text: string
  readonly imports: readonly string[]
}

const root = path.resolve(import.meta.dirname, '..', '..')
const sources = readSources('src')

describe('who may import whom', () => {
  test('every file of src belongs to a zone', () => {
    expect(sources.filter(({name}) => zoneOf(name) === undefined).map(({name}) => name)).toEqual([])
  })

  test('a file imports only what its zone may', () => {
    const wrong = sources.flatMap((source) =>
      targetsOf(source)
        .filter((target) => !mayImport(source.name, target))
        .map((target) => `${source.name} → ${target}`),
    )
    expect(wrong).toEqual([])
  })

  test('no file imports itself by way of others, types included', () => {
    expect(circlesIn(sources)).toEqual([])
  })

  test('a room of resources never imports another room', () => {
    const isRoom = ({name, text}: Source) => /^lib\/resources\/[^/]+\//.test(name) && /: Resource</.test(text)
    const rooms = sources.filter(isRoom)
    expect(rooms.length).toBeGreaterThan(0)
    const names = new Set(rooms.map(({name}) => name))
    const wrong = rooms.flatMap((room) =>
      targetsOf(room)
        .filter((target) => names.has(target))
        .map((target) => `${room.name} → ${target}`),
    )
    expect(wrong).toEqual([])
  })

  test('chalk and inquirer live in ui alone, oclif in cli and commands', () => {
    const homes: Readonly<Record<string, readonly string[]>> = {
      chalk: ['ui/'],
      inquirer: ['ui/'],
      '@oclif/core': ['cli/', 'commands/'],
    }
    const wrong = sources.flatMap(({name, imports}) =>
      imports.flatMap((specifier) => {
        const found = Object.entries(homes).find(
          ([module]) => specifier === module || specifier.startsWith(`${module}/`),
        )
        return found?.[1].every((home) => !name.startsWith(home)) ? [`${name} → ${specifier}`] : []
      }),
    )
    expect(wrong).toEqual([])
  })
})

/** Texts of programs that run in processes of their own: what they read and print is not awsup's. */
const PROGRAMS = ['sandbox/functions/processes/node-script']

describe('how files are read', () => {
  /** What reads a file, or opens one that may be read. */
  const READERS = /\b(readFile|readFileSync|createReadStream|readSync|readvSync|openSync|openAsBlob|open)\b/
  /** Who may, and why. */
  const EXCEPTIONS: Readonly<Record<string, string>> = {
    'files/read': 'the one way',
    'files/private-cache': "a file of the user's own, outside of every project, whose owner and size are checked",
    'cli/dispatch': "awsup's own package.json",
    'cli/secrets/secrets-file': 'opens to write, looks what it is, and reads what is smaller than a megabyte',
    'files/write': 'makes a new file; folders, to have renames on disk',
    'lib/records/journal/machine-key':
      "a file of the user's own, outside of every project, whose owner and size are checked",
    'lib/records/files/processes': "the system's own word about a process, below /proc",
    'lib/records/journal/recent-notes': 'opens to append, looks what it is, and reads what is smaller than a megabyte',
    'lib/sessions/private-file': "a file of the user's own, outside of every project, whose owner and size are checked",
  }
  const reading = sources.filter(({text}) =>
    [...withoutComments(text).matchAll(/import \{([^}]*)\} from '(?:node:)?fs(?:\/promises)?'/g)].some(([, names]) =>
      READERS.test(names ?? ''),
    ),
  )

  test('a file of a project is read by one function: a regular file of a bounded size, or refused before', () => {
    expect(reading.map(({name}) => name).filter((name) => !(name in EXCEPTIONS))).toEqual([])
    expect(Object.keys(EXCEPTIONS).filter((name) => !reading.some((source) => source.name === name))).toEqual([])
  })

  test('and no module takes all of fs, past which nobody sees', () => {
    const whole = /\bimport (?:\* as )?\w+ from '(?:node:)?fs(?:\/promises)?'|\b(?:import|require)\('(?:node:)?fs/
    expect(
      sources
        .filter(({name, text}) => !PROGRAMS.includes(name) && whole.test(withoutComments(text)))
        .map(({name}) => name),
    ).toEqual([])
  })
})

describe('how files are written', () => {
  test('no folder has more than 15 entries, but for what a generator or awsup itself writes', () => {
    const written = ['src/models', 'test/lib/export/cases/environment']
    const large = ['src', 'test', 'strangers', 'scripts', 'bench', 'bin', 'docs', 'examples', 'templates', 'schemas']
      .flatMap((top) => [
        top,
        ...readdirSync(path.join(root, top), {recursive: true, withFileTypes: true})
          .filter((entry) => entry.isDirectory())
          .map(({name, parentPath}) => path.relative(root, path.join(parentPath, name))),
      ])
      // What the example needs is installed beside it by test:e2e and by the quickstart.
      .filter((folder) => !written.includes(folder) && !folder.split(path.sep).includes('node_modules'))
      .filter((folder) => readdirSync(path.join(root, folder)).length > 15)
    expect(large, 'sort the files of these into folders by subject, the tests as the sources').toEqual([])
  })

  test('nothing that npm run new left open is open: docs/contributing says what goes there', () => {
    const open = ['TO', 'WRITE:'].join(' ')
    const left = ['src', 'test']
      .flatMap((folder) =>
        readdirSync(path.join(root, folder), {recursive: true, encoding: 'utf8'}).map((file) =>
          path.join(folder, file),
        ),
      )
      .filter((file) => /\.(ts|yaml|json)$/.test(file))
      .flatMap((file) =>
        readFileSync(path.join(root, file), 'utf8')
          .split('\n')
          .flatMap((line, index) => (line.includes(open) ? [`${file}:${index + 1} ${line.trim()}`] : [])),
      )
    expect(left).toEqual([])
  })

  test('no file of src is longer than 300 lines, no test than 600', () => {
    const long = [
      ...sources.map((source) => ({...source, limit: 300})),
      ...readSources('test').map((source) => ({...source, limit: 600})),
    ]
      .filter(({text, limit}) => text.split('\n').length - 1 > limit)
      .map(({name, text}) => `${name}: ${text.split('\n').length - 1} lines`)
    expect(long).toEqual([])
  })

  test('only commands have a default export, because oclif needs one', () => {
    const wrong = sources.filter(({name, text}) => !name.startsWith('commands/') && /^export default\b/m.test(text))
    expect(wrong.map(({name}) => name)).toEqual([])
    const missing = sources.filter(
      ({name, text}) => name.startsWith('commands/') && !/^export default class\b/m.test(text),
    )
    expect(missing.map(({name}) => name)).toEqual([])
  })

  test('the library and the sandbox end no process and print nothing', () => {
    const wrong = sources.filter(
      ({name, text}) =>
        /^(lib|sandbox)\//.test(name) &&
        !PROGRAMS.includes(name) &&
        /\bprocess\.(exit\b|exitCode|stdout|stderr)|\bconsole\.\w/.test(withoutComments(text)),
    )
    expect(wrong.map(({name}) => name)).toEqual([])
  })
})

function readSources(folder: string): readonly Source[] {
  const base = path.join(root, folder)
  return readdirSync(base, {recursive: true, encoding: 'utf8'})
    .filter((file) => file.endsWith('.ts'))
    .map((file) => {
      const text = readFileSync(path.join(base, file), 'utf8')
      return {name: file.slice(0, -'.ts'.length).split(path.sep).join('/'), text, imports: importsOf(text)}
    })
}

/** Static, dynamic, type-only and re-exporting imports alike. */
function importsOf(text: string): readonly string[] {
  const found = withoutComments(text).matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)
  return Array.from(found, ([, specifier = '']) => specifier)
}

/** The files of src that it imports, named as sources are. */
function targetsOf({name, imports}: Source): readonly string[] {
  return imports
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => path.posix.join(path.posix.dirname(name), specifier).replace(/\.js$/, ''))
}

/** Groups of files that reach each other, as Tarjan finds strongly connected components. */
function circlesIn(all: readonly Source[]): readonly (readonly string[])[] {
  const targets = new Map(all.map((source) => [source.name, targetsOf(source)]))
  const found: string[][] = []
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const path: string[] = []
  const visit = (name: string): number => {
    order.set(name, order.size)
    path.push(name)
    let low = order.size - 1
    for (const target of targets.get(name) ?? []) {
      if (!order.has(target)) low = Math.min(low, targets.has(target) ? visit(target) : low)
      else if (path.includes(target)) low = Math.min(low, lowest.get(target) ?? order.get(target) ?? low)
    }
    lowest.set(name, low)
    if (low === order.get(name)) {
      const circle = path.splice(path.indexOf(name))
      if (circle.length > 1) found.push(circle)
    }
    return low
  }
  for (const name of targets.keys()) if (!order.has(name)) visit(name)
  return found
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
}

function within(name: string, zone: string): boolean {
  return name === zone || name.startsWith(`${zone}/`)
}

function zoneOf(name: string): string | undefined {
  return Object.keys(ARROWS)
    .filter((zone) => within(name, zone))
    .toSorted((a, b) => b.length - a.length)[0]
}

function mayImport(name: string, target: string): boolean {
  const zone = zoneOf(name) ?? ''
  if (zone !== 'lib' && within(target, zone)) return true
  return (ARROWS[zone] ?? []).some((allowed) => within(target, allowed))
}
