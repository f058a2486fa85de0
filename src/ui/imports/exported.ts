import type {TerraformExport} from '../../lib/index.js'
import type {Ink} from '../text/ink.js'
import {renderSafe} from '../text/safe.js'

/** What was written, folder by folder, and what to do with it. */
export function renderExport({out, files, resources, notExported}: TerraformExport, ink: Ink): string {
  const folders = [...new Set(files.map(folderOf))]
  const rows = folders.map((folder) => {
    const count = resources.filter(({file}) => folderOf(file) === folder).length
    return `${ink.green('written')}  ${renderSafe(`${out}/${folder}`)}  ${ink.dim(`${count} resources`)}`
  })
  const left = notExported.length > 0 ? `, ${notExported.length} that Terraform cannot say` : ''
  const last = folders.at(-1) ?? ''
  return [
    ...rows,
    ink.bold(`Exported: ${resources.length} resources${left}.`),
    `Next: cd ${renderSafe(`${out}/${last}`)} && terraform init && terraform plan`,
  ].join('\n')
}

const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/'))
