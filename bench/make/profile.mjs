/**
 * Where a run takes longer than AWS, ms: until its first call, until what AWS had ready was noticed, between calls while
 * AWS owed nothing, and after the last one. What is left of the difference to the critical path are calls in a row and
 * AWS's rates.
 */
export function profileOf(calls, {start, ms}, {accountCreationMs, roleDelayMs}) {
  const ended = Math.max(...calls.map((call) => call.ended))
  const requested = calls.filter(({operation}) => operation === 'CreateAccount')
  const entered = calls.filter(({operation, status}) => operation === 'AssumeRole' && status === 200)
  const asked = requested.map((request) => {
    const id = /car-[a-z0-9]+/.exec(request.reply)?.[0] ?? ''
    const decided = calls.find(({operation, body, reply}) => isDecided({operation, reply}) && body.includes(id))
    const account = /"AccountId":"(\d{12})"/.exec(decided?.reply ?? '')?.[1] ?? ''
    const role = entered.find(({body}) => body.includes(account))
    const due = request.ended + accountCreationMs
    return {account: (decided?.ended ?? due) - due, role: (role?.ended ?? due) - due - roleDelayMs}
  })
  const firstAccount = Math.min(...requested.map(({began}) => began))
  const lastRole = Math.max(...entered.map((call) => call.ended))
  const pauses = pausesOf(calls).filter(
    ({from, to}) => requested.length === 0 || to <= firstAccount || from >= lastRole,
  )
  return {
    'until the first call': calls[0].began - start,
    'until the last account was noticed': Math.max(0, ...asked.map(({account}) => account)),
    'until the last role was noticed': Math.max(0, ...asked.map(({role}) => role)),
    'between calls': pauses.reduce((sum, {from, to}) => sum + to - from, 0),
    'after the last call': start + ms - ended,
  }
}

const isDecided = ({operation, reply}) => operation === 'DescribeCreateAccountStatus' && !reply.includes('IN_PROGRESS')

/** Times in which no call was under way. */
function pausesOf(calls) {
  const pauses = []
  let from = calls[0].ended
  for (const {began, ended} of calls) {
    if (began > from) pauses.push({from, to: began})
    from = Math.max(from, ended)
  }
  return pauses
}
