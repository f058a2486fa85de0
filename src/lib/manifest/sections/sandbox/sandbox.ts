import type {SandboxFunction, SandboxSettings} from '../../manifest.js'
import {list, mapping, oneOrMore, record} from '../../read/collections.js'
import {optional, section} from '../../read/keys.js'
import {integer, text} from '../../read/scalars.js'
import {refused, type Read} from '../../read/spot.js'
import {commandPart, functionVariable, handlerPath, variableText} from './rules.js'
import {LIMITS, range, within} from '../../rules/limits.js'
import {aliasName, functionName} from '../../rules/places.js'
import {templateOf} from '../../rules/placeholders.js'

/** Lambda's own, in seconds and MB (API reference, CreateFunction). */
const DEFAULTS = {timeout: 3, memory: 128} as const

type Written = Omit<SandboxFunction, 'name'> & {readonly name: string | undefined}

const functionSection: Read<Written> = mapping(
  {
    /**
     * A JavaScript module of the project without its ending, a dot and the export that is called, as Lambda writes it.
     * @example functions/resize.handler
     */
    handler: optional(text(handlerPath)),
    /**
     * A program that reads the event from stdin and writes the answer to stdout, as JSON; for any other language. No shell reads it.
     * @example ["python3", "functions/resize.py"]
     */
    command: optional(oneOrMore(text(commandPart), {max: 50, distinct: false})),
    /** What Lambda calls it, where that is not the name above; `{env}` and `{project}` are replaced. */
    name: optional(text(templateOf(functionName))),
    /**
     * Seconds that a call may take.
     * @default 3
     */
    timeout: optional(integer({min: 1, max: 1800})),
    /**
     * Memory in MB. Of a handler it limits the heap of Node; a command is only told.
     * @default 128
     */
    memory: optional(integer({min: 128, max: 10_240})),
    /** Variables of its own; `{env}` and `{project}` are replaced. */
    environment: section(record({name: functionVariable, read: text(variableText), max: 100})),
    /** Aliases by which it can be called; all of them mean the code as it is now. */
    aliases: section(list(text(aliasName), {max: 20, distinct: true})),
    /**
     * Name of a role in the environment's account that trusts Lambda, whose credentials it gets. Without this key: a role of the
     * sandbox, which may do everything but change users, roles and the organization.
     */
    role: optional(
      text(within(LIMITS.iam.roleNameType, `be ${range(LIMITS.iam.roleNameType)} letters, digits and _+=,.@-`)),
    ),
  },
  ({handler, command, name, timeout, memory, environment, aliases, role}, spot) => {
    if ((handler === undefined) === (command === undefined)) {
      throw refused(
        spot,
        handler === undefined ? 'has no code' : 'has a handler and a command',
        'Write handler: functions/resize.handler, or command: [python3, functions/resize.py].',
      )
    }
    const [program = '', ...rest] = command ?? []
    return {
      name,
      runs: handler === undefined ? {command: [program, ...rest] as const} : {handler},
      timeout: timeout ?? DEFAULTS.timeout,
      memory: memory ?? DEFAULTS.memory,
      environment: environment ?? new Map(),
      aliases: aliases ?? [],
      role,
    }
  },
  {one: [['handler', 'command']]},
)

const functions = record({
  name: functionName,
  max: 100,
  read: Object.assign(
    (spot: Parameters<typeof functionSection>[0], key: string): SandboxFunction => {
      const {name = key, ...said} = functionSection(spot)
      return {name, ...said}
    },
    {shape: functionSection.shape},
  ),
})

/** `sandbox`: what is for the embedded sandbox alone. */
export const sandbox: Read<SandboxSettings> = mapping(
  {
    /**
     * Lambda functions that the sandbox runs, by name, each in the account of every environment. Their code runs on this machine, and
     * only under `awsup sandbox serve --functions`.
     */
    functions: section(functions),
  },
  ({functions: said}) => ({functions: said ?? new Map()}),
)
