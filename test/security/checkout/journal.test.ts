import {existsSync, mkdirSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import {awsup, awsupJson, emptyFolder, makeTemplate, read} from '../../_helpers/cli.js'
import {textsOf} from '../../_helpers/worlds/project-world.js'
import {beside, git, journalOf, plant, SWITCH, UNDO} from './hostile.js'

let copy: () => string
beforeAll(async () => {
  copy = await makeTemplate()
})

/** Every way in which a switch goes on where an earlier one was interrupted. */
const WAYS: readonly (readonly string[])[] = [
  ['env', 'switch', 'dev'],
  ['env', 'switch', '--undo'],
]

/** The line that makes a folder a repository of the attacker's: git runs what its `config` says. */
const GITFILE = 'gitdir: tooling\n'

describe('a journal that came with a clone', () => {
  test.each(WAYS)('makes no .git file: awsup %s %s %s', async (...args) => {
    for (const target of ['.git', 'sub/.git']) {
      const project = copy()
      plant(project, beside(target, 'new'), GITFILE)
      plant(project, SWITCH, journalOf('finish', [{target, temporary: beside(target, 'new')}]))
      const {stderr} = await awsup(project, args)
      expect(existsSync(join(project, target))).toBe(false)
      expect(stderr).toContain(`warning: ${SWITCH} was not written by awsup on this machine`)
      expect(read(project, beside(target, 'new'))).toBe(GITFILE)
    }
  })

  test.each(WAYS)('replaces no .git file of a worktree: awsup %s %s %s', async (...args) => {
    const project = copy()
    const worktree = 'gitdir: /somewhere/.git/worktrees/x\n'
    writeFileSync(join(project, '.git'), worktree)
    plant(project, beside('.git', 'new'), GITFILE)
    plant(project, SWITCH, journalOf('finish', [{target: '.git', temporary: beside('.git', 'new')}]))
    await awsup(project, args)
    expect(read(project, '.git')).toBe(worktree)
  })

  test('runs nothing when the next git command is given', async () => {
    const origin = copy()
    const pwned = join(emptyFolder(), 'PWNED')
    git(emptyFolder(), 'init', '-q', '--bare', join(origin, 'infra/tooling'))
    plant(
      origin,
      'infra/tooling/config',
      `[core]\n\trepositoryformatversion = 0\n\tworktree = ..\n\tfsmonitor = "touch ${pwned}; false"\n`,
    )
    for (const folder of ['objects', 'refs']) plant(origin, `infra/tooling/${folder}/keep`, '')
    mkdirSync(join(origin, 'infra/.awsup'))
    for (const path of ['awsup.yaml', '.awsup/sandbox']) renameSync(join(origin, path), join(origin, 'infra', path))
    plant(origin, 'infra/..git.awsup-0123456789ab.new', GITFILE)
    plant(origin, `infra/${SWITCH}`, journalOf('finish', [{target: '.git', temporary: '..git.awsup-0123456789ab.new'}]))
    git(origin, 'init', '-q')
    git(origin, 'add', '-f', 'infra')
    git(origin, 'commit', '-qm', 'looks harmless')
    const clone = join(emptyFolder(), 'clone')
    git(origin, 'clone', '-q', origin, clone)

    const {code} = await awsup(join(clone, 'infra'), ['env', 'switch', 'dev', '--sandbox'])
    expect(code).toBe(0)
    git(join(clone, 'infra'), 'status')
    expect(existsSync(pwned)).toBe(false)
    expect(existsSync(join(clone, 'infra/.git'))).toBe(false)
  })

  test.each(WAYS)('deletes no file that git does not know: awsup %s %s %s', async (...args) => {
    for (const direction of ['finish', 'undo'] as const) {
      const project = copy()
      writeFileSync(join(project, 'important.txt'), 'mine')
      plant(project, SWITCH, journalOf(direction, [{target: 'important.txt', backup: beside('important.txt', 'old')}]))
      await awsup(project, args)
      expect(read(project, 'important.txt')).toBe('mine')
    }
  })

  test.each(WAYS)('replaces no awsup.yaml and no output either: awsup %s %s %s', async (...args) => {
    for (const target of ['awsup.yaml', 'src/app.ts', 'amplify_outputs.json']) {
      const project = copy()
      if (!existsSync(join(project, target))) plant(project, target, 'mine')
      const before = read(project, target)
      plant(project, beside(target, 'new'), 'theirs')
      plant(project, SWITCH, journalOf('finish', [{target, temporary: beside(target, 'new')}]))
      await awsup(project, args)
      expect(read(project, target)).not.toBe('theirs')
      if (target !== 'amplify_outputs.json') expect(read(project, target)).toBe(before)
    }
  })

  test('is named by what only looks, and changes nothing there', async () => {
    const project = copy()
    expect((await awsup(project, ['env', 'switch', 'dev'])).code).toBe(0)
    plant(project, SWITCH, journalOf('finish', [{target: 'important.txt', backup: beside('important.txt', 'old')}]))
    const before = textsOf(project)
    const message = expect.stringContaining(`${SWITCH} was not written by awsup on this machine`) as string
    expect(await awsupJson(project, ['env', 'switch', '--check'])).toMatchObject({code: 0, warnings: [message]})
    expect(await awsupJson(project, ['env', 'switch', '--dry-run'])).toMatchObject({code: 0, warnings: [message]})
    expect(await awsupJson(project, ['status'])).toMatchObject({code: 0, warnings: [message]})
    expect(await awsupJson(project, ['env', 'doctor', '--offline'])).toMatchObject({
      code: 10,
      result: {
        findings: [{subject: SWITCH, fix: expect.stringContaining('git rm -r --cached .awsup/journal') as string}],
      },
    })
    expect(textsOf(project)).toEqual(before)
  })

  test('of a process that seems to be alive locks nobody out', async () => {
    const project = copy()
    plant(project, SWITCH, journalOf('finish', [], {pid: process.pid}))
    expect((await awsup(project, ['env', 'switch', 'dev'])).code).toBe(0)
    expect(existsSync(join(project, SWITCH))).toBe(false)
  })
})

describe('a way back that came with a clone', () => {
  test('puts nothing back', async () => {
    const project = copy()
    expect((await awsup(project, ['env', 'switch', 'dev'])).code).toBe(0)
    expect((await awsup(project, ['env', 'switch', 'prod'])).code).toBe(0)
    const {seal, ...undo} = JSON.parse(read(project, UNDO)) as {seal?: string; files: {middle?: string}[]}
    const files = undo.files.map((file) => ({...file, middle: Buffer.from('theirs').toString('base64')}))
    for (const [theirs, code] of [
      [{...undo, files}, 'NOT_OURS'],
      // One of ours that somebody changed.
      [{...undo, files, seal}, 'DAMAGED'],
    ] as const) {
      plant(project, UNDO, theirs)
      const before = textsOf(project)
      expect(await awsupJson(project, ['env', 'switch', '--undo'])).toMatchObject({code: 5, error: {code}})
      expect(textsOf(project)).toEqual(before)
    }
  })
})

describe('what this machine wrote', () => {
  test('counts for nothing once the key of this machine is another', async () => {
    const project = copy()
    expect((await awsup(project, ['env', 'switch', 'dev'])).code).toBe(0)
    const env = {XDG_STATE_HOME: emptyFolder()}
    expect(await awsupJson(project, ['env', 'switch', '--undo'], {env})).toMatchObject({
      code: 5,
      error: {code: 'NOT_OURS'},
    })
    expect((await awsup(project, ['env', 'switch', '--undo'])).code).toBe(0)
  })

  test('a key in the checkout is none: where HOME lies in it, awsup looks elsewhere', async () => {
    const project = copy()
    const env = {HOME: project, XDG_STATE_HOME: join(project, 'state')}
    expect((await awsup(project, ['env', 'switch', 'dev'], {env})).code).toBe(0)
    expect(existsSync(join(project, 'state'))).toBe(false)
    expect(existsSync(join(project, '.local'))).toBe(false)
  })

  test('without a place for a key everything works but what continues or takes back', async () => {
    const project = copy()
    const env = {XDG_STATE_HOME: '/dev/null/none'}
    expect((await awsup(project, ['env', 'switch', 'dev'], {env})).code).toBe(0)
    expect((await awsup(project, ['env', 'switch', 'prod'], {env})).code).toBe(0)
    expect(await awsupJson(project, ['env', 'switch', '--undo'], {env})).toMatchObject({
      code: 5,
      error: {code: 'NOT_OURS', hint: expect.stringContaining('set HOME or XDG_STATE_HOME') as string},
    })
    rmSync(join(project, UNDO))
    expect((await awsup(project, ['env', 'switch', '--check'], {env})).code).toBe(0)
  })
})
