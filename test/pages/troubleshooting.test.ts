import {spawnSync} from 'node:child_process'
import path from 'node:path'
import {expect, test} from 'vitest'

const folder = path.resolve(import.meta.dirname, '..', '..', 'scripts', 'reference')

/** Renders the page from what `scanCodes` finds, changed by a line of JavaScript; what it printed. */
function render(change: string): string {
  const program = `
    import {scanCodes} from ${JSON.stringify(path.join(folder, 'scan-codes.mjs'))}
    import {renderTroubleshooting} from ${JSON.stringify(path.join(folder, 'troubleshooting.mjs'))}
    let entries = scanCodes(${JSON.stringify(path.resolve(folder, '..', '..'))})
    ${change}
    try { console.log(renderTroubleshooting(entries)) } catch (error) { console.log(error.message) }`
  const {stdout, stderr} = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {encoding: 'utf8'})
  expect(stderr).toBe('')
  return stdout.trim()
}

test.each([
  [
    'an error that the page does not explain',
    "entries = [...entries, {code: 'SOME_NEW_ERROR', sort: 'ConflictError', message: 'no', hints: ['Do this.']}]",
    'scripts/reference/meanings.mjs does not say what these mean: SOME_NEW_ERROR',
  ],
  [
    'an error without anything to do about it',
    "entries = entries.map((one) => (one.code === 'EXPIRED' ? {...one, hints: []} : one))",
    'neither a hint of EXPIRED nor scripts/reference/meanings.mjs says what to do',
  ],
  [
    'an explanation of an error that is gone',
    "entries = entries.filter(({code}) => code !== 'EXPIRED')",
    'no error has these codes of scripts/reference/meanings.mjs: EXPIRED',
  ],
])('troubleshooting.md is not made with %s', (_, change, message) => {
  expect(render(change)).toBe(message)
})

test('says of an error what it means, what awsup says, and what the hints in the source say to do', () => {
  const page = render('')
  const [, section = ''] = /^### EXPIRED: (.*?)^### /ms.exec(page) ?? []
  expect(section).toContain('Temporary credentials last for minutes or hours.')
  expect(section).toContain('> the credentials have expired')
  expect(section).toContain('Sign in again: aws login, or aws sso login for a profile of IAM Identity Center')
  expect(page).toContain('[the sign-in is over](#expired-the-sign-in-is-over)')
})
