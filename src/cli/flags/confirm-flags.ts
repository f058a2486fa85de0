import * as Flags from '@oclif/core/flags'

/**
 * One rule for every command that destroys: the name of what goes, typed after the plan or given with `--confirm`, is
 * the answer to the plan. `--yes` is taken beside it, and alone destroys nothing.
 */
export const confirmFlags = (what: string) => ({
  confirm: Flags.string({summary: `The name of ${what}, typed out: the answer to the plan.`, helpValue: '<name>'}),
  yes: Flags.boolean({summary: 'Accepted with --confirm; alone it destroys nothing.'}),
})
