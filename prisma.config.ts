import { defineConfig } from 'prisma/config'

// Prisma's own commands (`prisma migrate deploy`, `prisma studio`) read the same settings as Rollcall.
const url = process.env.DIRECT_DATABASE_URL ?? process.env.DATABASE_URL

export default defineConfig({
  schema: 'prisma/schema.prisma',
  ...(url ? { datasource: { url } } : {}),
})
