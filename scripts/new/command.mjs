import {existsSync} from 'node:fs'
import path from 'node:path'
import {findCommands, SHELVES} from '../build/commands.mjs'
import {OPEN, pascal, Refusal, requireName} from './names.mjs'

const FOLDER = 'src/commands'
const USAGE = 'npm run new command <topic> <name>, for example: npm run new command org id'
const SHELF_USAGE = `npm run new command ${SHELVES.join('|')} <name>`

/** A command: one file, and a test against the built binary. */
export function makeCommand(given, root) {
  const placed = given.flatMap((word) => word.split(' '))
  const isOnShelf = placed.length > 1 && SHELVES.includes(placed[0])
  const words = isOnShelf ? placed.slice(1) : placed
  if (words.length === 0) throw new Refusal(`The name is missing. Write: ${USAGE}`)
  if (words.length > 3) throw new Refusal(`"${words.join(' ')}" has more than three words. Write: ${USAGE}`)
  for (const word of words) requireName(word, 'a command')
  if (isOnShelf && words.length > 1)
    throw new Refusal(`${FOLDER}/${placed[0]} holds commands of one word. Write: ${SHELF_USAGE}`)
  const named = words.join('/')
  const command = words.slice(0, -1).map((_, index) => words.slice(0, index + 1).join('/'))
  const existing = findCommands(path.join(root, FOLDER))
  const above = command.find((topic) => Object.hasOwn(existing, topic))
  if (above) throw new Refusal(`"${above.replaceAll('/', ' ')}" is a command, so it cannot hold "${words.at(-1)}".`)
  if (existsSync(path.join(root, FOLDER, named)))
    throw new Refusal(`"${words.join(' ')}" is a topic, which holds commands.`)
  if (Object.hasOwn(existing, named))
    throw new Refusal(`${path.relative(root, existing[named])} already exists. Choose another name.`)
  if (placed.length === 1) throw new Refusal(`A command of one word stands in a folder. Write: ${SHELF_USAGE}`)
  const source = `${FOLDER}/${placed.join('/')}.ts`
  const test = `test/commands/${placed[0]}/${placed.slice(1).join('-')}.test.ts`
  return {
    files: [
      {file: source, text: sourceOf(words, placed.length)},
      {file: test, text: testOf(words)},
    ],
    made: [source, test],
    tests: `${test} test/commands/every/results.test.ts test/commands/every/bad-input/covered.test.ts test/completion/table.test.ts test/house/docs.test.ts test/house/words.test.ts test/house/architecture.test.ts`,
  }
}

function sourceOf(words, depth) {
  const up = '../'.repeat(depth)
  const name = words.join(' ')
  const title = pascal(words.join('-'))
  return `import {AwsupCommand} from '${up}cli/command.js'
import type {Results} from '${up}cli/results.js'

// ${OPEN} a summary, and run(), which returns Promise<Results['${name}']>. ${up.slice(3)}org/show.ts is a short example.
export default class ${title} extends AwsupCommand<Results['${name}']> {
  static override examples = ['<%= config.bin %> ${name}', '<%= config.bin %> ${name} --json']
}
`
}

const testOf = (words) => `import {expect, test} from 'vitest'
import {awsupJson, makeTemplate} from '../../_helpers/cli.js'

const copy = await makeTemplate()

// ${OPEN} in the title what must stay true, and below what the command answers.
test('${words.join(' ')} answers', async () => {
  const {code, result} = await awsupJson(copy(), [${words.map((word) => `'${word}'`).join(', ')}])
  expect({code, result}).toEqual({code: 0, result: '${OPEN} what it answers'})
})
`
