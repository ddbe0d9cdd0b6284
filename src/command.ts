/**
 * How one of Rollcall's programs is started, for messages that tell people to: through npm in a copy of the repository,
 * and by the command of the package, whose code is compiled and which has no scripts.
 */
export function commandOf(program: 'migrate' | 'people' | 'token', parameters = ''): string {
  const [command, separator] = import.meta.url.endsWith('.js') ? ['npx rollcall', ' '] : ['npm run', ' -- ']
  return `${command} ${program}${parameters && separator + parameters}`
}
