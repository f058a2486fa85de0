import {join} from 'node:path'
import {openRunner} from '../../../src/sandbox/functions/runner.js'

const FILE = join(import.meta.dirname, 'functions', 'told.mjs')

/** A function `told`, alias `live`, that does what its event says; no process is started for facts that call none. */
export const openFunctions = () =>
  openRunner({
    find: () => [
      {
        name: 'told',
        folder: import.meta.dirname,
        runs: {handler: 'functions/told.handler', file: FILE, path: ['handler']},
        timeout: 20,
        memory: 128,
        environment: {},
        aliases: ['live'],
      },
    ],
    node: process.execPath,
    runtime: 'nodejs20.x',
  })
