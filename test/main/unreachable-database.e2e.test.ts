import { expect, it } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { refusalOf } from './refused-start.ts'

const closedPort = await freePort()

it.concurrent.each(['true', 'false'])(
  'a start is refused where nothing listens at DATABASE_URL, with DEMO=%s',
  async (DEMO) => {
    const DATABASE_URL = `postgres://rollcall:hidden-password@127.0.0.1:${closedPort}/rollcall`
    const JWT_SECRET = 'a secret of at least 32 characters'
    expect(await refusalOf({ DATABASE_URL, DEMO, JWT_SECRET })).toBe(
      `Can’t reach database "rollcall" on 127.0.0.1:${closedPort} (ECONNREFUSED). ` +
        'Check DATABASE_URL, and that the server runs and lets this login in.\n',
    )
  },
)
