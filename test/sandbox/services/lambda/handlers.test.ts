import {describe, expect, test} from 'vitest'
import {handlerOf, openWorld, REGION, type World, type Written} from './world.js'

/** A function whose module is this text. */
const worldOf = (
  text: string,
  {file = 'f.mjs', handler = 'handler', ...more}: {file?: string; handler?: string} & Partial<Written> = {},
): Promise<World> => openWorld({[file]: text}, (folder) => ({f: {runs: handlerOf(folder, file, handler), ...more}}))

describe('a handler', () => {
  test('of an ES module answers what it returns, and sees the event and a context as AWS gives it', async () => {
    const {call, accountId} = await worldOf(`
      export const handler = async (event, context) => ({
        event, context, left: context.getRemainingTimeInMillis(), has: ['identity' in context, 'clientContext' in context],
      })`)
    const {status, error, value, log} = await call('f', {a: ['ü', 1]})
    expect([status, error]).toEqual([200, undefined])
    expect(value).toMatchObject({
      event: {a: ['ü', 1]},
      has: [true, true],
      context: {
        functionName: 'f',
        functionVersion: '$LATEST',
        memoryLimitInMB: '128',
        invokedFunctionArn: `arn:aws:lambda:${REGION}:${accountId}:function:f`,
        logGroupName: '/aws/lambda/f',
        awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
        callbackWaitsForEmptyEventLoop: true,
      },
    })
    const {left} = value as {left: number}
    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThanOrEqual(20_000)
    const {awsRequestId} = (value as {context: {awsRequestId: string}}).context
    expect(log).toContain(`START RequestId: ${awsRequestId} Version: $LATEST\n`)
    expect(log).toMatch(/\tMemory Size: 128 MB/)
  })

  test.each([
    [
      'a callback',
      `exports.handler = (event, context, callback) => { setTimeout(() => callback(null, event.n + 1), 10) }`,
      3,
    ],
    ['context.succeed', `exports.handler = (event, context) => { context.succeed(event.n) }`, 2],
    ['nothing at all', `exports.handler = (event) => event.n`, null],
    ['undefined of a promise', `exports.handler = async () => {}`, null],
    ['a nested export', `exports.handler = {deep: async (event) => event.n * 2}`, 4],
    [
      'a callback that waits for what is left to do',
      `exports.handler = (event, context, callback) => { let left = 1; setTimeout(() => { left = 0 }, 50); callback(null, {get left() { return left }}) }`,
      {left: 0},
    ],
  ])('of CommonJS answers with %s', async (_, text, answer) => {
    const handler = text.includes('deep') ? 'handler.deep' : 'handler'
    const {call, shown} = await worldOf(text, {file: 'f.js', handler})
    expect(await call('f', {n: 2})).toMatchObject({status: 200, error: undefined, value: answer})
    const isTold = shown.some((line) => line.includes('Lambda refuses callbacks from Node 24 on'))
    expect(isTold).toBe(text.includes('callback'))
  })

  test('keeps what its module holds from one call to the next, as a warm environment does', async () => {
    const {call} = await worldOf(`let n = 0; export const handler = async () => [process.pid, n += 1]`)
    const [one, two] = [await call('f'), await call('f')]
    expect(two.value).toEqual([(one.value as number[])[0], 2])
  })

  test('has its calls at once in processes of their own', async () => {
    const {call} = await worldOf(`
      let busy = 0
      export const handler = async () => {
        busy += 1
        await new Promise((resolve) => setTimeout(resolve, 300))
        return [process.pid, busy--]
      }`)
    const answers = await Promise.all([call('f'), call('f'), call('f')])
    expect(new Set(answers.map(({value}) => (value as number[])[0])).size).toBe(3)
    expect(answers.map(({value}) => (value as number[])[1])).toEqual([1, 1, 1])
  })

  test('is loaded again when its file or one that it imports has changed', async () => {
    const {call, write} = await openWorld(
      {
        'f.mjs': `import {n} from './lib/n.mjs'; export const handler = async () => n`,
        'lib/n.mjs': `export const n = 1`,
      },
      (folder) => ({f: {runs: handlerOf(folder, 'f.mjs')}}),
    )
    expect((await call('f')).value).toBe(1)
    write('lib/n.mjs', `export const n = 1000`)
    expect((await call('f')).value).toBe(1000)
    write('f.mjs', `export const handler = async () => 'new'`)
    expect((await call('f')).value).toBe('new')
  })
})

