// One process of the store's concurrency test: adds 1 to a counter of its own and to a shared one, again and again.
// It says a number only when the store has answered, so whoever reads the numbers knows what must not be lost.
import {openFileStore} from '../../../src/sandbox/store/file.js'
import {table} from '../../../src/sandbox/store/transaction.js'

const [directory = '', name = '', times = '0'] = process.argv.slice(2)
const counters = table<number>('counters')
const store = openFileStore(directory)

for (let i = 0; i < Number(times); i++) {
  const own = store.transact((tx) => {
    for (const key of [name, 'shared']) counters.put(tx, [key], (counters.get(tx, [key]) ?? 0) + 1)
    return counters.get(tx, [name])
  })
  process.stdout.write(`${own}\n`)
}
