import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import fc from 'fast-check'
import {unzipSync} from 'fflate'
import {describe, expect, test} from 'vitest'
import {UsageError} from '../../../../src/lib/base/errors.js'
import {makeArchive, readArchive} from '../../../../src/lib/operations/environments/hosting/site/archive.js'
import {readSite} from '../../../../src/lib/operations/environments/hosting/site/folder.js'
import {findUnhashed} from '../../../../src/lib/operations/environments/hosting/site/unhashed.js'
import {emptyFolder} from '../../../_helpers/cli.js'

function folderOf(files: Readonly<Record<string, string>>): string {
  const root = emptyFolder()
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, 'dist', path)), {recursive: true})
    writeFileSync(join(root, 'dist', path), text)
  }
  return root
}

const refusal = (root: string, folder = 'dist'): UsageError => {
  try {
    readSite(root, folder)
  } catch (error) {
    if (error instanceof UsageError) return error
    throw error
  }
  throw new Error('it was taken')
}

const PAGE = {'index.html': '<h1>hi</h1>'}

describe('a built folder', () => {
  test('is read as paths from its top, without what systems leave behind', () => {
    const root = folderOf({
      ...PAGE,
      'assets/a.js': 'a',
      '.DS_Store': 'x',
      'assets/.DS_Store': 'x',
      '.well-known/x': 'y',
    })
    expect([...readSite(root, 'dist').keys()]).toEqual(['.well-known/x', 'assets/a.js', 'index.html'])
  })

  test.each([
    {title: 'that does not exist', root: emptyFolder, message: 'the folder dist does not exist', hint: 'npm run build'},
    {
      title: 'that is a file',
      root: () => folderOf(PAGE),
      folder: 'dist/index.html',
      message: 'dist/index.html is not a folder',
    },
    {
      title: 'without a page',
      root: () => folderOf({'a.js': ''}),
      message: 'dist has no index.html at its top',
      hint: 'Is it the folder',
    },
    {
      title: 'with its page one folder below',
      root: () => folderOf({'browser/index.html': ''}),
      message: 'dist has no index.html at its top',
      hint: 'Did you mean dist/browser?',
    },
    {
      title: 'of Next.js for a server',
      root: () => folderOf({...PAGE, '.next/server/app.js': ''}),
      message: 'dist has .next/server: it needs a server, and only files are hosted',
      hint: "output: 'export'",
    },
    {
      title: 'with a manifest for a server',
      root: () => folderOf({...PAGE, 'deploy-manifest.json': '{}'}),
      message: 'dist has deploy-manifest.json: it needs a server, and only files are hosted',
    },
  ])('$title is refused before anything is asked', ({root, folder, message, hint = ''}) => {
    const error = refusal(root(), folder)
    expect(error.message).toBe(message)
    expect(error.hint ?? '').toContain(hint)
    expect(error).toMatchObject({code: 'NOT_A_SITE', exitCode: 2})
  })

  test.each([
    ['a file outside', '/etc/hostname', 'leads out of the folder'],
    ['a folder outside', '/etc', 'leads out of the folder'],
    ['the folder above', '..', 'leads out of the folder'],
    ['nothing', 'none.txt', 'leads nowhere'],
  ])('with a link to %s is refused, and the file is named', (_title, to, why) => {
    const root = folderOf(PAGE)
    symlinkSync(to, join(root, 'dist', 'link'))
    expect(refusal(root).message).toBe(`dist/link is a link that ${why}`)
  })

  test('with a link to a folder that it lies in has no end, and is refused', () => {
    const root = folderOf({...PAGE, 'a/b.js': ''})
    symlinkSync('.', join(root, 'dist', 'a', 'again'))
    expect(refusal(root).message).toBe('dist/a/again is a link to a folder that it lies in')
  })

  test('with a link to a file of its own has that file', () => {
    const root = folderOf({...PAGE, 'a.js': 'a'})
    symlinkSync('a.js', join(root, 'dist', 'b.js'))
    expect([...readSite(root, 'dist').keys()]).toEqual(['a.js', 'b.js', 'index.html'])
  })
})

describe('a zip', () => {
  const files = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}(\/[a-zé]{1,8})?\.js$/), fc.string(), {maxKeys: 8})
  const mapOf = (said: Readonly<Record<string, string>>) =>
    new Map(Object.entries(said).map(([path, text]) => [path, Buffer.from(text)]))

  test('has the same bytes whatever the order of the files, the time zone and the day', () => {
    const zone = process.env['TZ']
    fc.assert(
      fc.property(files, (said) => {
        process.env['TZ'] = 'Asia/Tokyo'
        const first = makeArchive(mapOf(said), new Map())
        process.env['TZ'] = 'America/New_York'
        const second = makeArchive(new Map([...mapOf(said)].reverse()), new Map())
        expect(second.sha256).toBe(first.sha256)
      }),
      {numRuns: 50},
    )
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  })

  test('of one build differs between environments in the configuration alone: the hash over the rest says so', () => {
    fc.assert(
      fc.property(files, fc.string(), fc.string(), (said, dev, prod) => {
        const site = mapOf({...said, 'config.json': 'as built'})
        const [one, other] = [dev, prod].map((text) => makeArchive(site, mapOf({'config.json': text})))
        expect(one?.build).toBe(other?.build)
        expect(one?.sha256 === other?.sha256).toBe(dev === prod)
        const changed = makeArchive(new Map([...site, ['more.js', Buffer.from('x')]]), mapOf({'config.json': dev}))
        if (!('more.js' in said)) expect(changed.build).not.toBe(one?.build)
      }),
      {numRuns: 50},
    )
  })

  test('is read back as it was', () => {
    fc.assert(
      fc.property(files, (said) => {
        const {zip} = makeArchive(mapOf(said), new Map())
        const texts = [...readArchive(zip)].map(([path, bytes]) => [path, Buffer.from(bytes).toString()])
        expect(Object.fromEntries(texts)).toEqual(said)
        expect(Object.keys(unzipSync(zip)).every((path) => !path.startsWith('/'))).toBe(true)
      }),
      {numRuns: 50},
    )
  })
})

test('files that browsers keep for a year are named where their names do not change', () => {
  const names = ['assets/main-BqL7zW9f.js', 'assets/logo.png', 'assets/deep/main.4f3a2b1c.css', 'other/logo.png']
  const site = new Map(names.map((name) => [name, Buffer.from('')]))
  expect(findUnhashed(site, ['/assets/**'])).toEqual(['assets/logo.png'])
  expect(findUnhashed(site, [])).toEqual([])
  expect(findUnhashed(site, ['*.png'])).toEqual(['assets/logo.png', 'other/logo.png'])
})
