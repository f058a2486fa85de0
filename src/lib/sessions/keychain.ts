import {execFile} from 'node:child_process'
import {existsSync, realpathSync} from 'node:fs'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import {isExecutable} from '../base/self.js'
import {KEYCHAIN_SCRIPT} from './keychain-script.js'

/** The entry, as `secret-tool search service awsup` finds it. */
const SERVICE = 'awsup'
const ACCOUNT = 'session-cache'

/** A locked keychain asks its user for a password, who may be away: so long, ms, is waited for. */
const PATIENCE_MS = 5_000

type Action = 'get' | 'make' | 'delete'

/** What the keychain answered: hex of the key, `deleted`, or nothing. `undefined`: there is none that answers in time. */
export async function askKeychain(action: Action, env: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  const module = findModule()
  if (module === undefined || !mayHaveKeychain(env)) return undefined
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['-e', KEYCHAIN_SCRIPT, module, action, SERVICE, ACCOUNT],
      // Not where awsup runs, which may be somebody else's checkout.
      {cwd: dirname(module), env: withoutAws(env), timeout: PATIENCE_MS, killSignal: 'SIGKILL', windowsHide: true},
      (error, stdout) => resolve(error ? undefined : stdout),
    )
  })
}

/** Of the package that runs, never of the folder that awsup is called in. */
function findModule(): string | undefined {
  const [, script] = process.argv
  if (script === undefined || isExecutable()) return undefined
  try {
    return createRequire(realpathSync(script)).resolve('@napi-rs/keyring')
  } catch {
    // Not installed: an optional dependency, and not compiled for every system.
    return undefined
  }
}

/** Without a session bus there is no Secret Service, and no process is started to hear that. */
function mayHaveKeychain(env: NodeJS.ProcessEnv): boolean {
  if (process.platform === 'win32' || process.platform === 'darwin') return true
  const runtime = env['XDG_RUNTIME_DIR'] ?? `/run/user/${process.getuid?.() ?? 0}`
  return (env['DBUS_SESSION_BUS_ADDRESS'] ?? '') !== '' || existsSync(join(runtime, 'bus'))
}

/** No credentials of the shell, and nothing that Node would load first. */
const withoutAws = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^(AWS_|NODE_OPTIONS$)/i.test(name)))
