/**
 * Runs in the browser, beside GraphiQL: adds a button that registers an activity for the mentors of the demo's
 * coordinator and lists each update of its progress. Written here because GraphiQL shows only the last update of a
 * subscription. It is put into the page as its own source text, so it can use nothing from outside of itself.
 */
export function showLiveProgress(token: string, activityTypeId: string): void {
  const SUBMIT = `mutation ($input: BulkSubmissionInput!) {
  submitBulkRegistration(input: $input) {
    ... on BulkSubmission { id total }
    ... on Error { message }
  }
}`
  const FOLLOW = `subscription ($id: ID!) {
  bulkProgress(submissionId: $id) {
    sequence total state overallStatus
    outcome { mentor { displayName } status error { message } }
  }
}`
  const panel = document.createElement('aside')
  panel.id = 'live-progress'
  panel.innerHTML = `
    <button type="button">Register for 24 mentors, and watch it live</button>
    <div hidden>
      <p role="status"></p>
      <progress></progress>
      <ol></ol>
      <details><summary>What was sent</summary><pre></pre></details>
    </div>`
  const part = <T extends HTMLElement>(selector: string) => panel.querySelector<T>(selector) as T
  part('pre').textContent = `${SUBMIT}\n\n${FOLLOW}`
  part('button').addEventListener('click', () =>
    run().catch((error: unknown) => {
      part('p').textContent = `It did not work: ${error instanceof Error ? error.message : error}`
    }),
  )
  document.body.append(panel)

  async function run() {
    part('div').hidden = false
    part('ol').replaceChildren()
    part('p').textContent = 'Submitting …'
    const { peerMentors } = await ask('{ peerMentors(first: 24) { edges { node { id } } } }')
    const template = { activityTypeId, recordedAt: new Date().toISOString(), durationMinutes: 45 }
    const mentorIds = peerMentors.edges.map(({ node }: { node: { id: string } }) => node.id)
    const { submitBulkRegistration } = await ask(SUBMIT, { input: { mentorIds, template } })
    const { id, total, message } = submitBulkRegistration
    if (!id) throw new Error(message)
    part<HTMLProgressElement>('progress').max = total
    await follow(id)
  }

  async function ask(query: string, variables = {}) {
    const { data, errors } = await (await send('application/json', query, variables)).json()
    if (errors) throw new Error(errors[0].message)
    return data
  }

  /**
   * Reads server-sent events, each a line of data followed by an empty line. EventSource can't send a POST or a token.
   */
  async function follow(id: string) {
    const { body } = await send('text/event-stream', FOLLOW, { id })
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
    let unread = ''
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true }
      if (done) return
      const events = (unread + value).split('\n\n')
      unread = events.pop() ?? ''
      for (const event of events) {
        const data = /^data: (\{.*)$/m.exec(event)?.[1]
        if (data) show(JSON.parse(data))
      }
    }
  }

  function send(accept: string, query: string, variables: object) {
    return fetch('/graphql', {
      method: 'POST',
      headers: { accept, authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    })
  }

  // biome-ignore lint/suspicious/noExplicitAny: an answer as it comes, in a page without generated types
  function show({ data, errors }: any) {
    if (errors) throw new Error(errors[0].message)
    const { sequence, total, outcome, overallStatus } = data.bulkProgress
    part<HTMLProgressElement>('progress').value = sequence
    part('p').textContent = `${sequence} of ${total}${overallStatus ? `: ${overallStatus}` : ''}`
    if (!outcome) return
    const line = document.createElement('li')
    line.value = sequence
    line.textContent = `${outcome.mentor?.displayName ?? 'somebody unknown'}: ${outcome.error?.message ?? outcome.status}`
    part('ol').append(line)
    line.scrollIntoView({ block: 'nearest' })
  }
}

/** The panel's styles: it floats above GraphiQL's lower right corner. */
export const LIVE_PROGRESS_STYLE = `
#live-progress { position: fixed; right: 24px; bottom: 24px; width: 380px; z-index: 10; font: 14px/1.4 system-ui, sans-serif }
#live-progress button { width: 100%; padding: 10px; border: 0; border-radius: 8px; background: #1d4ed8; color: #fff; font: inherit; cursor: pointer }
#live-progress button:focus-visible { outline: 3px solid #93c5fd }
#live-progress div { margin-bottom: 8px; padding: 12px; border: 1px solid #94a3b8; border-radius: 8px; background: #fff; color: #0f172a }
#live-progress { display: flex; flex-direction: column-reverse }
#live-progress p { margin: 0 0 6px }
#live-progress progress { width: 100% }
#live-progress ol { max-height: 38vh; margin: 6px 0; padding-left: 32px; overflow: auto }
#live-progress pre { overflow: auto; font-size: 12px }
`
