/**
 * The least that a run takes at AWS: its own calls, each as soon as all that it depends on was answered and AWS's
 * published rates let it, each as long as it took. Nothing else counts: no program that starts, no pause between two
 * questions. What a call depends on:
 *
 * - the reply that first told an id or a key which the call names or is signed with;
 * - GetCallerIdentity, where the same keys asked it: no other call is made before AWS said whose they are;
 * - of a create: what looked for the same sort of thing before it;
 * - of a write: every call before the first write, for the plan is shown before anything is made; and of what is in an
 *   organization, the call that made that;
 * - of the same thing (by the ids and names that it names): a write on all calls before it, a read on the last write;
 * - the account, its role and IAM's lag: a question that was asked again until AWS said yes is one call, which begins when
 *   the sandbox was set to be ready.
 *
 * @param calls as the proxy kept them, in the order in which they began
 * @param settings of the sandbox: how long an account and its role take, ms
 * @param buckets of `<service>:<operation>`: rates.ts of the library
 * @returns `ms` and `chain`, the calls that end last, the first one first
 */
export function criticalPath(calls, settings, buckets) {
  const told = new Map()
  const seen = new Set()
  const about = new Map()
  const done = []
  const fullAt = new Map()
  const first = calls.find(isWrite)
  const planned = new Set(first && calls.filter(({ended}) => ended <= first.began))
  for (const call of onceEach(calls)) {
    const named = wordsIn(`${call.body} ${call.key}`)
    const needs = [
      ...new Set(named.flatMap((word) => told.get(word) ?? [])),
      ...done.filter((other) => isBefore(other, call) || (isWrite(call) && planned.has(other))),
    ]
    for (const thing of thingsOf(call, told)) {
      const earlier = about.get(thing) ?? []
      const lastWrite = earlier.findLast(isWrite)
      needs.push(...(isWrite(call) ? earlier : lastWrite ? [lastWrite] : []))
      about.set(thing, [...earlier, call])
    }
    const readyAt = Math.max(0, ...needs.map((need) => need.end + waitAfter(need, call, settings)))
    call.start = turn(call, readyAt, buckets, fullAt)
    call.end = call.start + (call.ended - call.began)
    call.after = needs.toSorted(
      (a, b) => b.end + waitAfter(b, call, settings) - a.end - waitAfter(a, call, settings),
    )[0]
    done.push(call)
    for (const word of named) seen.add(word)
    for (const word of wordsIn(call.reply)) if (!seen.has(word) && !told.has(word)) told.set(word, [call])
  }
  const last = done.toSorted((a, b) => b.end - a.end)[0]
  const chain = []
  for (let call = last; call; call = call.after) chain.unshift(call)
  return {ms: last?.end ?? 0, chain, calls: done.length}
}

/** Whether a call had to be answered before another one, although that names nothing of its answer. */
function isBefore(earlier, {key, service, operation}) {
  if (earlier.key !== key) return false
  if (earlier.operation === 'GetCallerIdentity') return true
  if (earlier.operation === 'CreateOrganization') return service === 'organizations'
  const [, noun] = /^Create(\w+)/.exec(operation) ?? []
  if (noun === 'Organization' && earlier.operation === 'GetAccountPlanState') return true
  return noun !== undefined && new RegExp(`^(Get|List|Describe)(Create)?${noun}`).test(earlier.operation)
}

const isWrite = ({operation}) => !/^(Get|List|Describe|AssumeRole)/.test(operation)

/** A question that was asked again, with the same words by the same caller, until AWS said yes: only the last counts. */
function onceEach(calls) {
  const later = new Set()
  return calls
    .toReversed()
    .filter((call) => {
      const asked = `${call.key} ${call.operation} ${call.body}`
      const isRepeat = later.has(asked) && isPoll(call)
      later.add(asked)
      return !isRepeat
    })
    .toReversed()
}

const isPoll = ({operation, status, reply}) =>
  (operation === 'DescribeCreateAccountStatus' && /IN_PROGRESS/.test(reply)) ||
  (operation === 'AssumeRole' && status === 403)

/** How long AWS takes between a call and what only then can be asked, ms. */
function waitAfter(need, {operation}, {accountCreationMs, roleDelayMs}) {
  if (need.operation === 'CreateAccount' && operation === 'DescribeCreateAccountStatus') return accountCreationMs
  if (need.operation === 'DescribeCreateAccountStatus' && operation === 'AssumeRole') return roleDelayMs
  return 0
}

/**
 * What a call is about: every id in it that AWS gave, and the names of IAM, which the caller gave. Not the account, the
 * root and the unit, in which things are.
 */
function thingsOf({service, key, body}, told) {
  const names = [...new URLSearchParams(body)]
    .filter(([field]) => service === 'iam' && /^(Role|User|Group|Policy)Name$/.test(field))
    .map(([field, name]) => `${key} ${field} ${name}`)
  return [...wordsIn(body).filter((word) => told.has(word) && !/^(\d{12}|r-.*|ou-.*)$/.test(word)), ...names]
}

/** Ids look like nothing else: a root's, or eight letters and more with a digit among them that are no region and no date. */
const wordsIn = (text) =>
  [...new Set(decoded(text).match(/\br-[a-z0-9]{4,}(?![a-z0-9-])|\b(?=[A-Za-z_-]*\d)[A-Za-z0-9_-]{8,}/g) ?? [])].filter(
    (word) => !/^([a-z]{2}-[a-z]+-\d|\d{4}-\d\d-\d\d.*)$/.test(word),
  )

function decoded(text) {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** When AWS takes a call that could start at a moment: one token of each of its buckets (see pace.ts). */
function turn({service, operation, key}, readyAt, buckets, fullAt) {
  let start = readyAt
  for (const {name, perSecond, burst} of buckets.get(`${service}:${operation}`) ?? []) {
    const bucket = `${key} ${service} ${name}`
    const interval = 1_000 / perSecond
    const full = Math.max(fullAt.get(bucket) ?? 0, readyAt)
    fullAt.set(bucket, full + interval)
    start = Math.max(start, full - (burst - 1) * interval)
  }
  return start
}
