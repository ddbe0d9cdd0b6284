import type { Loaders } from './loaders.ts'

/** The name of a user. Null where the viewer may not see it, and where the person has been forgotten. */
export async function displayNameOf(loaders: Loaders, userId: string | null): Promise<string | null> {
  return (userId && (await loaders.profile.load(userId))?.displayName) || null
}
