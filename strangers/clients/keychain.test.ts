import {execFileSync, spawnSync} from 'node:child_process'
import {mkdtempSync, readdirSync, rmSync} from 'node:fs'
import {createServer} from 'node:net'
import {join} from 'node:path'
import {beforeAll, describe, expect, onTestFinished, test} from 'vitest'
import {awsup, BINARY, emptyFolder, makeTemplate, surroundings} from '../../test/_helpers/cli.js'

const PROGRAMS = ['dbus-run-session', 'gnome-keyring-daemon', 'secret-tool']
const isInstalled = PROGRAMS.every((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0)

let project: string

beforeAll(async () => {
  project = (await makeTemplate())()
})

const sessionsIn = (cache: string): readonly string[] =>
  readdirSync(join(cache, 'awsup', 'sessions')).map((name) => name.split('.').at(-1) ?? '')

/** Sockets have paths of at most 107 bytes (unix(7)): a folder of a test may be deeper. */
function shortFolder(): string {
  const folder = mkdtempSync('/tmp/awsup-')
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}))
  return folder
}

/** A login of its own: a session bus, and GNOME's keychain, unlocked with a password. */
function inSession(cache: string, script: string): string {
  const home = shortFolder()
  const unlocked = `printf hush | gnome-keyring-daemon --unlock --components=secrets >&2\n${script}`
  return execFileSync('dbus-run-session', ['--', 'sh', '-e', '-c', unlocked], {
    cwd: project,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {...surroundings(home), AWSUP_KEYCHAIN: '', XDG_CACHE_HOME: cache, XDG_DATA_HOME: '', XDG_RUNTIME_DIR: home},
  })
}

const AWSUP = `'${process.execPath}' '${BINARY}'`
const LOOK_UP = 'secret-tool lookup service awsup username session-cache'

describe.runIf(isInstalled)('with the keychain of GNOME', () => {
  test('the key is there, 32 bytes, and no credentials; sessions are sealed with it, and logout --all deletes it', () => {
    const cache = emptyFolder()
    const said = inSession(
      cache,
      `first="$(${AWSUP} credentials dev)"
      second="$(${AWSUP} credentials dev)"
      test "$first" = "$second"
      ls "${cache}/awsup/sessions"
      ${LOOK_UP} | wc -c
      secret-tool search --all service awsup 2>/dev/null | grep -c -e ASIA -e "$(echo "$first" | cut -d'"' -f10)" || true
      ${AWSUP} logout --all
      ${LOOK_UP} | wc -c`,
    )
    expect(said.split('\n')).toEqual([
      expect.stringMatching(/^[0-9a-f]{16}-[0-9a-f]{64}\.keychain$/),
      '32',
      '0',
      expect.stringMatching(
        /^Forgot dev as OrganizationAccountAccessRole, project .*: account [0-9]{12}, valid until /,
      ),
      'Deleted the key in the system keychain that encrypted them.',
      '0',
      '',
    ])
    expect(sessionsIn(cache)).toEqual([])
  })

  test('a copy of the folder on another machine opens nothing', () => {
    const cache = emptyFolder()
    const first = inSession(cache, `${AWSUP} credentials dev`)
    expect(sessionsIn(cache)).toEqual(['keychain'])
    // A login that has another keychain.
    expect(inSession(cache, `${AWSUP} credentials dev`)).not.toBe(first)
  })

  test('many that start at once with a new keychain make one key', () => {
    const cache = emptyFolder()
    const said = inSession(
      cache,
      `for name in dev prod dev prod; do ${AWSUP} credentials $name >/dev/null & done
      wait
      ${AWSUP} logout`,
    )
    expect(said.match(/^Forgot (dev|prod) /gm)?.toSorted()).toEqual(['Forgot dev ', 'Forgot prod '])
    expect(said).not.toContain('not at hand')
  })
})

describe.runIf(process.platform === 'linux')('without a keychain that answers', () => {
  test('the key is a file beside the sessions, and a bus that is silent holds nobody up for long', async () => {
    const [cache, home] = [emptyFolder(), shortFolder()]
    const bus = createServer(() => undefined).listen(join(home, 'bus'))
    onTestFinished(() => void bus.close())
    const env = {AWSUP_KEYCHAIN: '', XDG_CACHE_HOME: cache, DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(home, 'bus')}`}
    const {code, stderr} = await awsup(project, ['credentials', 'dev'], {env, killAfterMs: 60_000})
    expect({code, stderr}).toEqual({code: 0, stderr: ''})
    expect(sessionsIn(cache).toSorted()).toEqual(['file', 'machine-key'])
  })
})
