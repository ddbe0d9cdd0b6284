/** Texts that mean something to SQL, to a pattern, to JSON, to whoever prints them; by what they try. */
export const HOSTILE_TEXTS: Record<string, string> = {
  'a quote': "'",
  'a double quote': '"',
  'a dropped table': "'; DROP TABLE public.activity_records; --",
  'a dropped table after a cast':
    "00000000-0000-4000-8000-000000000000'::uuid; DROP TABLE public.profiles; --",
  'a condition that holds': "' OR '1'='1",
  'another role': "x', true); SELECT set_config('role', 'postgres', false); --",
  'another select': "' UNION SELECT id::text, email FROM auth.users --",
  'an error that tells': "' || CAST((SELECT version()) AS integer) || '",
  'a comment that is never closed': '/*',
  'a parameter': '$1',
  'a named parameter': ':userId ?',
  'dollar quotes': '$body$; DROP SCHEMA rollcall CASCADE; $body$',
  'a wildcard': '%',
  'a single wildcard': '_',
  'a pattern': '%a%b%c%d%e%f%g%h%i%j%k%l%m%n%o%p%',
  'a regular expression': '(.*)+$[',
  'a backslash': '\\',
  'an escaped quote': "\\'",
  'an escape of a code point': "U&'\\0027'",
  'a path in JSON': '$[*] ? (@.code starts with "DUPLICATE_")',
  'an object in JSON': '{"$ne": null}',
  'an array in SQL': '{NULL,"a"}',
  'null as a word': 'null',
  'a time that moves': 'now',
  'an end of all times': 'infinity',
  'an empty text': '',
  spaces: '   ',
  'a line break': "a\r\nSet-Cookie: a=b; '",
  NUL: 'a\0b',
  'half a surrogate pair': '\uD83D',
  'the other half': 'a\uDE00b',
  'right to left': '\u202E\u05D0\u05D1 \u0627\u0644',
  'combining characters': `e\u0301${'\u0323'.repeat(40)}`,
  'a family': '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}',
  'quotes of other widths': '\uFF07 \u2019 \u02BC',
  'no character at all': '\u2028\uFFFE',
}

/** As long as a body lets it be, also where it is written in base64. */
export const LONG_TEXT = 'x'.repeat(770_000)
/** Longer than a body may be. */
export const TOO_LONG_TEXT = 'x'.repeat(1_048_576)
