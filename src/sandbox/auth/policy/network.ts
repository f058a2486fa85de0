import {BlockList, isIPv4, isIPv6} from 'node:net'

const familyOf = (address: string): 'ipv4' | 'ipv6' | undefined =>
  isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : undefined

/** `203.0.113.0/24`, `2001:db8::/32` or one address, as a test for addresses; `undefined` when it is neither. */
export function makeNetwork(range: string): ((address: string) => boolean) | undefined {
  const [address = '', prefix, ...rest] = range.split('/')
  const family = familyOf(address)
  if (family === undefined || rest.length > 0) return undefined
  const bits = prefix === undefined ? (family === 'ipv4' ? 32 : 128) : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1
  if (bits < 0 || bits > (family === 'ipv4' ? 32 : 128)) return undefined
  const list = new BlockList()
  list.addSubnet(address, bits, family)
  return (given) => {
    const givenFamily = familyOf(given)
    return givenFamily !== undefined && list.check(given, givenFamily)
  }
}
