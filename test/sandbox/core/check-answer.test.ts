import {mkdtempSync, readFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {GetUserCommand, IAMClient} from '@aws-sdk/client-iam'
import {afterEach, describe, expect, test, vi} from 'vitest'
import iamModel from '../../../src/models/iam.json' with {type: 'json'}
import type {ServiceModel} from '../../../src/models/model.js'
import {answerAsModelled} from '../../../src/sandbox/check/check-answer.js'
import {cognitoIdp} from '../../../src/sandbox/services/cognito-idp/service.js'
import {dynamodb} from '../../../src/sandbox/services/dynamodb/service.js'
import {ServiceError} from '../../../src/sandbox/core/errors.js'
import {iam} from '../../../src/sandbox/services/iam/service.js'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import {organizations} from '../../../src/sandbox/services/organizations/service.js'
import {openModel} from '../../../src/sandbox/core/model.js'
import {openSandbox} from '../../../src/sandbox/sandbox.js'
import {defineService, type Service} from '../../../src/sandbox/core/service.js'

afterEach(() => {
  vi.unstubAllEnvs()
})

const GROUP = {
  Path: '/',
  GroupName: 'developers',
  GroupId: 'AGPA0123456789ABCDEF',
  Arn: 'arn:aws:iam::012345678901:group/developers',
  CreateDate: new Date(0),
}

/** What becomes of an answer, or of a refusal. */
function checked(service: Service, operation: string, work: () => object): unknown {
  try {
    return answerAsModelled({service, operation}, work)
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : error
  }
}

describe('an answer', () => {
  test('that AWS could give passes as it is', () => {
    const output = {Group: GROUP}
    expect(checked(iam, 'CreateGroup', () => output)).toBe(output)
  })

  test.each<[why: string, group: object, message: string]>([
    ['lacks a member that AWS requires', {...GROUP, GroupId: undefined}, "Value null at 'group.groupId'"],
    ['has a member that AWS does not know', {...GROUP, Colour: 'red'}, "Value at 'group.colour' is of no member"],
    ['has a value of another type', {...GROUP, CreateDate: '2026-01-01'}, 'Member must be of the type timestamp'],
    ['has a date that is none', {...GROUP, CreateDate: new Date('never')}, 'Member must be of the type timestamp'],
    ['has an id that is too short', {...GROUP, GroupId: 'AGPA'}, 'length greater than or equal to 16'],
    ['has an ARN that is too short', {...GROUP, Arn: 'arn:group'}, 'length greater than or equal to 20'],
    ['has a path that fits no pattern', {...GROUP, Path: 'a b'}, 'Member must satisfy regular expression pattern'],
  ])('that %s is a fault of the sandbox', (_why, group, message) => {
    const said = checked(iam, 'CreateGroup', () => ({Group: group}))
    expect(said).toContain('AnswerFault: iam:CreateGroup is no answer of AWS: ')
    expect(said).toContain(message)
  })

  test('is looked through in lists and maps too, and in what was promised for later', async () => {
    const page = {Groups: [GROUP, {...GROUP, GroupId: 'x'}], IsTruncated: false}
    expect(checked(iam, 'ListGroups', () => page)).toContain("at 'groups.2.member.groupId'")
    const late = answerAsModelled({service: iam, operation: 'ListGroups'}, () => Promise.resolve(page))
    await expect(late).rejects.toThrow("at 'groups.2.member.groupId'")
  })

  test('tells no secret when it is wrong', () => {
    const said = checked(cognitoIdp, 'AssociateSoftwareToken', () => ({SecretCode: 'hunter2'}))
    expect(said).toContain("Value at 'secretCode' failed")
    expect(said).not.toContain('hunter2')
  })

  test('with a member that the SDK has and an older model has not passes, or it would be a fault for ever', () => {
    const {Group = {type: 'structure'}, ...shapes} = iamModel.shapes as ServiceModel['shapes']
    const members = Object.fromEntries(Object.entries(Group.members ?? {}).filter(([name]) => name !== 'CreateDate'))
    const older = openModel({...iamModel, shapes: {...shapes, Group: {...Group, required: [], members}}})
    const output = {Groups: [GROUP], IsTruncated: false}
    expect(checked({...iam, model: older}, 'ListGroups', () => output)).toBe(output)
    const wrong = {Groups: [GROUP, {...GROUP, Colour: 'red'}], IsTruncated: false}
    expect(checked({...iam, model: older}, 'ListGroups', () => wrong)).toContain(
      "Value at 'groups.2.member.colour' is of no member",
    )
  })

  test('that AWS gives in spite of its own model passes', () => {
    const root = {Arn: 'arn:aws:iam::012345678901:root', UserId: '012345678901', CreateDate: new Date(0)}
    expect(checked(iam, 'GetUser', () => ({User: root}))).toEqual({User: root})
    expect(checked(iam, 'GetUser', () => ({User: {...root, UserId: undefined}}))).toContain("null at 'user.userId'")
    expect(checked(dynamodb, 'BatchGetItem', () => ({UnprocessedKeys: {}}))).toEqual({UnprocessedKeys: {}})
  })
})

describe('a refusal', () => {
  const refusing = (error: Error) => () => {
    throw error
  }

  test.each([
    [iam, 'CreateGroup', new ServiceError('EntityAlreadyExistsException', 'there')],
    [iam, 'CreateGroup', new ServiceError('AccessDenied', 'no', {status: 403})],
    [iam, 'CreateGroup', new ServiceError('NotYet', 'the sandbox does not do that', {status: 501})],
    [
      organizations,
      'CreateAccount',
      new ServiceError('ConstraintViolationException', 'full', {Reason: 'ACCOUNT_NUMBER_LIMIT_EXCEEDED'}),
    ],
  ] as const)('that the model lists, or all services share, stays what it is (%#)', (service, operation, error) => {
    expect(checked(service, operation, refusing(error))).toBe(`${error.name}: ${error.message}`)
  })

  test('that AWS does not have for the operation is a fault of the sandbox', () => {
    expect(checked(iam, 'CreateGroup', refusing(new ServiceError('UserNotFoundException', 'no')))).toBe(
      "AnswerFault: iam:CreateGroup, which refuses with UserNotFoundException, is no answer of AWS: AWS's model lists no UserNotFoundException for it",
    )
  })

  test('with a reason that AWS does not have is a fault of the sandbox', () => {
    const error = new ServiceError('ConstraintViolationException', 'full', {Reason: 'BAD_WEATHER'})
    expect(checked(organizations, 'CreateAccount', refusing(error))).toContain("Value 'BAD_WEATHER' at 'reason' failed")
  })

  test('that nobody meant is handed on as it is', () => {
    expect(checked(iam, 'CreateGroup', refusing(new TypeError('a bug')))).toBe('TypeError: a bug')
  })
})

describe('the record of violations', () => {
  const logFile = (): string => {
    const file = join(mkdtempSync(join(tmpdir(), 'awsup-test-')), 'violations.jsonl')
    vi.stubEnv('AWSUP_SANDBOX_VIOLATIONS', file)
    return file
  }

  test('names a wrong answer, which is a 500, not a success', async () => {
    const file = logFile()
    const broken = defineService({...iam, operations: {GetUser: {run: () => ({User: {}})}}})
    const sandbox = await openSandbox({services: [broken]})
    const client = new IAMClient({
      region: 'us-east-1',
      requestHandler: requestHandlerFor(sandbox),
      credentials: sandbox.credentials('admin'),
      maxAttempts: 1,
    })
    await expect(client.send(new GetUserCommand({}))).rejects.toMatchObject({
      name: 'InternalFailure',
      $metadata: {httpStatusCode: 500},
    })
    expect(readFileSync(file, 'utf8')).toContain("iam:GetUser is no answer of AWS: Value null at 'user.userId'")
  })

  test('names what awsup should not have sent; what others try is theirs', async () => {
    const file = logFile()
    const sandbox = await openSandbox()
    const send = (customUserAgent: string, UserName: string) =>
      new IAMClient({
        region: 'us-east-1',
        requestHandler: requestHandlerFor(sandbox),
        credentials: sandbox.credentials('admin'),
        customUserAgent,
      }).send(new GetUserCommand({UserName}))
    await expect(send('somebody', 'a b')).rejects.toMatchObject({name: 'ValidationError'})
    await expect(send('awsup', 'c d')).rejects.toMatchObject({name: 'ValidationError'})
    const lines = readFileSync(file, 'utf8').trim().split('\n')
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      {side: 'request', what: expect.stringContaining("iam:GetUser: Value 'c d' at 'userName' failed") as unknown},
    ])
  })
})
