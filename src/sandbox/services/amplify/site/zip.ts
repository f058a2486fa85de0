import {unzipSync} from 'fflate'

/** What the sandbox unpacks at most: files, and their bytes together. */
const MAX_FILES = 50_000
const MAX_BYTES = 512 * 1024 * 1024
/** A path as S3 has keys, bytes. */
const MAX_PATH = 1024

export interface ZipProblem {
  readonly problem: string
}

/**
 * The files of a zip by their path from the root, `assets/main.js`. Bounded by what the zip says of itself before anything
 * is unpacked; a file that unpacks to more than was said is cut at that. What is no zip, is too large, or has a path that
 * leads out, is a problem.
 */
export function readZip(bytes: Uint8Array): {readonly files: ReadonlyMap<string, Uint8Array>} | ZipProblem {
  let problem: string | undefined
  let total = 0
  let count = 0
  try {
    const files = unzipSync(bytes, {
      filter: ({name, originalSize}) => {
        total += originalSize
        count += 1
        if (count > MAX_FILES) problem ??= `The artifact has more than ${MAX_FILES} files.`
        if (total > MAX_BYTES) problem ??= `The artifact unpacks to more than ${MAX_BYTES} bytes.`
        if (!isInside(name)) problem ??= 'The artifact has a path that leads out of it.'
        return problem === undefined && !name.endsWith('/')
      },
    })
    return problem === undefined ? {files: new Map(Object.entries(files))} : {problem}
  } catch {
    return {problem: problem ?? 'The artifact is not a valid zip file.'}
  }
}

/** A relative path with forward slashes, and nothing in it that leads elsewhere. */
function isInside(name: string): boolean {
  if (name === '' || name.startsWith('/') || /[\\\u0000-\u001f]|^[A-Za-z]:/.test(name)) return false
  return Buffer.byteLength(name) <= MAX_PATH && !name.split('/').some((part) => part === '..' || part === '.')
}
