import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {parse, stringify} from 'yaml'
import {compileAccess} from '../../../../src/lib/access/policy/compile.js'
import type {Who} from '../../../../src/lib/access/rules.js'
import type {PolicyDocument} from '../../../../src/lib/access/policy/statement.js'
import {placeOf, rulesIn} from '../../../../src/lib/manifest/desired/access.js'
import type {Environment, Manifest} from '../../../../src/lib/manifest/manifest.js'
import {parseManifest} from '../../../../src/lib/manifest/parse.js'
import {manifest} from '../../manifest/samples.js'

const FOLDER = join(import.meta.dirname, '..', 'cases')

/** One file of test/lib/access/cases: rules as awsup.yaml has them, and the statements that they become. */
export interface Case {
  readonly file: string
  readonly title: string
  /** The `access` section. */
  readonly access: object
  /** The `auth` section; none where the rules need none. */
  readonly auth?: object
  /** Whose policy; those who signed in where nothing is said. */
  readonly who?: Who
  readonly statements: PolicyDocument['Statement']
}

/** Every case that there is: a new file is a new test. A form with many has a folder of its own. */
export const CASES: readonly Case[] = readdirSync(FOLDER, {recursive: true, encoding: 'utf8'})
  .filter((name) => name.endsWith('.yaml'))
  .sort()
  .map((file) => ({...(parse(readFileSync(join(FOLDER, file), 'utf8')) as Omit<Case, 'file'>), file}))

/** The policy of a case for dev of project acme, in account 012345678901 and eu-west-1. */
export function compileCase({access, auth, who = 'authenticated'}: Omit<Case, 'file' | 'title' | 'statements'>) {
  const parsed = parseManifest(manifest({access: stringify(access, flow), ...(auth && {auth: stringify(auth, flow)})}))
  return compileIn(parsed, who)
}

const flow = {collectionStyle: 'flow', lineWidth: 0} as const

/** What somebody may in dev, with the account's id in it. */
export function compileIn(parsed: Manifest, who: Who): PolicyDocument | undefined {
  const dev = parsed.environments.get('dev') as Environment
  return compileAccess(rulesIn(parsed, dev, who), {...placeOf(parsed, dev), account: '012345678901'})?.document
}
