import type {Rule} from '../../read/scalars.js'
import {every, pattern} from '../../rules/names.js'

/** A module and what it exports: `functions/resize.handler`, as Lambda writes it, and without a way out of the folder. */
export const handlerPath: Rule = every(
  pattern(
    'be a file of the project without its ending, a dot and an export, with forward slashes',
    /^(?:[^\s\\/.:][^\s\\/:]*\/)*[^\s\\/.:]+(?:\.[A-Za-z_$][\w$]*)+$/,
    'For example: functions/resize.handler, for the export handler of functions/resize.mjs',
  ),
  // As Lambda's `Handler`.
  pattern('have at most 128 characters', /^.{1,128}$/),
)

/** A part of a command; it goes to the program as it is, no shell reads it. */
export const commandPart: Rule = pattern(
  'be one line of 1–1024 characters',
  /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]{1,1024}$/u,
  'For example: [python3, functions/resize.py]',
)

/** Lambda's own (Lambda developer guide, "Defined runtime environment variables"), and where awsup sends SDKs. */
const RESERVED =
  /^(_HANDLER|_X_AMZN_TRACE_ID|LAMBDA_.*|AWS_(REGION|DEFAULT_REGION|EXECUTION_ENV|LAMBDA_.*|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|ENDPOINT_URL|CONFIG_FILE|SHARED_CREDENTIALS_FILE)|AWSUP_.*)$/i
/** Programs read them before their own code, and load what they name. */
const LOADING =
  /^(NODE_OPTIONS|NODE_PATH|NODE_REPL_.*|LD_.*|DYLD_.*|PYTHON(STARTUP|PATH|HOME)|PERL5.*|RUBY(OPT|LIB)|BASH_ENV|ENV|JAVA_TOOL_OPTIONS|PATH)$/i

/** A variable of a function. */
export const functionVariable: Rule = every(
  // As Lambda's `EnvironmentVariableName`.
  pattern('be letters, digits and underscores, two or more, that begin with a letter', /^[a-zA-Z][a-zA-Z0-9_]+$/),
  (name) => (RESERVED.test(name) ? {must: 'be another: Lambda or awsup sets this one itself'} : undefined),
  (name) => (LOADING.test(name) ? {must: 'be another: it would run code that is not named here'} : undefined),
)

export const variableText: Rule = pattern('have at most 4096 characters', /^[^\u0000]{0,4096}$/u)
