import { renderGraphiQL } from '@graphql-yoga/render-graphiql'
import type { GraphiQLOptions } from 'graphql-yoga'
import { LIVE_PROGRESS_STYLE, showLiveProgress } from './live-progress.ts'

/** What GraphiQL's examples use in demo mode, so that a newcomer is logged in and can run them unchanged. */
export interface GraphiqlDemo {
  token: string
  mentorIds: readonly [string, string]
  activityTypeId: string
}

/** Options of GraphiQL's page: examples, and in demo mode a token in its headers. */
function graphiqlOptions(demo: GraphiqlDemo | undefined): GraphiQLOptions {
  return {
    title: 'Rollcall',
    // Over WebSocket GraphiQL does not send its headers, and the token is one of them.
    subscriptionsProtocol: 'SSE',
    // Otherwise the browser would keep the token after it has expired, and use it instead of the new one.
    shouldPersistHeaders: false,
    defaultTabs: demo
      ? [{ query: WHO_AM_I }, { query: registerTwo(demo) }, { query: submitAndFollow(demo) }]
      : [{ query: WHO_AM_I }],
    ...(demo ? { headers: JSON.stringify({ Authorization: `Bearer ${demo.token}` }, null, 2) } : {}),
  }
}

/** Renders GraphiQL's page with all scripts and styles in it, so that it loads nothing from elsewhere. */
export function renderGraphiqlPage(demo: GraphiqlDemo | undefined): string {
  const page = renderGraphiQL(graphiqlOptions(demo))
    .replace('<div id="root">', `<script>${REOPEN_THE_SAME_TAB}</script>$&`)
    .replace('</head>', () => `<style>${STILL_TABS}${LIVE_PROGRESS_STYLE}</style></head>`)
  if (!demo) return page
  const script = `(${showLiveProgress})(${JSON.stringify(demo.token)}, ${JSON.stringify(demo.activityTypeId)})`
  const end = page.lastIndexOf('</body>') // GraphiQL's own script has one too
  return `${page.slice(0, end)}<script>${script}</script>${page.slice(end)}`
}

// On a first visit GraphiQL's tabs jump aside when they are pressed, and the click misses them.
const STILL_TABS = '.graphiql-tab { transform: none !important }'

const WHO_AM_I = `# Welcome to Rollcall. The button runs this,
# and so does Ctrl-Enter. Ctrl-Space completes
# what you type; the book on the left describes
# all there is. The next tab changes something.

query WhoAmI {
  viewer {
    displayName
    memberships { role chapter { name } }
  }
  activityTypes { id name }
  peerMentors(first: 3) {
    totalCount
    edges { node { id displayName } }
  }
}
`

const registerTwo = ({
  mentorIds,
  activityTypeId,
}: GraphiqlDemo) => `# Two activities in one call: both or neither.
# - Run it again: now they are duplicates.
# - Give one a duration of 0: that row is named,
#   and the other one is not saved either.
# - With dryRun all is checked, nothing saved.

mutation RegisterTwo {
  bulkRegisterActivities(input: {
    # dryRun: true
    activities: [
${mentorIds
  .map(
    (id) => `      {
        peerMentorUserId: "${id}"
        activityTypeId: "${activityTypeId}"
        recordedAt: "2026-01-15T10:00:00Z"
        durationMinutes: 45
      }`,
  )
  .join('\n')}
    ]
  }) {
    __typename
    ... on BulkRegisterActivitiesSuccess {
      activities { id peerMentor { displayName } activityType { name } }
    }
    ... on ActivitiesRejectedError {
      rolledBackCount
      issues { index field code message }
    }
    ... on Error { code message }
  }
}
`

const submitAndFollow = ({
  mentorIds,
  activityTypeId,
}: GraphiqlDemo) => `# One activity for many, each on their own: the
# last id means nobody, and fails by itself.
# The blue button below does all of this at once,
# and lists the updates as they arrive. By hand:
# 1. The run button offers two: run Submit.
# 2. Put the id of its answer into Follow, run that.
#    GraphiQL shows the last update only.

mutation Submit {
  submitBulkRegistration(input: {
    mentorIds: [
${[...mentorIds, NOBODY].map((id) => `      "${id}"`).join('\n')}
    ]
    template: {
      activityTypeId: "${activityTypeId}"
      recordedAt: "2026-01-15T14:00:00Z"
      durationMinutes: 45
    }
  }) {
    __typename
    ... on BulkSubmission { id state total }
    ... on Error { code message }
  }
}

subscription Follow {
  bulkProgress(submissionId: "ID_FROM_SUBMIT", after: 0) {
    sequence succeeded failed total
    outcome {
      mentor { displayName }
      status
      error { code message retryable }
    }
    state
    overallStatus
  }
}
`

const NOBODY = '00000000-0000-4000-8000-000000000000'

// Runs in the browser, before GraphiQL starts. GraphiQL then looks for a tab with the query that was edited last, and
// adds a tab where there is none: one more with every reload of an example that nobody has edited. This script names
// the tab that was open as the one that was edited last. GraphiQL has no option for it.
const REOPEN_THE_SAME_TAB = `
(() => {
  const { tabs = [], activeTabIndex } = JSON.parse(localStorage.getItem('graphiql:tabState')) ?? {}
  const shared = new URLSearchParams(location.search).get('query')
  const tab = shared === null ? tabs[activeTabIndex] : tabs.find(({ query }) => query === shared)
  for (const part of ['query', 'variables']) {
    if (tab?.[part]) localStorage.setItem('graphiql:' + part, tab[part])
    else localStorage.removeItem('graphiql:' + part)
  }
})()
`
