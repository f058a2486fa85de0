const SWITCH = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'

/**
 * Makes an SDK client without the SDK's notice about Node 20 (once a process, on stderr). The switch is set for the
 * moment in which the client is made, so children that we start and others in this process do not see it.
 */
export function quietly<T>(make: () => T): T {
  const before = process.env[SWITCH]
  process.env[SWITCH] = 'true'
  try {
    return make()
  } finally {
    if (before === undefined) Reflect.deleteProperty(process.env, SWITCH)
    else process.env[SWITCH] = before
  }
}
