/** Where the sandbox asks somebody to let a device in. */
export const DEVICE_PAGE = '/_awsup/device'
/** Where a program sends a browser, as AWS names it. */
export const AUTHORIZE_PAGE = '/authorize'

/**
 * The page that a person is sent to: the sandbox's own where it is called over a port; AWS's name of it where it is called
 * inside a process, whose pages no browser reaches.
 */
export const findPortal = (host: string | undefined, startUrl: string): string =>
  host === undefined || /\.(amazonaws\.com|api\.aws)(\.cn)?$/.test(host)
    ? `${startUrl.replace(/[#/?]+$/, '')}/#/device`
    : `http://${host}${DEVICE_PAGE}`
