import * as Flags from '@oclif/core/flags'

/** Yes to what `--yes` does not answer: the flags that a plan's notices name. */
export const PLAN_FLAGS = {
  'accept-free-plan-end': Flags.boolean({
    summary: 'End the Free plan of this AWS account, and lose its credits, where an organization has to be created.',
  }),
}

/** What a command line said yes to. */
export const saidYes = (flags: {readonly yes: boolean; readonly 'accept-free-plan-end': boolean}) => ({
  yes: flags.yes,
  flags: flags['accept-free-plan-end'] ? ['accept-free-plan-end'] : [],
})
