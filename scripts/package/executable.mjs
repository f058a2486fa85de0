#!/usr/bin/env node
// Makes awsup as one file with Node in it, for people who have no Node.
//
//     npm run executable [-- --platform <platform>] [--out <folder>] [--node <path>]
//
// Platforms: linux-x64, linux-arm64, darwin-arm64, darwin-x64, win-x64; by default this one. Every one can be made on every
// other, as nothing compiled goes in. Node comes from the npm registry (scripts/package/executable/nodes.json); `--node` takes the
// program for the platform from elsewhere, Node for Alpine for one. docs/decisions/cli/0033 says why it is done so.
import {execFileSync, spawnSync} from 'node:child_process'
import {chmodSync, mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {parseArgs} from 'node:util'
import {bundleParts} from './executable/bundle.mjs'
import {assertVersion, fetchLicence, fetchNode, NODE_VERSION, PLATFORMS, thisPlatform} from './executable/node.mjs'
import {buildWhereStale} from '../fresh.mjs'

const root = path.resolve(import.meta.dirname, '..', '..')
const cache = path.join(root, '.executable')
const {values} = parseArgs({options: {platform: {type: 'string'}, out: {type: 'string'}, node: {type: 'string'}}})
const platform = values.platform ?? thisPlatform()
const out = path.resolve(values.out ?? cache)

if (!PLATFORMS.includes(platform) && values.node === undefined) {
  console.error(
    `There is no Node ${NODE_VERSION} for ${platform} in scripts/package/executable/nodes.json, which has ${PLATFORMS.join(', ')}.
Name one of them with --platform, or the program of Node ${NODE_VERSION} for ${platform} with --node <path>.`,
  )
  process.exit(2)
}
if (!PLATFORMS.includes(thisPlatform())) {
  console.error(`Node ${NODE_VERSION} has to run to make an executable; make it on ${PLATFORMS.join(', ')}.`)
  process.exit(2)
}

buildWhereStale()
const maker = fetchNode(thisPlatform(), cache)
const target = values.node === undefined ? fetchNode(platform, cache) : path.resolve(values.node)
assertVersion(target)
const assets = await bundleParts(path.join(cache, 'parts'))
mkdirSync(out, {recursive: true})
const file = path.join(out, `awsup-${platform}${platform.startsWith('win-') ? '.exe' : ''}`)
const config = path.join(cache, `${platform}.json`)
writeFileSync(
  config,
  JSON.stringify({
    main: path.join(root, 'bin', 'executable.js'),
    executable: target,
    output: file,
    disableExperimentalSEAWarning: true,
    // Both would tie it to the machine that makes it.
    useSnapshot: false,
    useCodeCache: false,
    assets,
  }),
)
execFileSync(maker, ['--build-sea', config], {stdio: ['ignore', 'ignore', 'inherit']})
chmodSync(file, 0o755)
writeNotices()
if (platform.startsWith('darwin-')) signForThisMachine()
console.log(`${file} (${(statSync(file).size / 1e6).toFixed(1)} MB, Node ${NODE_VERSION})`)

/** Node's own licence goes along with what the package says of its parts. */
function writeNotices() {
  const own = readFileSync(path.join(root, 'THIRD_PARTY_NOTICES.md'), 'utf8')
  const text = readFileSync(fetchLicence(cache), 'utf8').trim().replaceAll('```', "'''")
  writeFileSync(
    path.join(out, 'THIRD_PARTY_NOTICES-executable.md'),
    `${own}\n## Node.js ${NODE_VERSION}\n\n\`\`\`text\n${text}\n\`\`\`\n`,
  )
}

/** macOS on ARM starts no program without a signature. This one says who made it to nobody: docs/contributing/release.md. */
function signForThisMachine() {
  const signed = spawnSync('codesign', ['--force', '--sign', '-', file], {stdio: ['ignore', 'ignore', 'inherit']})
  if (signed.status !== 0)
    console.error(`${file} is not signed: macOS does not start it before codesign --force --sign - ${file}`)
}
