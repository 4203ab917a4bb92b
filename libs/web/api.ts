/** An answer that is a problem document; `away` when none came at all. */
export class ApiError extends Error {
  readonly code: string
  readonly status: number
  readonly more: Readonly<Record<string, unknown>>

  constructor(status: number, body: Readonly<Record<string, unknown>>) {
    super(String(body['code'] ?? status))
    this.status = status
    this.code = String(body['code'] ?? 'other')
    this.more = body
  }
}

/** Somebody waits longer than this for no answer. */
const PATIENCE_MS = 60_000

/**
 * Calls the API of this very origin, as who is signed in.
 * @param more headers
 * @throws ApiError
 */
export async function call<T>(
  method: string,
  path: string,
  body?: unknown,
  more: Readonly<Record<string, string>> = {},
): Promise<T> {
  const headers = { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...more }
  const response = await fetch(path, {
    method,
    headers,
    signal: AbortSignal.timeout(PATIENCE_MS),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new ApiError(0, { code: 'away' })
  })
  const text = await response.text().catch(() => {
    throw new ApiError(0, { code: 'away' })
  })
  const parsed = text === '' ? undefined : parsedOf(text, response.status)
  if (response.ok) return parsed as T
  const error = new ApiError(response.status, (parsed ?? {}) as Record<string, unknown>)
  // Whoever asks finds it out, also where the browser dropped the cookie: the page then asks who one is, and that once.
  if (error.code === 'session.missing' || (error.code === 'auth.missing' && !path.endsWith('/me')))
    window.dispatchEvent(new Event('session-over'))
  throw error
}

/** @throws ApiError when a proxy answers in our place */
function parsedOf(text: string, status: number): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ApiError(status, { code: 'away' })
  }
}
