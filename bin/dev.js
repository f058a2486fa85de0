#!/usr/bin/env node
'use strict'
// awsup from its sources: builds them where they are newer, which takes about a second, and runs what is published.
import('../scripts/fresh.mjs').then(({buildWhereStale}) => {
  buildWhereStale()
  require('./run.js')
})
