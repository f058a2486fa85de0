import fc from 'fast-check'
import {afterEach, describe, expect, onTestFinished, test, vi} from 'vitest'
import {regionName} from '../../../src/lib/manifest/rules/regions.js'
import {isOptIn, knownRegions} from '../../../src/lib/base/regions.js'

afterEach(() => {
  delete process.env['AWSUP_REGIONS']
})

describe('the region of an environment', () => {
  test.each([
    ['us-esat-1', 'Did you mean us-east-1?'],
    ['eu-west-9', 'Did you mean eu-west-1?'],
    ['eu-west', 'Did you mean eu-west-1?'],
    ['euwest1', 'Did you mean eu-west-1?'],
    ['eu-south-11', 'Did you mean eu-south-1?'],
    ['EU-WEST-1', 'Write it as eu-west-1.'],
    ['eu_west_1', 'Write it as eu-west-1.'],
    [' eu-west-1', 'Write it as eu-west-1.'],
    ['eu-west-1 ', 'Write it as eu-west-1.'],
    ['eu-west-1\n', 'Write it as eu-west-1.'],
    ['us-east-1a', 'Did you mean us-east-1?'],
    ['us-west-2-lax-1a', 'Did you mean us-west-2?'],
    ['us-east-1-wl1-bos-wlz-1', 'Did you mean us-east-1?'],
    ['global', 'For example: eu-west-1.'],
    ['aws-global', 'For example: eu-west-1.'],
    ['', 'For example: eu-west-1.'],
    ['constructor', 'For example: eu-west-1.'],
  ])('%j is refused with what to write', (value, hint) => {
    expect(regionName(value)?.hint).toContain(hint)
  })

  test.each([
    ['cn-north-1', 'AWS China'],
    ['cn-northwest-1', 'AWS China'],
    ['us-gov-west-1', 'AWS GovCloud (US)'],
    ['eusc-de-east-1', 'the AWS European Sovereign Cloud'],
    ['us-iso-east-1', 'an isolated partition of AWS'],
    ['us-isob-east-1', 'an isolated partition of AWS'],
    ['eu-isoe-west-1', 'an isolated partition of AWS'],
  ])('%s is of another partition, and the refusal says which', (value, partition) => {
    const problem = regionName(value)
    expect(problem?.must).toBe(`be a region of the commercial partition: awsup does not support ${partition}`)
    // Nothing that a reader could set would make it work.
    expect(problem?.hint).not.toContain('AWSUP_REGIONS')
  })

  test('every region that is known is taken, and off in new accounts unless it is older than March 2019', () => {
    for (const region of knownRegions()) expect(regionName(region)).toBeUndefined()
    expect(knownRegions().filter((region) => !isOptIn(region))).toHaveLength(17)
    expect(knownRegions().filter(isOptIn)).toContain('eu-south-1')
  })

  test('whatever is not known is refused, and what is proposed can be used', () => {
    const text = fc.oneof(
      fc.string({maxLength: 40}),
      fc.tuple(fc.constantFrom(...knownRegions()), fc.string({maxLength: 3})).map((parts) => parts.join('')),
      fc
        .tuple(fc.constantFrom(...knownRegions()), fc.nat(14), fc.string({minLength: 1, maxLength: 1}))
        .map(([region, at, character]) => region.slice(0, at) + character + region.slice(at + 1)),
    )
    fc.assert(
      fc.property(text, (value) => {
        const problem = regionName(value)
        expect(problem === undefined).toBe(knownRegions().includes(value))
        const proposed = /(?:Did you mean|Write it as) (.*?)[?.](?: |$)/.exec(problem?.hint ?? '')?.[1]
        if (proposed !== undefined) expect(knownRegions()).toContain(proposed)
      }),
    )
  })

  test('one that is newer than this awsup is taken where AWSUP_REGIONS names it, and counts as off', () => {
    expect(regionName('ap-southeast-9')?.hint).toContain('set AWSUP_REGIONS=ap-southeast-9')
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    vi.stubEnv('AWSUP_REGIONS', 'eu-north-2, ap-southeast-9')
    expect(regionName('ap-southeast-9')).toBeUndefined()
    expect(regionName('eu-north-2')).toBeUndefined()
    expect(isOptIn('ap-southeast-9')).toBe(true)
    expect(regionName('eu-west-9')).toBeDefined()
    vi.stubEnv('AWSUP_REGIONS', 'Frankfurt')
    expect(() => regionName('eu-west-1')).toThrow('AWSUP_REGIONS has "Frankfurt"')
  })
})
