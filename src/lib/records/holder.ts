import {hostname, userInfo} from 'node:os'
import type {Holder} from './records.js'

/** Who takes a lock: this process. */
export const makeHolder = (): Holder => ({
  who: userInfo().username,
  where: hostname(),
  pid: process.pid,
  since: new Date().toISOString(),
})
