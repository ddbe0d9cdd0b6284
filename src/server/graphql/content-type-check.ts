import { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'

/**
 * Answers 415 to operations that are posted as anything but JSON: browsers let any page post a form to another site
 * without a CORS preflight, and Yoga accepts forms. Answers 400 to a GET whose parameters are not JSON, which Yoga
 * would answer as an internal error.
 */
export function contentTypeCheck(): Plugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser, fetchAPI, endResponse }) {
      if (request.method === 'POST') {
        if (isJson(request.headers.get('content-type'))) return
        const { message, extensions } = mistake('The Content-Type must be application/json.')
        endResponse(fetchAPI.Response.json({ errors: [{ message, extensions }] }, { status: 415 }))
      } else if (requestParser) {
        setRequestParser(async (asked) => {
          try {
            return await requestParser(asked)
          } catch (error) {
            if (!(error instanceof SyntaxError)) throw error
            throw mistake('The parameters variables and extensions must be JSON.', {
              status: 400,
              spec: true,
            })
          }
        })
      }
    },
  }
}

function isJson(contentType: string | null): boolean {
  return /^application\/(graphql\+)?json\s*(;|$)/i.test(contentType ?? '')
}

function mistake(message: string, http?: object): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', ...(http ? { http } : {}) } })
}
