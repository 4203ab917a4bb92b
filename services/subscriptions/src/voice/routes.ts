import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { chargingCommands, complaintCommands, complaintNumberOf, type Language, subscriberCommands } from '#contracts'
import { callerOf, Problem } from '#http'
import { type Deps, edgeRecord, publishFromEdge } from '#service'
import { parseMsisdn } from '#sms'
import { voiceTextsIn } from '#texts'
import { lineOf } from '../domain/names.ts'
import { idOf } from '../domain/one-off.ts'
import type { Refs, SubscriberState } from '../domain/state.ts'
import { type Caller, type Position, press, start, type VoiceAct } from '../domain/voice.ts'

interface Session {
  readonly id: string
  readonly step: number
  readonly position: Position
}

/** `POST /v1/voice`: one step of the keypad menu, for the operator's voice platform. */
export function voiceRoutes(deps: Deps, refs: Refs): void {
  const { http, store, keyOf, config, clock } = deps
  http.post(
    '/v1/voice',
    {
      config: { needs: ['messages', 'subscriber'], problems: ['number.invalid'] },
      schema: {
        summary: 'One step of the voice menu',
        description:
          'Begin without `session`; then send back the session of the last answer with the keys that were pressed. The same step again acts once. Read `say` aloud; `end` hangs up.',
        tags: ['messages'],
        body: z.object({
          subscriber: z.string().max(40).describe('The number that calls'),
          language: z.enum(['zh-CN', 'en']).default('zh-CN'),
          session: z.string().max(4000).optional(),
          digits: z
            .string()
            .regex(/^[0-9*#]{1,20}$/)
            .optional(),
        }),
        response: { 200: z.object({ session: z.string(), say: z.string(), end: z.boolean() }) },
      },
    },
    async (request) => {
      const { subscriber, language, digits } = request.body
      const msisdn = parseMsisdn(subscriber, config.COUNTRY)
      if (!msisdn) throw new Problem('number.invalid')
      const session = readSession(request.body.session)
      const key = keyOf(msisdn)
      const state = (await store.load('subscriber', [key])).get(key)?.body as SubscriberState | undefined
      const caller = callerView(state, language, { now: clock.now(), refs })
      const pressed = request.body.session === undefined ? undefined : (digits ?? '')
      const step = press(session.position, pressed, caller)
      let say = step.say
      if (step.act) {
        const number = await carryOut(
          step.act.kind === 'cancel' ? step.act : ofService(step.act, state),
          { msisdn, key, language, session, channel: callerOf(request).channel },
          deps,
        )
        const texts = voiceTextsIn(language)
        if (number) say = `${texts.complained(number)}${texts.main}`
      }
      const next: Session = { id: session.id, step: session.step + 1, position: step.position }
      return { session: Buffer.from(JSON.stringify(next)).toString('base64url'), say, end: step.end === true }
    },
  )
}

function readSession(text: string | undefined): Session {
  if (text === undefined) return { id: randomBytes(9).toString('base64url'), step: 0, position: start }
  try {
    return schema.parse(JSON.parse(Buffer.from(text, 'base64url').toString())) as Session
  } catch {
    throw new Problem('request.invalid', 'The session is not one that was given. Begin without it.')
  }
}

const schema = z.object({
  id: z.string().max(20),
  step: z.number().int().min(0).max(1000),
  position: z.object({
    menu: z.enum(['main', 'list', 'confirm']),
    purpose: z.enum(['cancel', 'refund', 'complain']).optional(),
    services: z.array(z.string().max(40)).max(100),
    page: z.number().int().min(0).max(100),
    chosen: z.string().max(40).optional(),
    mistakes: z.number().int().min(0).max(10),
  }),
})

const callerView = (
  state: SubscriberState | undefined,
  language: Language,
  moment: { now: number; refs: Refs },
): Caller => ({
  language,
  services: (state?.subscriptions ?? []).slice(0, 100).map((each) => {
    const { partner, service, tariffFen, period } = lineOf(each, 0, { ...moment, language })
    return { serviceId: idOf(each), partner, service, tariffFen, period }
  }),
})

/** A charge, or a complaint, is about the service of what was chosen. */
function ofService<T extends VoiceAct>(act: T, state: SubscriberState | undefined): T {
  const chosen = state?.subscriptions.find((each) => idOf(each) === act.serviceId)
  return chosen ? { ...act, serviceId: chosen.serviceId } : act
}

/** Publishes what was chosen; gives the number of a complaint. */
async function carryOut(
  act: VoiceAct,
  call: { msisdn: string; key: string; language: Language; session: Session; channel: string },
  deps: Deps,
): Promise<string | undefined> {
  const { bus, clock, policy } = deps
  const { msisdn, key, language, session, channel } = call
  const id = `voice-${session.id}-${session.step}`
  const base = { id, at: clock.now(), corr: id }
  // The voice platform may ask the same step again: it acts once.
  const fingerprint = `key:${id}`
  const from = policy.policy.shortCodes.query[0]
  const said = { msisdn, channel, language, from, fingerprint, silent: false }
  if (act.kind === 'cancel') {
    const data = { msisdn, serviceIds: [act.serviceId], channel, language, fingerprint }
    await publishFromEdge(bus, [edgeRecord(subscriberCommands, bus, key, { ...base, type: 'services.cancel', data })])
    return undefined
  }
  if (act.kind === 'refund') {
    const data = { ...said, serviceId: act.serviceId, name: '' }
    await publishFromEdge(bus, [edgeRecord(chargingCommands, bus, key, { ...base, type: 'dispute.requested', data })])
    return undefined
  }
  const text = language === 'en' ? 'By voice menu' : '语音投诉'
  const data = { ...said, text, ...(act.serviceId ? { about: act.serviceId } : {}) }
  await publishFromEdge(bus, [edgeRecord(complaintCommands, bus, key, { ...base, type: 'complaint.made', data })])
  return complaintNumberOf(id)
}
