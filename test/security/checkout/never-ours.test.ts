import {createHash} from 'node:crypto'
import {existsSync, mkdirSync, readdirSync, renameSync, statSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import {neverOurs} from '../../../src/lib/project/never-ours.js'
import {awsup, awsupJson, emptyFolder, makeTemplate, read} from '../../_helpers/cli.js'
import {textsOf} from '../../_helpers/worlds/project-world.js'
import {git, plant, UNDO} from './hostile.js'

let copy: () => string
beforeAll(async () => {
  copy = await makeTemplate()
})

/** A project whose awsup.yaml names one output at this path. */
function projectWith(path: string, format = 'json'): string {
  const project = copy()
  const yaml = read(project, 'awsup.yaml')
  const outputs = `outputs:\n  - { format: ${format}, path: ${JSON.stringify(path)}, ${format === 'shell' ? 'prefix: X_' : ''} }\n`
  writeFileSync(join(project, 'awsup.yaml'), yaml.slice(0, yaml.indexOf('outputs:')) + outputs)
  return project
}

/** Spellings that some system takes for a file of git, of awsup, or for a hook. */
const SPELLINGS = [
  ...['.git', '.git/config', 'sub/.git', 'sub/.git/hooks/post-checkout', 'a/b/.GIT/config', '.Git/x'],
  ...['.//.git/config', 'a/.//.git/config', './/./.git', 'a/./.git/x'],
  ...['.git./config', '.git /config', '.git. ./config', '.git.../x', '.GIT.'],
  ...['git~1/config', 'GIT~1/hooks/x', 'sub/git~2/x', 'GI7EBA~1/config'],
  ...['.git::$INDEX_ALLOCATION/config', '.git:x', '.git::$DATA', 'sub/.GIT::$INDEX_ALLOCATION/x'],
  ...[
    '.g\u200cit/config',
    '.git\u200d/config',
    '\u200e.git/x',
    '.gi\u202at/x',
    '.g\u206fit/x',
    '.git\ufeff/x',
    '.\u200fGIT/x',
  ],
  ...['.g\u0131t/x', '.G\u0130T/x', '.\uff47it/x'],
  ...[
    '.awsup/aws/organization.json',
    'sub/.awsup/x',
    '.AWSUP/x',
    'awsup~1/x',
    '.awsup./x',
    'awsup.yaml',
    './/awsup.yaml',
  ],
  ...['AWSUP.YAML', 'awsup.yaml.', 'awsup.yaml::$DATA', 'infra/awsup.yaml', 'AWSUP~1.YAM'],
  ...['.husky/pre-commit', '.githooks/pre-push', 'sub/.husky/_/h', '.hg/hgrc', '.svn/entries', '.jj/repo/config'],
]

/** Paths of everyday projects. */
const ALLOWED = [
  ...[
    '.env',
    '.env.local',
    '.envrc',
    '.github/x.json',
    '.gitlab/x.json',
    '.gitignore.json',
    'git/x',
    'src/hooks/awsup.ts',
  ],
  ...['.gitea/x', 'digit/x', 'awsup/x.json', 'src/awsup.ts', 'x.git.json', 'Gemfile~1', 'legit~1/x', 'awsup.yaml.json'],
  ...['infra/awsup.auto.tfvars', 'a.git/x', 'src/größe.json', 'é/x.json', '.git-blame-ignore/x', '.gitattributes.d/x'],
]

describe('an output of awsup.yaml is never a file of git, of awsup, or a hook', () => {
  test.each(SPELLINGS.map((path) => [JSON.stringify(path), path]))('%s is refused by name', (_, path) => {
    expect(neverOurs(path)).toBeDefined()
  })

  test.each(ALLOWED)('%s is not', (path) => {
    expect(neverOurs(path)).toBeUndefined()
  })

  test.each(SPELLINGS.filter((_, index) => index % 4 === 0 || index < 12).map((path) => [JSON.stringify(path), path]))(
    '%s is refused with its line, and nothing is written',
    async (_, path) => {
      const project = projectWith(path)
      git(project, 'init', '-q')
      const before = textsOf(project)
      const {code, error} = await awsupJson(project, ['env', 'switch', 'dev'])
      expect({code, error}).toMatchObject({code: 2, error: {message: expect.stringContaining('must not') as string}})
      expect(textsOf(project)).toEqual(before)
    },
  )
})

describe('nor is it one that a path leads to', () => {
  const LINKS: Readonly<Record<string, (project: string) => void>> = {
    'a link to .git/config': (project) => symlinkSync('.git/config', join(project, 'out.json')),
    'a link to a folder of hooks': (project) => symlinkSync('.git/hooks', join(project, 'out')),
    'a link to a link into .git': (project) => {
      symlinkSync('.git', join(project, 'a'))
      symlinkSync('a/hooks', join(project, 'out'))
    },
    'a link to awsup.yaml': (project) => symlinkSync('awsup.yaml', join(project, 'out.json')),
    'a link into .awsup': (project) => symlinkSync('.awsup/sandbox', join(project, 'out')),
    'a repository by another name': (project) => git(project, 'init', '-q', '--bare', 'out'),
    'the git folder of a worktree': (project) =>
      git(project, 'init', '-q', '--separate-git-dir', join(project, 'out'), join(project, 'work')),
  }
  test.each(Object.entries(LINKS))('%s', async (_, make) => {
    for (const path of ['out.json', 'out/hooks/post-checkout', 'out/x.json']) {
      const project = projectWith(path)
      git(project, 'init', '-q')
      make(project)
      const isMeant = existsSync(join(project, path.split('/')[0] ?? ''))
      if (!isMeant) continue
      const before = textsOf(project)
      expect(await awsupJson(project, ['env', 'switch', 'dev'])).toMatchObject({
        code: 5,
        error: {code: 'NEVER_OURS', message: expect.stringMatching(/leads to a (file|hook) of/) as string},
      })
      expect(textsOf(project)).toEqual(before)
    }
  })

  test('a way back never puts bytes into .git/config, however awsup.yaml spells it', async () => {
    const project = projectWith('.//.git/config', 'shell')
    git(project, 'init', '-q')
    const before = read(project, '.git/config')
    plant(project, UNDO, {
      ...{version: 1, to: {environment: 'dev', target: 'sandbox'}, wrote: []},
      files: [{path: '.git/config', after: hashOf(before), before: 'x', head: 0, tail: 0, middle: 'eA=='}],
    })
    expect((await awsup(project, ['env', 'switch', '--undo'])).code).toBe(2)
    expect(read(project, '.git/config')).toBe(before)
  })
})

describe('nor do records, exports and files of secrets go there', () => {
  test.each(['.git/hooks', '.git', 'sub/.git/x', '.GIT/x', 'git~1/x', '.awsup/x', 'link/x', 'bare/x'])(
    'export terraform --out %s is refused before AWS is asked',
    async (out) => {
      const project = copy()
      git(project, 'init', '-q')
      git(project, 'init', '-q', '--bare', 'bare')
      symlinkSync('.git/hooks', join(project, 'link'))
      const before = textsOf(project)
      expect(await awsupJson(project, ['export', 'terraform', '--out', out])).toMatchObject({
        code: 2,
        error: {message: expect.stringContaining('--out') as string},
      })
      expect(textsOf(project)).toEqual(before)
    },
  )

  test.each(['.git/hooks/post-checkout', 'link/post-checkout', '.GIT/x.json', 'bare/hooks/x', '.awsup/x.json'])(
    '--secrets-file %s is refused before a secret is made',
    async (path) => {
      const project = copy()
      git(project, 'init', '-q')
      git(project, 'init', '-q', '--bare', 'bare')
      mkdirSync(join(project, '.git/hooks'), {recursive: true})
      symlinkSync('.git/hooks', join(project, 'link'))
      const args = ['user', 'create', 'al', '--env', 'dev', '--access-key', '--secrets-file', path]
      expect(await awsupJson(project, args)).toMatchObject({
        code: 2,
        error: {message: expect.stringContaining('--secrets-file') as string},
      })
      expect(existsSync(join(project, path))).toBe(false)
    },
  )

  test('records are written through no link', async () => {
    const project = copy()
    const outside = emptyFolder()
    renameSync(join(project, '.awsup/sandbox/environments'), join(outside, 'environments'))
    symlinkSync(join(outside, 'environments'), join(project, '.awsup/sandbox/environments'))
    const before = statSync(join(outside, 'environments/dev.json')).mtimeMs
    await awsup(project, ['user', 'create', 'al', '--env', 'dev'])
    expect(statSync(join(outside, 'environments/dev.json')).mtimeMs).toBe(before)
    expect(readdirSync(outside)).toEqual(['environments'])
  })
})

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')
