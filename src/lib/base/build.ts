/** The build writes in its place what it made this from (scripts/build/commonjs.mjs). */
const NAME = '$awsup-build$'

/**
 * What names this build by its content; `undefined` where nothing was built, or where it is one file with Node in it. What
 * one build worked out and kept, another does not take for its own.
 */
export const buildName = (): string | undefined => (NAME.endsWith('$') ? undefined : NAME)
