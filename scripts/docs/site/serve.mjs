import {createReadStream, statSync} from 'node:fs'
import {createServer} from 'node:http'
import path from 'node:path'

const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** Puts a folder on a free port of 127.0.0.1, as a plain host of pages does. */
export async function serveFolder(folder) {
  const server = createServer((request, response) => {
    const {pathname} = new URL(request.url, 'http://localhost')
    const file = path.join(folder, pathname.endsWith('/') ? `${pathname}index.html` : pathname)
    const found = file.startsWith(folder) && statSync(file, {throwIfNoEntry: false})?.isFile()
    response.writeHead(found ? 200 : 404, {'content-type': TYPES[path.extname(file)] ?? 'text/plain'})
    if (found) createReadStream(file).pipe(response)
    else response.end('not found')
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {url: `http://127.0.0.1:${server.address().port}`, close: () => server.close()}
}
