import { getLocalTimeZone, today } from '@internationalized/date'
import { useMemo } from 'react'
import { useQuery } from 'urql'
import { apiFilter, filterOf, timeZoneOf } from '../activities/filter.ts'
import { errorCode } from '../api/error-code.ts'
import { useViewer } from '../app/viewer.tsx'
import { Screen } from '../design/screen.tsx'
import { Failed, Loading } from '../design/states.tsx'
import { StatisticsDocument } from '../generated/graphql.ts'
import { useWords } from '../language/language.tsx'
import { PeriodFields } from './period.tsx'
import { StatisticsResult } from './statistics-result.tsx'
import { statisticsWords } from './statistics-words.ts'

/** How much was done in a period. */
export function Statistics({ params }: { params: URLSearchParams }) {
  const words = useWords(statisticsWords)
  const { coordinated, mentored } = useViewer()
  const chapters = [...coordinated, ...mentored.filter(({ id }) => !coordinated.some((own) => own.id === id))]
  const now = today(getLocalTimeZone())
  const asked = filterOf(params)
  const from = asked.from || `${now.year}-01-01`
  const to = asked.to || `${now.year}-12-31`
  const timeZone = timeZoneOf(chapters, asked.chapter)
  const filter = useMemo(
    () => apiFilter({ ...filterOf(new URLSearchParams()), from, to, chapter: asked.chapter }, timeZone),
    [from, to, asked.chapter, timeZone],
  )
  const [{ data, error, fetching }, ask] = useQuery({
    query: StatisticsDocument,
    variables: { filter, timeZone },
    requestPolicy: 'cache-and-network',
  })
  return (
    <Screen title={words.title}>
      <PeriodFields period={{ from, to, chapter: asked.chapter }} thisYear={now.year} chapters={chapters} />
      {data && <StatisticsResult data={data} from={from} to={to} today={now.toString()} />}
      {!data && fetching && <Loading />}
      {error && <Failed code={errorCode(error)} retry={() => ask({ requestPolicy: 'network-only' })} />}
    </Screen>
  )
}
