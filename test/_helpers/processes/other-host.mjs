// Loaded into awsup before awsup itself (NODE_OPTIONS=--import): this machine has another name, as a second one would.
import {syncBuiltinESMExports} from 'node:module'
import os from 'node:os'

os.hostname = () => 'elsewhere'
syncBuiltinESMExports()