describe('what goes wrong is an answer with FunctionError', () => {
  test.each([
    [
      'an error with its own name',
      `class Mine extends Error { name = 'Mine' }; export const handler = async () => { throw new Mine('no') }`,
      {errorType: 'Mine', errorMessage: 'no'},
    ],
    [
      'a text',
      `export const handler = async () => { throw 'no' }`,
      {errorType: 'string', errorMessage: 'no', trace: []},
    ],
    ['a synchronous throw', `export const handler = () => { throw new TypeError('no') }`, {errorType: 'TypeError'}],
    ['an answer that is no JSON', `export const handler = async () => 1n`, {errorType: 'Runtime.JSONStringifyError'}],
    [
      'a missing export',
      `export const other = 1`,
      {errorType: 'Runtime.HandlerNotFound', errorMessage: 'f.handler is undefined or not exported'},
    ],
    [
      'an export that is no function',
      `export const handler = 7`,
      {errorType: 'Runtime.HandlerNotFound', errorMessage: 'f.handler is not a function'},
    ],
    ['no JavaScript', `export const handler = (`, {errorType: 'Runtime.UserCodeSyntaxError'}],
    [
      'an exit',
      `export const handler = async () => { process.exit(3) }`,
      {
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringMatching(
          /^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 3$/,
        ) as unknown,
      },
    ],
    ['an exit while it loads', `process.exit(4)`, {errorType: 'Runtime.ExitError'}],
    [
      'an error that nobody catches',
      `export const handler = () => new Promise(() => { setTimeout(() => { throw new Error('late') }) })`,
      {errorType: 'Error', errorMessage: 'late'},
    ],
    [
      'a rejection that nobody handles',
      `export const handler = () => new Promise(() => { Promise.reject(new Error('lost')) })`,
      {errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: lost'},
    ],
    [
      'an answer over 6 MB',
      `export const handler = async () => 'x'.repeat(6291556)`,
      {errorType: 'Function.ResponseSizeTooLarge'},
    ],
  ])('%s', async (_, text, error) => {
    const {call} = await worldOf(text)
    expect(await call('f')).toMatchObject({status: 200, error: 'Unhandled', value: error})
  })

  test('a module that is not there, by CommonJS', async () => {
    const {call} = await worldOf(`require('nowhere')`, {file: 'f.js'})
    expect((await call('f')).value).toMatchObject({
      errorType: 'Runtime.ImportModuleError',
      errorMessage: expect.stringContaining("Cannot find module 'nowhere'") as unknown,
    })
  })

  test.each([
    ['waits for ever', `await new Promise((resolve) => setTimeout(resolve, 60000))`],
    ['never lets go', `for (;;);`],
  ])('one that %s is ended by its timeout, and the next call starts anew', async (_, work) => {
    const {call} = await worldOf(
      `let n = 0; export const handler = async ({hang}) => { if (hang) { ${work} } return n += 1 }`,
      {timeout: 1},
    )
    await call('f')
    expect(await call('f', {hang: true})).toMatchObject({
      error: 'Unhandled',
      value: {
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 1\.00 seconds$/) as unknown,
      },
      log: expect.stringContaining('Task timed out after 1.00 seconds') as unknown,
    })
    expect((await call('f')).value).toBe(1)
  })

  test('one that needs more memory than it has is ended', async () => {
    const {call} = await worldOf(
      `const held = []; export const handler = async () => { for (;;) held.push(new Array(1e5).fill(held.length)) }`,
    )
    expect((await call('f')).value).toMatchObject({errorType: 'Runtime.ExitError'})
  })
})

describe('what a function prints', () => {
  test('is in the log and is shown line by line, in the call that printed it', async () => {
    const {call, shown} = await worldOf(
      `export const handler = async ({say}) => { console.log('I say %s', say); process.stderr.write('raw ' + say + '\\n') }`,
    )
    const one = await call('f', {say: 'one'})
    const two = await call('f', {say: 'two'})
    expect(one.log).toMatch(/\tINFO\tI say one\n/)
    expect(one.log).toContain('raw one\n')
    expect(two.log).toMatch(/\tINFO\tI say two\n/)
    expect(two.log).not.toContain('one')
    expect(shown.filter((line) => /I say (one|two)$/.test(line))).toHaveLength(2)
    expect(shown).toContain('f: raw two')
  })

  test('is answered with its last 4 KB, and what is over 1 MB is counted and dropped', async () => {
    const {call, shown} = await worldOf(
      `export const handler = async () => { for (let i = 0; i < 40; i++) process.stdout.write(('x'.repeat(99999) + '\\n')); console.log('last') }`,
    )
    const {value, log} = await call('f')
    expect(value).toBeNull()
    expect(Buffer.byteLength(log)).toBe(4096)
    expect(log).toMatch(/more bytes were printed/)
    expect(shown.join('\n').length).toBeLessThan(1_200_000)
  })
})

describe('where a function finds itself', () => {
  test('are the variables of Lambda and its own, and none of the shell', async () => {
    process.env['SOME_TOKEN'] = 'hush'
    process.env['NODE_OPTIONS'] = '--no-deprecation'
    const {call, endpoint, folder} = await worldOf(
      `export const handler = async () => ({env: process.env, cwd: process.cwd(), send: typeof process.send, hours: new Date(0).getHours()})`,
      {environment: {TABLE: 'todos'}},
    )
    delete process.env['SOME_TOKEN']
    delete process.env['NODE_OPTIONS']
    const {env, ...rest} = (await call('f')).value as {env: Record<string, string>}
    expect(rest).toEqual({cwd: folder, send: 'undefined', hours: 0})
    expect(env).toMatchObject({
      TABLE: 'todos',
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: REGION,
      AWS_LAMBDA_FUNCTION_NAME: 'f',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      _HANDLER: 'f.handler',
      LAMBDA_TASK_ROOT: folder,
      AWSUP_SANDBOX: 'true',
    })
    for (const name of ['SOME_TOKEN', 'NODE_OPTIONS', 'HOME', 'USER', 'AWS_PROFILE'])
      expect(env).not.toHaveProperty(name)
  })
})
