import {readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {emptyFolder} from '../../test/_helpers/cli.js'
import {serveEmpty} from '../served.js'
import {aws, tryAws} from '../stranger.js'

test('the AWS CLI makes a bucket, writes on conditions, lists, reads, brings a folder up to date and removes', async () => {
  const keys = await serveEmpty()
  const bucket = 'acme-awsup'
  const s3api = (operation: string, ...args: string[]) => aws(keys, 's3api', operation, '--bucket', bucket, ...args)
  await s3api('create-bucket', '--create-bucket-configuration', 'LocationConstraint=eu-west-1')
  const folder = emptyFolder()
  const body = join(folder, 'body.json')
  writeFileSync(body, '{"version": 1}\n')

  const put = ['--key', 'team/aws/a b+ü.json', '--body', body]
  const {ETag} = await s3api('put-object', ...put, '--if-none-match', '*')
  expect(ETag).toBe('"43b3542dcecec6a4805a1c0b319e948d"')
  const again = await tryAws(keys, 's3api', 'put-object', '--bucket', bucket, ...put, '--if-none-match', '*')
  expect(again.stderr).toContain('(PreconditionFailed)')
  await s3api('put-object', ...put, '--if-match', String(ETag))

  const listed = await tryAws(keys, 's3', 'ls', `s3://${bucket}/team/aws/`)
  expect(listed.stdout).toMatch(/ 15 a b\+ü\.json\n$/)
  const folders = await tryAws(keys, 's3', 'ls', `s3://${bucket}/team/`)
  expect(folders.stdout.trim()).toBe('PRE aws/')

  const copy = join(folder, 'copy.json')
  const uploaded = await tryAws(keys, 's3', 'cp', body, `s3://${bucket}/b.json`)
  const copied = await tryAws(keys, 's3', 'cp', `s3://${bucket}/b.json`, copy)
  expect([uploaded.code, copied.code, uploaded.stderr, copied.stderr]).toEqual([0, 0, '', ''])
  expect(readFileSync(copy, 'utf8')).toBe('{"version": 1}\n')

  const site = emptyFolder()
  for (const name of ['index.html', 'old.html']) writeFileSync(join(site, name), name)
  await tryAws(keys, 's3', 'sync', site, `s3://${bucket}/site`)
  rmSync(join(site, 'old.html'))
  const synced = await tryAws(keys, 's3', 'sync', site, `s3://${bucket}/site`, '--delete')
  expect(synced.stdout.trim()).toBe(`delete: s3://${bucket}/site/old.html`)
  const pages = await s3api('list-objects-v2', '--prefix', 'site/', '--query', '{keys: Contents[].Key}')
  expect(pages).toEqual({keys: ['site/index.html']})
  const gone = await tryAws(keys, 's3', 'rm', `s3://${bucket}/site`, '--recursive')
  expect(gone.stdout.trim()).toBe(`delete: s3://${bucket}/site/index.html`)

  const removed = await tryAws(keys, 's3', 'rb', `s3://${bucket}`, '--force')
  expect([removed.code, removed.stderr]).toEqual([0, ''])
  expect((await tryAws(keys, 's3', 'ls', `s3://${bucket}`)).stderr).toContain('(NoSuchBucket)')
  expect((await aws(keys, 's3api', 'list-buckets'))['Buckets'] ?? []).toEqual([])
})
