import { translated } from '../language/translated.ts'

export const activityWords = translated(
  {
    type: 'Type of activity',
    chooseType: 'Choose a type',
    when: 'Day and time',
    minutes: 'Minutes',
  },
  {
    type: 'Type aktivitet',
    chooseType: 'Velg en type',
    when: 'Dag og klokkeslett',
    minutes: 'Minutter',
  },
)
