import {functionArn, readFunctionArn, type FunctionArn} from './arn.js'
import type {FindFunctions, FunctionDefinition, FunctionKeys} from './definition.js'
import type {Functions, RunnableFunction} from './functions.js'
import {openGuard} from './processes/guard.js'
import type {ShowLine} from './processes/log.js'
import {openPool, type Pool} from './pool.js'

/** Where functions call back, which is known once the sandbox is on a port. */
export interface Connection {
  /** `http://127.0.0.1:4566` */
  readonly endpoint: string
  /** Keys for a process of a function, of the role that it has. Throws ServiceError where there is no such role. */
  readonly keysOf: (place: FunctionArn, definition: FunctionDefinition) => FunctionKeys
}

/** Runs functions until it is closed. */
export interface Runner extends Functions {
  /** Before the first call. */
  connect(connection: Connection): void
  /** Ends every process of every function. */
  close(): void
}

interface OpenRunner {
  readonly find: FindFunctions
  /** The Node that runs handlers. */
  readonly node: string
  /** Of that Node: `nodejs20.x`. */
  readonly runtime: string
  readonly show?: ShowLine | undefined
}

/** Opens what runs functions. No process is started before the first call. */
export function openRunner({find, node, runtime, show}: OpenRunner): Runner {
  const guard = openGuard(node)
  const pools = new Map<string, Pool>()
  let connection: Connection | undefined

  const poolOf = (place: FunctionArn, definition: FunctionDefinition): Pool => {
    const key = functionArn({...place, qualifier: undefined})
    const known = pools.get(key)
    if (known) return known
    const opened = openPool({
      definition,
      guard,
      node,
      show,
      surroundings: () => {
        if (!connection) throw new Error('functions are not connected to a sandbox yet')
        return {
          region: place.region,
          runtime,
          endpoint: connection.endpoint,
          keys: connection.keysOf(place, definition),
        }
      },
    })
    pools.set(key, opened)
    return opened
  }
  const runnable = (place: FunctionArn, definition: FunctionDefinition): RunnableFunction => {
    const arn = functionArn(place)
    return {
      name: definition.name,
      arn,
      runtime: 'handler' in definition.runs ? runtime : 'provided.al2023',
      definition,
      invoke: (request) => poolOf(place, definition).invoke({...request, arn}),
    }
  }
  return {
    find(arn) {
      const place = readFunctionArn(arn)
      const definition = place && find(place).find(({name}) => name === place.name)
      if (!place || !definition) return undefined
      const {qualifier} = place
      const exists = qualifier === undefined || qualifier === '$LATEST' || definition.aliases.includes(qualifier)
      return exists ? runnable(place, definition) : undefined
    },
    list: (place) => find(place).map((definition) => runnable({...place, name: definition.name}, definition)),
    connect(to) {
      connection = to
    },
    close() {
      for (const pool of pools.values()) pool.close()
      guard.close()
    },
  }
}
