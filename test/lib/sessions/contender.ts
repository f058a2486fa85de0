import {keyOf, openStore, sessionOf} from './sessions.js'

export interface Order {
  readonly id: number
  readonly act: 'get' | 'put' | 'forget'
  /** Which of the keys. */
  readonly environment: string
  readonly mark: string
}

/** A process of the property test: does to the store in its folder what it is told. */
const store = openStore(process.argv[2] ?? '')

async function obey({act, environment, mark}: Order): Promise<string | undefined> {
  // A project of its own each, so that one of them can be forgotten.
  const key = keyOf({environment, root: `/home/ana/${environment}`})
  if (act === 'put') await store.put(key, sessionOf(`${environment}-${mark}`))
  if (act === 'forget') await store.forget({root: key.root})
  return act === 'get' ? (await store.get(key))?.credentials.accessKeyId : undefined
}

process.on('message', (order: Order) => {
  obey(order).then(
    (answer) => process.send?.({id: order.id, answer}),
    (error: unknown) => process.send?.({id: order.id, answer: `failed: ${String(error)}`}),
  )
})
process.send?.('ready')
