import {createHash} from 'node:crypto'
import {expect, test} from 'vitest'
import {beginSrp} from '../../../src/lib/operations/access/live/srp.js'

const hash = (name: string, text: string): string => createHash(name).update(text).digest('hex')

/** Made with the client of aws-amplify 6 (its AuthenticationHelper and getSignatureString), for the same inputs. */
const AMPLIFY = {
  publicValue: '39e3fb41e961f02142ccdf91bf0cb2d4dc644499',
  signature: 'H9kCsk5K/7TDb40Xs8foKMTCKxnvqO2RGY5dAHq4FOY=',
}

const secret = Buffer.from(hash('sha512', 'a').repeat(2), 'hex')
const user = {poolName: 'AbCdEf123', userId: '6f6c', password: 'Pa55 word!'}
const challenge = {
  salt: `f${hash('sha256', 'salt').slice(1, 31)}`,
  serverPublic: hash('sha512', 'B').repeat(6).slice(2),
  secretBlock: Buffer.from('secret block').toString('base64'),
}
const now = new Date('2026-09-01T05:07:09Z')

test('what is sent, and the proof of the password, are Amplify’s own for the same numbers', () => {
  const srp = beginSrp(secret)
  expect(srp.publicValue.slice(0, 40)).toBe(AMPLIFY.publicValue)
  expect(srp.prove(user, challenge, now)).toEqual({
    timestamp: 'Tue Sep 1 05:07:09 UTC 2026',
    signature: AMPLIFY.signature,
  })
})

test('every sign-in has a secret of its own', () => {
  expect(beginSrp().publicValue).not.toBe(beginSrp().publicValue)
})

test('a server value of nought, for which any password would do, is refused', () => {
  const prove = () => beginSrp(secret).prove(user, {...challenge, serverPublic: '00'}, now)
  expect(prove).toThrow('gives the password away')
})
