import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

/** Gives all files of one run of the tests a folder for what is made once and copied often; removes it at the end. */
export default function openShelf(): () => void {
  const shelf = mkdtempSync(join(tmpdir(), 'awsup-shelf-'))
  process.env['AWSUP_TEST_SHELF'] = shelf
  return () => rmSync(shelf, {recursive: true, force: true})
}
