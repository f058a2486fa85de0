import {existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {requireOurs, writeFolders} from '../../../src/lib/export/write.js'
import {emptyFolder} from '../../_helpers/cli.js'

const file = (name: string, text = `# ${name}\n\nlocals {}\n`) => ({name, text})
const folders = (...names: readonly string[]) => [{folder: 'environments/dev', files: names.map((name) => file(name))}]

test('what was written before is written over, and what is no more goes', () => {
  const out = join(emptyFolder(), 'terraform')
  expect(writeFolders(out, folders('a.tf', 'b.tf'))).toEqual(['environments/dev/a.tf', 'environments/dev/b.tf'])
  requireOurs(out, folders())
  writeFolders(out, [{folder: 'environments/dev', files: [file('a.tf', 'locals {}\n')]}])
  expect(readFileSync(join(out, 'environments', 'dev', 'a.tf'), 'utf8')).toMatch(
    /^# Written by "awsup export terraform" \([0-9a-f]{16}\)[^\n]*\n\nlocals \{\}\n$/,
  )
  expect(existsSync(join(out, 'environments', 'dev', 'b.tf'))).toBe(false)
})

test('files of others, and our own once they were edited, are named and in the way', () => {
  const out = emptyFolder()
  writeFolders(out, folders('a.tf', 'b.tf', 'c.tf'))
  const dev = join(out, 'environments', 'dev')
  writeFileSync(join(dev, 'backend.tf'), 'terraform {}\n')
  writeFileSync(join(dev, 'b.tf'), readFileSync(join(dev, 'b.tf'), 'utf8').replace('locals', 'locals '))
  // Git on Windows.
  writeFileSync(join(dev, 'c.tf'), readFileSync(join(dev, 'c.tf'), 'utf8').replaceAll('\n', '\r\n'))
  expect(() => requireOurs(out, folders())).toThrow(
    expect.objectContaining({
      code: 'NOT_OURS',
      details: {out, files: ['environments/dev/b.tf', 'environments/dev/backend.tf']},
    }),
  )
})

test("Terraform's own files are nobody's business, and stay", () => {
  const out = emptyFolder()
  const dev = join(out, 'environments', 'dev')
  mkdirSync(join(dev, '.terraform'), {recursive: true})
  const own = [
    '.terraform.lock.hcl',
    'terraform.tfstate',
    'terraform.tfstate.backup',
    'terraform.tfvars',
    'x.auto.tfvars.json',
  ]
  for (const name of own) writeFileSync(join(dev, name), 'x')
  requireOurs(out, folders())
  writeFolders(out, folders('a.tf'))
  for (const name of own) expect(readFileSync(join(dev, name), 'utf8')).toBe('x')
})

test('no symbolic link leads out of the folder', () => {
  const [out, elsewhere] = [emptyFolder(), emptyFolder()]
  symlinkSync(elsewhere, join(out, 'environments'))
  expect(() => writeFolders(out, folders('a.tf'))).toThrow(expect.objectContaining({code: 'SYMLINK'}))
  expect(existsSync(join(elsewhere, 'dev'))).toBe(false)
})
