import type {FlagInput} from '@oclif/core/interfaces'
import {UsageError} from '../../lib/base/errors.js'

/** Words after `--` that a command passes on stay as they came: oclif would sort them among its own. */
export function splitPassedOn(argv: readonly string[], passesOn: boolean): {own: string[]; passed: readonly string[]} {
  const dashes = passesOn ? argv.indexOf('--') : -1
  return dashes === -1 ? {own: [...argv], passed: []} : {own: argv.slice(0, dashes), passed: argv.slice(dashes + 1)}
}

/** oclif takes what every object has (`--constructor`) for a flag that it knows. Throws UsageError. */
export function refuseInheritedNames(argv: readonly string[], command: string): void {
  const flag = argv.find((word) => word.startsWith('--') && word.slice(2).replace(/=.*$/s, '') in {})
  if (flag === undefined) return
  throw new UsageError(`unknown flag ${flag}`, {hint: `awsup ${command} --help`, details: {flag}})
}

/** oclif's default lets `--env dev alice` swallow alice. */
export function takeOneValueEach(flags: FlagInput): void {
  for (const flag of Object.values(flags)) {
    if (flag.type === 'option' && flag.multiple) flag.multipleNonGreedy ??= true
  }
}
