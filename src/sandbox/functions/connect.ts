import {sandboxTime} from '../clock.js'
import type {Sandbox} from '../sandbox.js'
import {readSettings} from '../stored-settings.js'
import {keysOfRole} from './execution-role.js'
import type {Runner} from './runner.js'

/** Tells functions where their sandbox is, and gives them keys of their roles in it. */
export function connectFunctions(runner: Runner, sandbox: Sandbox, endpoint: string): void {
  runner.connect({
    endpoint,
    keysOf: (place, definition) =>
      sandbox.world((tx) => keysOfRole(place, definition, {tx, now: sandboxTime(Date.now, readSettings(tx))})),
  })
}
