import {hostname} from 'node:os'
import type {Engine} from '../../../engine/engine.js'
import type {EnvironmentIds} from '../../../outputs/content/ids.js'
import {environmentOf} from '../../../records/places.js'
import {livenessOf} from '../../../records/files/held.js'
import {markOf, readMark} from '../../../records/files/processes.js'
import {addressOf, beginErrand, endErrands, type Errand, type Receipt} from '../../changes/errands.js'

/** What a test writes down of itself, so that one that is killed is known to be gone. */
export interface LiveJournal {
  /** A user that is about to be made, by the name that is sent to AWS. */
  note(username: string): Promise<void>
  /** Everything is taken away. */
  end(): Promise<void>
}

/** Where a test is made. */
export interface Stand extends Pick<EnvironmentIds, 'accountId' | 'region' | 'userPoolId'> {
  readonly environment: string
}

/** Tests on this machine that were killed. */
export interface KilledTests {
  /** Users that they made, or were about to make. */
  readonly users: ReadonlySet<string>
  /** What they wrote down is over. */
  end(): Promise<void>
}

/** Begins the journal of this run, before anything is made. */
export async function openLiveJournal(engine: Engine, stand: Stand): Promise<LiveJournal> {
  const errand = errandOf(engine.run, stand)
  const users: string[] = []
  await beginErrand(engine, errand, {host: hostname(), pid: String(process.pid), users: '', ...markOf(process.pid)})
  return {
    note: async (username) => {
      users.push(username)
      await engine.records.checkpoint(addressOf(errand), {users: users.join(' ')})
    },
    end: () => endErrands({engine}, [errand]),
  }
}

/** The tests of this pool whose process, on this machine, is gone: nobody is at work with their users any more. */
export async function findKilled(engine: Engine, {environment, userPoolId}: Stand): Promise<KilledTests> {
  const killed = (await engine.records.intents()).filter(
    ({address, kind, at, where, receipt}) =>
      kind === 'access-test' &&
      environmentOf(address) === environment &&
      where?.key['userPoolId'] === userPoolId &&
      isGone(receipt ?? {}, at),
  )
  return {
    users: new Set(killed.flatMap(({receipt}) => receipt?.['users']?.split(' ') ?? [])),
    end: async () => {
      for (const {address} of killed) await engine.records.closeIntent(address)
    },
  }
}

/** The intent may lie in S3, where one host name may stand for two machines. */
function isGone(receipt: Receipt, since: string): boolean {
  const {host = '', pid} = receipt
  const left = {where: host, pid: Number(pid) || 0, since, process: readMark(receipt)}
  return livenessOf(left, {shared: true}) === 'gone'
}

/** Each run has one of its own: several may test the same pool. */
const errandOf = (run: string, {environment, accountId, region, userPoolId}: Stand): Errand => ({
  ...{kind: 'access-test', environment, name: run, accountId, region},
  about: `${environment}.user-pool`,
  key: {userPoolId},
})
