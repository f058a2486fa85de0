import type {Transaction} from '../../../store/transaction.js'
import {outbox, type Message} from '../tables.js'

const KEPT = 100

/** Keeps a message instead of sending it: the last hundred per pool. */
export const sendMessage = (message: Message, tx: Transaction): void =>
  outbox.put(tx, [message.poolId], [...(outbox.get(tx, [message.poolId]) ?? []), message].slice(-KEPT))

/** What a pool would have sent, the newest last. */
export const readMessages = (poolId: string, tx: Transaction): readonly Message[] => outbox.get(tx, [poolId]) ?? []
