import {changesSomething, type Call} from '../calls/call.js'
import type {AccountPages} from './account-pages.js'

/** A question to AWS: the same one has the same answer while nothing is changed. */
type Question = Pick<Call, 'service' | 'operation' | 'accountId' | 'region'> & {readonly input: object}

/** What the SDK made of a reply, and the reply itself. */
interface Answer {
  readonly response: unknown
}

/** Times in which a run only looks. What was answered in one is not asked again before it is over. */
export interface Reading {
  /** Nothing is to be changed while `work` runs, nor waited for. */
  during<T>(work: () => Promise<T>, how?: How): Promise<T>
  /** The answer from before, where there is one; otherwise what `ask` answers. */
  once<T extends Answer>(question: Question, ask: () => Promise<T>): Promise<T>
  /** Accounts in pages; `undefined` while more than looking goes on, or each is asked about. */
  pages(make: () => AccountPages): AccountPages | undefined
}

export interface How {
  /** `each`: every account is asked about alone, its tags too. In pages when absent. */
  readonly accounts?: 'each'
}

/** Services that answer plain data, and that a plan asks the same more than once. */
const REPEATED: ReadonlySet<string> = new Set([
  'organizations',
  'iam',
  'cognito-idp',
  'cognito-identity',
  'account',
  'dynamodb',
  'amplify',
])

/** Of S3 the settings of buckets alone: an object comes as a stream, which can be read once. */
const isRepeated = ({service, operation}: Question): boolean =>
  REPEATED.has(service) || (service === 's3' && /^Get(Bucket|PublicAccessBlock)/.test(operation))

/** One place for all of the world, whatever the region of the client. */
const GLOBAL: ReadonlySet<string> = new Set(['organizations', 'iam', 'account'])

interface Kept {
  readonly answers: Map<string, Promise<unknown>>
  readonly inPages: boolean
  pages: AccountPages | undefined
}

export function openReading(): Reading {
  let kept: Kept | undefined
  let open = 0
  const nothing = (inPages: boolean): Kept => ({answers: new Map(), inPages, pages: undefined})
  return {
    during: async (work, {accounts} = {}) => {
      if (open === 0) kept = nothing(accounts !== 'each')
      open += 1
      try {
        return await work()
      } finally {
        open -= 1
        if (open === 0) kept = undefined
      }
    },
    once: (question, ask) => {
      if (!kept) return ask()
      if (changesSomething(question)) {
        kept = nothing(kept.inPages)
        return ask()
      }
      if (!isRepeated(question)) return ask()
      const {answers} = kept
      const key = keyOf(question)
      const known = answers.get(key)
      if (known) return known as ReturnType<typeof ask>
      // The reply itself is not kept: it holds every byte that came, and nobody asks for it again.
      const asked = ask().then((answer) => ({...answer, response: undefined}))
      answers.set(key, asked)
      // What was refused may be answered later: it is asked again.
      asked.catch(() => answers.delete(key))
      return asked
    },
    pages: (make) => {
      if (!kept?.inPages) return undefined
      kept.pages ??= make()
      return kept.pages
    },
  }
}

const keyOf = ({service, operation, accountId, region, input}: Question): string =>
  JSON.stringify([service, operation, accountId, GLOBAL.has(service) ? '' : region, input])
