import type {Call, Outcome} from '../../../core/service.js'
import {attributesOf} from './event.js'
import {textOf} from './members.js'
import {badResponse} from './reply.js'
import type {About} from './sign-up.js'
import {askTrigger} from './trigger.js'

const CODE = '{####}'
const LINK = '{##Click Here##}'
const USERNAME = '{username}'

/** The longest texts, with the code in them (developer guide, "Custom message Lambda trigger"). */
const LONGEST = {EMAIL: 20_000, SMS: 140}

export type MessageSource =
  | 'SignUp'
  | 'AdminCreateUser'
  | 'ResendCode'
  | 'ForgotPassword'
  | 'UpdateUserAttribute'
  | 'VerifyUserAttribute'
  | 'Authentication'

interface Sending extends About {
  readonly source: MessageSource
  readonly medium: 'EMAIL' | 'SMS'
  readonly code: string
}

/** What a function wrote instead of the pool's own text, with the code in it. */
export interface Written {
  readonly subject?: string | undefined
  readonly text?: string | undefined
}

/**
 * CustomMessage, before a message is sent; what it does not write the pool writes.
 *
 * @throws ServiceError InvalidLambdaResponseException for a text without the code, too long a text, and an e-mail in a
 *   pool that does not send with SES (developer guide, "Custom message Lambda trigger", response parameters)
 */
export function customMessage<O>(
  {source, medium, code, pool, clientId, user, clientMetadata}: Sending,
  call: Call,
  next: (written: Written, call: Call) => Outcome<O>,
): Outcome<O> {
  const invites = source === 'AdminCreateUser'
  const request = {
    userAttributes: attributesOf(user),
    codeParameter: CODE,
    linkParameter: LINK,
    usernameParameter: invites ? USERNAME : null,
    clientMetadata,
  }
  const response = {smsMessage: null, emailMessage: null, emailSubject: null}
  const {username: userName} = user
  const occasion = {trigger: 'CustomMessage', source, pool, clientId, userName, request, response} as const
  return askTrigger(occasion, call, (answer, again) => {
    const texts = {EMAIL: textOf(answer, 'emailMessage'), SMS: textOf(answer, 'smsMessage')}
    const subject = textOf(answer, 'emailSubject')
    const {EmailSendingAccount} = pool.settings.EmailConfiguration ?? {}
    if ((texts.EMAIL ?? subject) !== undefined && EmailSendingAccount !== 'DEVELOPER') {
      throw badResponse('emailMessage and emailSubject need a pool whose EmailSendingAccount is DEVELOPER')
    }
    for (const each of [texts.EMAIL, texts.SMS]) if (each !== undefined) checkPlaceholders(each, invites)
    const filled = texts[medium]
      ?.replaceAll(CODE, () => code)
      .replaceAll(/\{##(.*?)##\}/g, (_all, words: string) => `${words} ${code}`)
      .replaceAll(USERNAME, () => userName)
    if ((filled?.length ?? 0) > LONGEST[medium]) {
      throw badResponse(`the message is longer than ${LONGEST[medium]} characters`)
    }
    return next({text: filled, ...(medium === 'EMAIL' && {subject})}, again)
  })
}

function checkPlaceholders(text: string, invites: boolean): void {
  if (!text.includes(CODE) && !/\{##.*?##\}/.test(text)) throw badResponse(`the message does not hold ${CODE}`)
  if (invites && !text.includes(USERNAME)) throw badResponse(`the message does not hold ${USERNAME}`)
}
