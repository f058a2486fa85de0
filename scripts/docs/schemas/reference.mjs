import {format, resolveConfig} from 'prettier'
import path from 'node:path'

/** Every key of awsup.yaml, as a page of Markdown. */
export async function renderReference(schema, project) {
  const rows = []
  const seen = new Map()
  walk(schema, '', {schema, rows, seen})
  const sections = new Map()
  for (const row of rows) {
    const section = row.path.split(/[.[]/)[0]
    sections.set(section, [...(sections.get(section) ?? []), row])
  }
  const body = [...sections].map(([name, of]) => `## ${name}\n\n${table(of)}\n`).join('\n')
  const file = path.join(project, 'docs', 'reference', 'manifest.md')
  return format(`${HEAD}\n${body}`, {...(await resolveConfig(file)), filepath: file})
}

const HEAD = `# The keys of awsup.yaml

<!-- Made by npm run schemas of the comments in src/lib/manifest, src/lib/access/forms and src/lib/outputs/formats. -->

Every key, with its type and its default. **Permanent** keys cannot change once the thing exists on AWS. \`<name>\` is a name
of your own, \`[]\` is an entry of a list. Editors show the same texts: a new awsup.yaml begins with a line that tells them
where [the JSON Schema](../../schemas/awsup.json) is.

What the settings mean together: [auth.md](../guide/auth.md), [access.md](../guide/access.md), [outputs.md](../guide/outputs.md).
`

function walk(node, at, state) {
  const found = resolved(node, state.schema)
  const name = node.$ref ?? node.oneOf?.[0]?.$ref
  if (name !== undefined) {
    const first = state.seen.get(name)
    if (first !== undefined) {
      const last = state.rows.find(({path}) => path === at)
      if (last) last.same = first
      return
    }
    state.seen.set(name, at)
  }
  for (const [key, below] of Object.entries(found.properties ?? {})) {
    const step = at === '' ? key : `${at}.${key}`
    state.rows.push({path: step, key: below, type: typeOf(resolved(below, state.schema)), required: found.required?.includes(key)})
    walk(below, step, state)
  }
  if (found.items) walk(found.items, `${at}[]`, state)
  if (found.additionalProperties) walk(found.additionalProperties, `${at}.<name>`, state)
}

/** A schema with what it refers to. */
function resolved(node, schema) {
  const ref = node.$ref ?? node.oneOf?.find(({$ref}) => $ref)?.$ref
  return ref === undefined ? node : {...schema.definitions[ref.split('/').at(-1)], ...node}
}

const NAMES = {string: 'text', boolean: 'true or false', integer: 'whole number', array: 'list', object: 'mapping'}

function typeOf(node) {
  if (node.enum) return node.enum.map((word) => `\`${word}\``).join(', ')
  const types = [node.type].flat().filter((type) => type !== undefined && type !== 'null')
  const words = types.map((type) => NAMES[type] ?? type)
  const limits = node.minimum !== undefined && Math.abs(node.minimum) < 2 ** 31 ? ` ${node.minimum}–${node.maximum}` : ''
  const of = node.items?.enum ? ` of ${node.items.enum.map((word) => `\`${word}\``).join(', ')}` : ''
  return `${[...new Set(words)].join(' or ')}${limits}${of}`
}

function table(rows) {
  const lines = rows.map(({path, key, type, required, same}) => {
    const {description, default: usual} = key
    const isPermanent = description.endsWith(PERMANENT)
    const text = isPermanent ? description.slice(0, -PERMANENT.length) : description
    const more = same === undefined ? '' : ` The keys are those of \`${same}\`.`
    const meanings = [key, key.items ?? {}].flatMap(({enum: words, examples, enumDescriptions = []}) =>
      enumDescriptions.map((meaning, index) => `\`${(words ?? examples)[index]}\`: ${meaning}`),
    )
    const cells = [
      `\`${path}\``,
      type,
      usual === undefined ? (required ? 'required' : '') : `\`${typeof usual === 'string' ? usual : JSON.stringify(usual)}\``,
      isPermanent ? 'yes' : '',
      `${text}${more}${meanings.length > 0 ? ` ${meanings.join(' ')}` : ''}`,
    ]
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  })
  return ['| key | type | default | permanent | what it does |', '|---|---|---|:-:|---|', ...lines].join('\n')
}

const PERMANENT = ' Permanent: it cannot change later.'
