import {existsSync} from 'node:fs'
import {chromium} from 'playwright-core'

/** Chromium without a window: the one that CHROMIUM names, else Debian's or Ubuntu's. Throws where there is none. */
export function openBrowser() {
  const known = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser']
  const executablePath = known.find((file) => file && existsSync(file))
  if (executablePath === undefined) throw new Error('Chromium is not installed; CHROMIUM names one that is elsewhere')
  return chromium.launch({executablePath, args: ['--no-sandbox']})
}
