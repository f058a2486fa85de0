/**
 * What asks the system's keychain, as a program of its own (`keychain.ts`): the call that opens the Secret Service does not
 * return while the bus is silent, and nothing inside a process can end it. Arguments: the module, `get`, `make` or
 * `delete`, service, account. It prints the key in hex, or `deleted`, or nothing where there is none; exit code 1 where
 * there is no keychain.
 */
export const KEYCHAIN_SCRIPT = String.raw`
'use strict'
const {argv, exit, stdout} = process
const [path, action, service, account] = argv.slice(1)
const ask = async () => {
  const {AsyncEntry} = require(path)
  // Unpinned, it would fall back to the kernel's keyring, which is gone with the login session.
  const entry = new AsyncEntry(service, account, {linux: {store: 'secret-service'}})
  if (action === 'delete') return (await entry.deleteCredential()) ? 'deleted' : ''
  let key = await entry.getSecret()
  if (action === 'make' && (key === null || key.length !== 32)) {
    await entry.setSecret(require('node:crypto').randomBytes(32))
    key = await entry.getSecret()
  }
  return key === null ? '' : Buffer.from(key).toString('hex')
}
ask().then(
  (answer) => stdout.write(answer, () => exit(0)),
  () => exit(1),
)
`
