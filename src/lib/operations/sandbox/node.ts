import {spawnSync} from 'node:child_process'
import {UsageError} from '../../base/errors.js'
import {isExecutable} from '../../base/self.js'

/** The Node that runs handlers. */
export interface NodeForFunctions {
  readonly program: string
  /** As Lambda calls its runtime. */
  readonly runtime: string
  /** Whether it reads TypeScript. */
  readonly typed: boolean
}

const OLDEST = 20
/** What Node is asked about itself: its version, and whether it strips types. */
const QUESTION = 'JSON.stringify([process.versions.node, Boolean(process.features.typescript)])'
/** Lambda's runtimes for Node have even numbers. */
const runtimeOf = (major: number): string => `nodejs${Math.min(Math.max(20, major - (major % 2)), 24)}.x`

/** The Node that awsup itself runs on; where awsup is one file, the one on the PATH. Throws UsageError where there is none. */
export function findNode(): NodeForFunctions {
  if (!isExecutable()) return describe(process.execPath, process.versions.node, hasTypes(process.features))
  const {stdout, status} = spawnSync('node', ['-p', QUESTION], {encoding: 'utf8', timeout: 10_000})
  const [version, typed] = status === 0 ? (JSON.parse(stdout) as [string, boolean]) : ['', false]
  if (Number.parseInt(version, 10) >= OLDEST) return describe('node', version, typed)
  throw new UsageError(
    version === ''
      ? 'there is no node on the PATH to run functions'
      : `functions need Node ${OLDEST} or newer, and node is ${version}`,
    {
      hint: `Install Node ${OLDEST} or newer: awsup as one file does not run handlers itself.`,
    },
  )
}

const describe = (program: string, version: string, typed: boolean): NodeForFunctions => ({
  program,
  typed,
  runtime: runtimeOf(Number.parseInt(version, 10)),
})

const hasTypes = (features: object): boolean => 'typescript' in features && Boolean(features.typescript)
