import {mkdirSync, readdirSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {withoutIdentity} from '../../src/lib/operations/exec/child-environment.js'
import {environmentName} from '../../src/lib/manifest/rules/names.js'
import {outputPath} from '../../src/lib/manifest/rules/places.js'
import {renderEquivalent} from '../../src/ui/text/equivalent.js'
import {awsup, emptyFolder} from '../_helpers/cli.js'
import {manifest} from '../lib/manifest/samples.js'

describe('an environment, whose records are a file', () => {
  test.each(['con', 'prn', 'aux', 'nul', 'com0', 'com1', 'com9', 'lpt0', 'lpt9'])(
    'is not called %s, which no file on Windows can be',
    (name) => {
      expect(environmentName(name)?.must).toContain('Windows')
    },
  )

  test.each(['console', 'com', 'com10', 'nulls', 'aux-2', 'lpt'])('may be called %s', (name) => {
    expect(environmentName(name)).toBeUndefined()
  })

  test.each(['Dev', 'DEV', 'dEv'])('is not called %s: it would be the file of dev', (name) => {
    expect(environmentName(name)).toBeDefined()
  })

  test('of such a name is refused where it stands, before anything is written', async () => {
    const folder = path.join(emptyFolder(), 'project')
    mkdirSync(folder)
    writeFileSync(path.join(folder, 'awsup.yaml'), manifest({environments: '{ nul: { region: eu-west-1 } }'}))
    const {code, stderr} = await awsup(folder, ['plan', '--sandbox'])
    expect(code).toBe(2)
    expect(stderr).toContain('has the name "nul"')
    expect(readdirSync(folder)).toEqual(['awsup.yaml'])
  })
})

describe('the path of an output', () => {
  test.each([
    'src/nul',
    'AUX.json',
    'con/config.json',
    'src/com1.config.json',
    'src/LPT³',
    'src/a:b.json',
    'src/a?.json',
    'src/<env>.json',
    'src/a|b',
    'src/config.',
    'src /config.json',
    'src./config.json',
    'src/. /config.json',
  ])('is not %s, which Windows cannot have or takes for another', (file) => {
    expect(outputPath(file)?.must).toMatch(/Windows|device/)
  })

  test.each([
    './src/config.json',
    '.env',
    '.env.local',
    'src/console.json',
    'src/com10.json',
    'a b/c.json',
    'src/…/é.json',
  ])('may be %s', (file) => {
    expect(outputPath(file)).toBeUndefined()
  })
})

describe('variables of the shell', () => {
  test('on Windows are the same in every case: a secret does not stay because of how its name is written', () => {
    const shell = {Path: 'C:\\', aws_profile: 'a', Aws_Session_Token: 's', aws_region: 'r', aws_endpoint_url: 'e'}
    expect(withoutIdentity(shell, true, 'win32')).toEqual({Path: 'C:\\'})
    expect(withoutIdentity(shell, true, 'linux')).toEqual(shell)
  })
})

describe('a command line to type again', () => {
  test.each([
    ['plain words as they are', ['org', 'init', '--env', 'dev'], 'awsup org init --env dev'],
    ['double quotes, which PowerShell and cmd.exe both take', ['aws+{env}@acme.dev'], 'awsup "aws+{env}@acme.dev"'],
    ['single ones where PowerShell would replace a variable', ['$env:PATH'], "awsup '$env:PATH'"],
    ['a quote of its own twice', [`it's $x "y"`], `awsup 'it''s $x "y"'`],
    ['nothing as an empty word', [''], 'awsup ""'],
  ])('has on Windows %s', (_title, words, line) => {
    expect(renderEquivalent(words, 'win32')).toBe(line)
  })
})
