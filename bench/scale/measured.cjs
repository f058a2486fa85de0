// Loaded before a program whose cost is measured: leaves what it took where BENCH_COST names a file.
const {writeFileSync} = require('node:fs')

process.once('exit', () => {
  const {userCPUTime, systemCPUTime, maxRSS} = process.resourceUsage()
  writeFileSync(
    process.env.BENCH_COST,
    JSON.stringify({cpuMs: (userCPUTime + systemCPUTime) / 1_000, rssMb: maxRSS / 1_024}),
  )
})
