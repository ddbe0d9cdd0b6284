import { builder } from './builder.ts'

export const BulkStatus = builder.enumType('BulkStatus', {
  description: 'How a submission went as a whole.',
  values: {
    SUCCESS: { value: 'success', description: 'Every mentor was registered.' },
    PARTIAL_SUCCESS: { value: 'partialSuccess', description: 'Some were registered, some were not.' },
    TOTAL_FAILURE: { value: 'totalFailure', description: 'Nobody was registered.' },
  } as const,
})
