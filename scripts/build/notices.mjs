import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'

const PERMISSIVE = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Unlicense',
])

/** What src/models is made of; the text of the licence stands above, under the packages of the AWS SDK. */
const DATA = `## Data of AWS

Apache-2.0

awsup contains AWS's public API models, as packed in botocore (Copyright Amazon.com, Inc. or its affiliates), and the AWS
managed policies, as packed in moto (Copyright 2012 the authors of moto). Both are converted and shortened.
`

/**
 * Name, version and licence text of every package that a bundle contains, as Markdown.
 * @param inputs files that went into the bundle, relative to `project`
 * Throws on a licence that is not permissive, so that none slips in with an update.
 */
export function renderNotices(inputs, project) {
  const folders = new Set(
    inputs.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file.replace(/^left-out:.*/, ''))?.[0] ?? []),
  )
  const packages = [...folders].map((folder) => describe(path.resolve(project, folder)))
  packages.sort((a, b) => (a.title < b.title ? -1 : 1))
  const unique = packages.filter(({title}, index) => title !== packages[index - 1]?.title)
  const sections = unique.map(({title, license, text}) => `## ${title}\n\n${license}\n\n\`\`\`text\n${text}\n\`\`\`\n`)
  return `# Third-party notices\n\nawsup contains these packages.\n\n${sections.join('\n')}\n${DATA}`
}

function describe(folder) {
  const {name, version, license} = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  const choices = String(license?.type ?? license)
    .replaceAll(/[()]/g, '')
    .split(' OR ')
  if (!choices.some((choice) => choice.split(' AND ').every((part) => PERMISSIVE.has(part))))
    throw new Error(`${name} ${version} has the licence ${license}, which is not known to be permissive`)
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry))
  const text = file
    ? readFileSync(path.join(folder, file), 'utf8').trim().replaceAll('```', "'''")
    : `Licensed under ${license}; the package carries no licence text.`
  return {title: `${name} ${version}`, license: choices.join(' or '), text}
}
