import fc from 'fast-check'
import {spawnSync} from 'node:child_process'
import {mkdtempSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {renderOutput} from '../../../../src/lib/outputs/formats/registry.js'
import {anyValues} from '../any.js'
import {FOLDER, toldWith, write} from '../consumer.js'
import {DEV, PROD, TOLD} from '../samples.js'

const render = (text: string, ids = DEV): string =>
  renderOutput(
    {format: 'tfvars', path: 'infra/dev.tfvars'},
    {told: TOLD, ids, existing: Buffer.from(text)},
  ).content.toString()

describe('Terraform takes each name once: a line of others that sets one of awsup’s is refused, by line', () => {
  test.each([
    ['a line', 'instances = 3\nuser_pool_id = "old"\n', 2],
    ['without spaces', 'user_pool_id="old"', 1],
    ['further in', '\n\n   user_pool_id   =   "old"\n', 3],
    ['behind a map', 'tags = {\n  a = "}"\n}\naws_region = "x"\n', 4],
    ['behind a text of several lines', 'a = <<EOT\naws_region = 1\nEOT\naws_region = "x"\n', 4],
    ['behind a comment', '/* aws_region = 1\n*/ # x\naws_region = "x"\n', 3],
    ['with a byte order mark', '\uFEFFaws_region = "x"\n', 1],
    ['with the ends of lines of Windows', 'a = 1\r\naws_region = "x"\r\n', 2],
  ])('%s', (_title, text, line) => {
    expect(() => render(text)).toThrow(
      expect.objectContaining({
        code: 'SET_TWICE',
        exitCode: 5,
        message: expect.stringContaining(`infra/dev.tfvars line ${line}: `) as string,
      }) as Error,
    )
  })

  test('also below the block, counted as the file has it', () => {
    const written = render('instances = 3\n')
    expect(() => render(`${written}environment = "mine"\n`)).toThrow(`line ${written.split('\n').length}: environment`)
  })

  test.each([
    ['in a map', 'settings = {\n  user_pool_id = "x"\n  aws_region = "y"\n}\n'],
    ['in a list of maps', 'all = [\n  {\n aws_region = "y" },\n]\n'],
    ['in a text of several lines', 'a = <<-EOT\n  aws_region = 1\n  EOT\nb = 1\n'],
    ['in comments', '# aws_region = 1\n// aws_region = 1\n/*\naws_region = 1\n*/\n'],
    ['in a text', 'a = "\\"\\n"\nb = "aws_region = 1"\n'],
    ['in a longer name', 'my_aws_region = 1\naws_region_2 = 2\n'],
    ['in a comparison', 'a = b\nc = aws_region == "x"\n'],
  ])('%s it is not set, and stays', (_title, text) => {
    const dev = render(text)
    expect(dev.startsWith(text)).toBe(true)
    expect(render(render(dev, PROD))).toBe(dev)
  })
})

describe('variables for Terraform', () => {
  const hasTerraform = spawnSync('terraform', ['version']).status === 0
  if (!hasTerraform) console.warn('skipped, for terraform is not installed here: what it reads in .tfvars files')

  test.skipIf(!hasTerraform).each(['terraform.tfvars', 'awsup.auto.tfvars.json'])(
    'in %s are what was meant',
    (file) => {
      const [values] = fc.sample(anyValues, {numRuns: 1, seed: 4})
      const text = write({format: 'tfvars', path: file}, toldWith(values ?? new Map()))
      const names = [...(values ?? new Map<string, string>()).keys()].map((name) =>
        name.replace('value', 'value_').toLowerCase(),
      )
      const all = [...names, 'user_pool_id', 'user_pool_client_ids']
      const module = mkdtempSync(path.join(FOLDER, 'terraform-'))
      writeFileSync(path.join(module, file), text)
      writeFileSync(path.join(module, 'main.tf'), declared(all))
      const asked = `jsonencode([${all.map((name) => `var.${name}`).join(', ')}])\n`
      const said = spawnSync('terraform', ['console'], {cwd: module, input: asked, encoding: 'utf8'})
      // Terraform brings every text into Unicode's normal form C.
      expect(JSON.parse(JSON.parse(said.stdout.trim().split('\n').at(-1) ?? '') as string)).toEqual([
        ...[...(values ?? new Map<string, string>()).values()].map((value) => value.normalize('NFC')),
        PROD.userPoolId,
        PROD.userPoolClientIds,
      ])
      if (file.endsWith('.tfvars')) expect(spawnSync('terraform', ['fmt', '-check', '.'], {cwd: module}).status).toBe(0)
    },
  )
})

/** What is not declared Terraform warns of; these are. */
const declared = (names: readonly string[]): string =>
  names.map((name) => `variable "${name}" {\n  type = any\n}\n`).join('\n')
