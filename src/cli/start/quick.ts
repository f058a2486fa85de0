import {dispatch} from '../dispatch.js'
import type {Installed} from './installed.js'
import {openOutputs} from './output.js'
import {end} from './run.js'

/** Commands that run in prompts, whose output others read: nothing is said behind it. */
const SILENT: readonly string[] = ['env current', 'env switch']

/** Runs the command line of this process where it is one of the commands of the quick bundle (scripts/build/quick.mjs). */
export async function runQuick(found: Installed): Promise<void> {
  const argv = process.argv.slice(2)
  const installed = {...found, outputs: openOutputs()}
  process.exitCode = await dispatch(argv, installed)
  if (!SILENT.includes(argv.slice(0, 2).join(' '))) await end(argv, installed)
}
