import {existsSync, readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {camel, OPEN, pascal, Refusal, requireIdentifier, requireName, requireOne} from './names.mjs'

const FOLDER = 'src/lib/resources'

/** A kind of AWS resource: one room, and a test of its life. */
export function makeKind(words, root) {
  const usage = 'npm run new kind <service>/<kind>, for example: npm run new kind iam/account-alias'
  const folders = requireOne(words, usage).split('/')
  const name = folders.pop()
  const [service] = folders
  if (folders.length < 1 || folders.length > 2)
    throw new Refusal(`"${words[0]}" is not a service and a kind. Write: ${usage}`)
  for (const folder of folders) requireName(folder, 'a service')
  requireIdentifier(name, 'a kind')
  const same = roomOf(name, root)
  if (same) throw new Refusal(`${same} is already the kind "${name}". Choose another name.`)
  const source = `${FOLDER}/${folders.join('/')}/${name}.ts`
  const test = `test/lib/resources/${service}/${name}.test.ts`
  return {
    files: [
      {file: source, text: sourceOf(name, '../'.repeat(folders.length + 1))},
      {file: test, text: testOf({folders, name})},
    ],
    made: [source, test],
    tests:
      'test/lib/resources test/lib/export test/strangers test/lib/manifest test/sandbox/pages.test.ts test/house/docs.test.ts test/house/words.test.ts test/house/architecture.test.ts',
  }
}

/** The file that has this kind. */
function roomOf(name, root) {
  const folder = path.join(root, FOLDER)
  const files = existsSync(folder) ? readdirSync(folder, {recursive: true}) : []
  const found = files.find(
    (file) => file.endsWith('.ts') && readFileSync(path.join(folder, file), 'utf8').includes(`\n  kind: '${name}',`),
  )
  return found && `${FOLDER}/${found.split(path.sep).join('/')}`
}

const sourceOf = (name, lib) => `import {compare, type Resource} from '${lib}base/resource.js'

/** ${OPEN} what it is on AWS, and what the manifest can ask for: a field for each setting. */
export interface ${pascal(name)}Desired {
  readonly name: string
}

/** The same as AWS has it. */
export interface ${pascal(name)}Actual extends ${pascal(name)}Desired {
  readonly id: string
}

// ${OPEN} read, create, update, delete and actions. lib/base/resource.ts says what each is; lib/resources/iam/policy.ts is an example.
export const ${camel(name)}: Resource<${pascal(name)}Desired, ${pascal(name)}Actual> = {
  kind: '${name}',
  key: ['name'],
  diff: compare<${pascal(name)}Desired>({name: 'replace'}),
}
`

const testOf = ({folders, name}) => `import {test} from 'vitest'
import {${camel(name)}} from '../../../../src/lib/resources/${folders.join('/')}/${name}.js'
import {expectLaws, openRooms} from '../../../_helpers/worlds/rooms.js'

test('${name}: what is made is read back as asked, updates stick, deleting twice is fine', async () => {
  const {member} = await openRooms()
  // ${OPEN} what is asked for, and what it is changed to where something can change.
  const desired = {name: 'acme'}
  await expectLaws(${camel(name)}, {desired, keyOf: (wanted) => wanted}, await member())
})
`
