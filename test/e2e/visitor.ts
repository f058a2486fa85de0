import type {Page, Request} from 'playwright-core'
import type {TodoWeb} from './todo-web.js'

/** Credentials as the identity pool gave them to the page. */
export interface PageCredentials {
  readonly identityId: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
}

/** Somebody at a browser of their own, with all that the page asked and got. */
export interface Visitor {
  readonly page: Page
  /** Calls of AWS services so far: `[operation, body]`. */
  readonly calls: readonly (readonly [operation: string, body: string])[]
  credentials(): PageCredentials
  signIn(email: string, password: string): Promise<void>
}

/** Opens a page of the example, that of dev's site unless another is meant. */
export async function openVisitor({browser, sites}: TodoWeb, url = sites.dev.url): Promise<Visitor> {
  const context = await browser.newContext({viewport: {width: 1180, height: 760}, deviceScaleFactor: 2})
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  const calls: (readonly [string, string])[] = []
  const given: PageCredentials[] = []
  page.on('request', (request) => {
    const target = request.headers()['x-amz-target']
    if (target !== undefined) calls.push([target.replace(/^.*\./, ''), bodyOf(request)])
  })
  page.on('response', async (response) => {
    if (response.request().headers()['x-amz-target']?.endsWith('.GetCredentialsForIdentity') !== true) return
    if (response.request().method() !== 'POST' || response.status() !== 200) return
    const {IdentityId, Credentials} = (await response.json()) as {
      IdentityId: string
      Credentials: {AccessKeyId: string; SecretKey: string; SessionToken: string}
    }
    const {AccessKeyId: accessKeyId, SecretKey: secretAccessKey, SessionToken: sessionToken} = Credentials
    given.push({identityId: IdentityId, accessKeyId, secretAccessKey, sessionToken})
  })
  await page.goto(url)
  return {
    page,
    calls,
    credentials: () => {
      const last = given.at(-1)
      if (last === undefined) throw new Error('the page has no credentials yet')
      return last
    },
    signIn: async (email, password) => {
      await page.getByLabel('Email').fill(email)
      await page.getByLabel('Password').fill(password)
      await page.getByRole('button', {name: 'Sign in'}).click()
    },
  }
}

const bodyOf = (request: Request): string => request.postData() ?? ''
