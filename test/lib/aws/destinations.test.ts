import {describe, expect, test} from 'vitest'
import {destinationOf} from '../../../src/lib/aws/sign-in/destinations.js'
import {makeLink, placeOf} from '../../../src/lib/aws/sign-in/link.js'

describe('the console’s page of a service', () => {
  test.each([
    [undefined, 'eu-west-1', 'https://eu-west-1.console.aws.amazon.com/console/home?region=eu-west-1'],
    ['s3', 'eu-west-1', 'https://eu-west-1.console.aws.amazon.com/s3/home?region=eu-west-1'],
    ['DynamoDB', 'eu-west-1', 'https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1'],
    ['cognito', 'us-east-2', 'https://us-east-2.console.aws.amazon.com/cognito/v2/home?region=us-east-2'],
    [
      'logs',
      'eu-west-1',
      'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups',
    ],
    // They take no region.
    ['iam', 'eu-west-1', 'https://us-east-1.console.aws.amazon.com/iamv2/home'],
    ['route53', 'cn-north-1', 'https://cn-north-1.console.amazonaws.cn/route53/v2/home'],
    ['s3', 'cn-northwest-1', 'https://cn-northwest-1.console.amazonaws.cn/s3/home?region=cn-northwest-1'],
    ['iam', 'us-gov-east-1', 'https://us-gov-west-1.console.amazonaws-us-gov.com/iamv2/home'],
  ])('%s in %s', (service, region, url) => {
    expect(destinationOf(service, region)).toEqual({url, isKnown: true})
  })

  test('a service that is not known is its own path, and it is said that it is not known', () => {
    expect(destinationOf('apprunner', 'eu-west-1')).toEqual({
      url: 'https://eu-west-1.console.aws.amazon.com/apprunner/home?region=eu-west-1',
      isKnown: false,
    })
  })

  test.each(['', '../x', 's3?x', 'a b', 'https://evil.dev', '//evil.dev', 's3#x', 's3/', '-'])(
    '%j is no name of a service',
    (service) => {
      expect(() => destinationOf(service, 'eu-west-1')).toThrow('--service')
    },
  )

  test('a partition whose console is not known is refused', () => {
    expect(() => destinationOf('s3', 'eusc-de-east-1')).toThrow('eusc-de-east-1')
  })
})

describe('a link', () => {
  const destination = 'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups'
  const token = 'a+b/c='

  test.each([
    ['eu-west-1', 'eu-west-1.signin.aws.amazon.com'],
    ['cn-north-1', 'signin.amazonaws.cn'],
    ['us-gov-west-1', 'signin.amazonaws-us-gov.com'],
  ])('of %s is of its partition’s host, and every part of it is encoded once', (region, host) => {
    const link = makeLink(placeOf(region, false), {token, destination, signsOut: false})
    const url = new URL(link)
    expect(url.hash).toBe('')
    expect(url.host).toBe(host)
    expect(Object.fromEntries(url.searchParams)).toEqual({
      Action: 'login',
      Issuer: 'awsup',
      Destination: destination,
      SigninToken: token,
    })
  })

  test('that signs out first is of us-east-1, which alone a sign-out leads on to', () => {
    const link = makeLink(placeOf('eu-west-1', true), {token, destination, signsOut: true})
    const url = new URL(link)
    expect(url.origin + url.pathname).toBe('https://signin.aws.amazon.com/oauth')
    const next = new URL(url.searchParams.get('redirect_uri') ?? '')
    expect(next.host).toBe('us-east-1.signin.aws.amazon.com')
    expect(next.searchParams.get('Destination')).toBe(destination)
  })
})
