// Prints the last message of the sandbox: it sends no e-mail. On AWS the code comes by e-mail.
import {readFileSync} from 'node:fs'

const {endpoint, userPoolId} = JSON.parse(readFileSync('public/config.json', 'utf8'))
if (endpoint === undefined) throw new Error('This environment is on AWS: the code comes by e-mail.')
const response = await fetch(`${endpoint}/_awsup/messages?pool=${userPoolId}`)
const last = (await response.json()).at(-1)
console.log(last === undefined ? 'No message yet.' : `To ${last.to}: ${last.code}`)
