import {describe, expect, test} from 'vitest'
import {renderOutput} from '../../src/lib/outputs/render.js'
import {DEV, PROD, TOLD} from './samples.js'

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
