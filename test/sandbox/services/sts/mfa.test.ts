import {CreateVirtualMFADeviceCommand, EnableMFADeviceCommand, ListUsersCommand} from '@aws-sdk/client-iam'
import {GetSessionTokenCommand} from '@aws-sdk/client-sts'
import {expect, test} from 'vitest'
import {codeAt} from '../../../../src/sandbox/totp.js'
import {keysOf, openWorld, present} from '../organizations/world.js'

const STEP_MS = 30_000

/** The admin with a device, and the codes that it shows. */
async function openWithDevice() {
  const world = await openWorld()
  const {iam} = world.admin
  const made = await iam.send(new CreateVirtualMFADeviceCommand({VirtualMFADeviceName: 'phone'}))
  const serial = present(made.VirtualMFADevice?.SerialNumber)
  const seed = Buffer.from(present(made.VirtualMFADevice?.Base32StringSeed)).toString()
  const code = (): string => codeAt(seed, world.clock.now)
  const first = code()
  world.clock.now += STEP_MS
  await iam.send(
    new EnableMFADeviceCommand({
      UserName: 'admin',
      SerialNumber: serial,
      AuthenticationCode1: first,
      AuthenticationCode2: code(),
    }),
  )
  return {...world, serial, code}
}

test('the code that a user’s own device shows now opens a session that counts as MFA', async () => {
  const {admin, clientsWith, serial, code} = await openWithDevice()
  const {Credentials} = await admin.sts.send(new GetSessionTokenCommand({SerialNumber: serial, TokenCode: code()}))
  const {Users = []} = await clientsWith(keysOf(Credentials)).iam.send(new ListUsersCommand({}))
  expect(Users.map(({UserName}) => UserName)).toEqual(['admin'])
})

test('a code of ten minutes ago opens none', async () => {
  const {admin, clock, serial, code} = await openWithDevice()
  const old = code()
  clock.now += 20 * STEP_MS
  expect(code()).not.toBe(old)
  await expect(
    admin.sts.send(new GetSessionTokenCommand({SerialNumber: serial, TokenCode: old})),
  ).rejects.toMatchObject({
    name: 'AccessDenied',
  })
})
