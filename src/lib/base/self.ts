/** Parts of awsup that it starts as processes of their own. bin/executable.js knows them by these words. */
export type Part = '__companion' | '__update-check'

/** Whether awsup is one file with Node in it (scripts/package/executable.mjs), which runs nothing but itself. */
export const isExecutable = (): boolean => process.getBuiltinModule('node:sea').isSea()
