import { expectWholeStory } from '../../demo/whole-story.ts'
import { runProgram, startServer } from '../../support/server-process.ts'
import { it } from './own-database.ts'

it('npm run demo goes on where it was when the server is killed in mid-run and started again', async ({
  ownDatabase,
  expect,
}) => {
  const { variables } = await ownDatabase()
  const first = await startServer(variables)
  await using _first = first
  const here = { ...variables, PORT: new URL(first.url).port }
  await using demo = runProgram('demo/main.ts', here, ['tromso'])
  await demo.printed(/^ *\d+\/501 /m)
  first.kill('SIGKILL')
  await first.exited
  await using _second = await startServer(here)
  expect(await demo.exited, demo.stderr).toBe(0)
  expect(demo.stdout).toContain('The connection is lost')
  expectWholeStory(demo.stdout, 500)
})
