import { appendFileSync, readFileSync } from 'node:fs'
import { afterAll, expect } from 'vitest'

const cpu = () => {
  const f = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ')
  return { self: (+f[11] + +f[12]) / 100, kids: (+f[13] + +f[14]) / 100, wall: performance.now() / 1000 }
}
const begin = cpu()
afterAll(() => {
  const e = cpu()
  appendFileSync(
    '/tmp/cpu2.log',
    `${JSON.stringify({ file: (expect.getState().testPath ?? '').replace('/work/wt-tests/', ''), self: +(e.self - begin.self).toFixed(2), kids: +(e.kids - begin.kids).toFixed(2), wall: +(e.wall - begin.wall).toFixed(1), pid: process.pid })}\n`,
  )
})
