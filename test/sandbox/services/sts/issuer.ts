import {exportJWK, exportSPKI, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload} from 'jose'

/** An issuer of tokens of our own: signed by jose, while the sandbox checks them with Node's crypto. */
export interface Issuer {
  readonly url: string
  /** Its public keys, as text. */
  readonly jwks: string
  /** A token of five minutes from `now` on, ms, with these claims; `undefined` leaves one out. */
  readonly sign: (claims: JWTPayload, options?: Signing) => Promise<string>
  /** The public key, PEM. */
  readonly publicKey: string
}

interface Signing {
  readonly now?: number
  readonly key?: CryptoKey | Uint8Array
  readonly alg?: string
  readonly kid?: string
}

export const GITHUB = 'https://token.actions.githubusercontent.com'

/** What every client of GitHub's tokens at AWS asks for. */
export const AUDIENCE = 'sts.amazonaws.com'

export async function openIssuer(url: string = GITHUB, algorithm = 'RS256'): Promise<Issuer> {
  const {publicKey, privateKey} = await generateKeyPair(algorithm, {extractable: true})
  const key = {...(await exportJWK(publicKey)), kid: 'one', use: 'sig', alg: algorithm}
  return {
    url,
    jwks: JSON.stringify({keys: [key]}),
    publicKey: await exportSPKI(publicKey),
    sign: (claims, {now = Date.now(), key: other = privateKey, alg = algorithm, kid = 'one'} = {}) => {
      const iat = Math.floor(now / 1000)
      return new SignJWT({iss: url, aud: AUDIENCE, iat, nbf: iat, exp: iat + 300, ...claims})
        .setProtectedHeader({alg, kid, typ: 'JWT'})
        .sign(other)
    },
  }
}

/** A token with this header and these claims, and no signature. */
export const unsigned = (header: object, claims: object): string =>
  `${[header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`
