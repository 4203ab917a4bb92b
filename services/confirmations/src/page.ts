import { z } from 'zod'
import { confirmationRequests, language, type ReceiptContent, refusalRule, requestStatus, terms } from '#contracts'
import { believed, type ConfirmLink, ConfirmLinks, ofTenure, Problem, perAddress, tenureOf } from '#http'
import { termsOf } from '#reference'
import { type Deps, edgeRecord, PhoneCodes, publishFromEdge } from '#service'
import { accountTextsIn } from '#texts'
import type { ReceiptRecord } from './domain/records.ts'
import type { ConfirmationState } from './domain/state.ts'

const link = z.string().max(2000)
const status = requestStatus.exclude(['asked']).or(z.literal('open'))

/**
 * The page of one request, for a purchase on the web: the price, and a yes by a code that the phone gets. The link that a
 * partner gave is no proof of anything; the code is (docs/rules.md, "Double confirmation").
 */
export function pageRoutes(deps: Deps): void {
  const { http, store, clock, bus, ids, catalogue, policy } = deps
  const links = new ConfirmLinks(ids)
  const codes = new PhoneCodes(deps, 'web-confirm')

  /** @throws Problem `link.over` when the number has another owner than the one whom it was made for */
  const stateOf = async ({ key, tenure }: ConfirmLink): Promise<ConfirmationState | undefined> => {
    if (tenure !== (await tenureOf(store, key))) throw new Problem('link.over')
    return ofTenure(await believed<ConfirmationState>(store, 'confirmation', key), tenure)
  }
  const outcomeOf = (state: ConfirmationState | undefined, requestId: string) =>
    state?.outcomes?.findLast((each) => each.requestId === requestId)
  /** A request that is not known waits to be; or it was of a former owner, or long ago, and the page stops waiting. */
  const statusOf = (state: ConfirmationState | undefined, requestId: string): z.infer<typeof status> => {
    const ended = outcomeOf(state, requestId)?.status
    if (ended && ended !== 'asked') return ended
    return state?.prompts.some((each) => each.requestId === requestId) ? 'open' : 'waiting'
  }
  /** What was bought and forgotten as an outcome is remembered by its receipt: nobody is told to buy it again. */
  const hasReceipt = async ({ key, tenure, requestId }: ConfirmLink): Promise<boolean> =>
    (await store.find('consents', { tag: `chain=${key}.${tenure}`, limit: 200 })).some(
      ({ body }) => ((body as ReceiptRecord).content as ReceiptContent | undefined)?.requestId === requestId,
    )
  /** What is asked for, as it was put; where it was not put yet, as it stands in the catalogue. */
  const offerOf = ({ requestId, serviceId }: ConfirmLink, state: ConfirmationState | undefined) => {
    const now = clock.now()
    const service = catalogue.service(serviceId, now)
    const partner = service && catalogue.partner(service.partnerId, now)
    if (!service || !partner) throw new Problem('link.over')
    const asked = state?.prompts.find((each) => each.requestId === requestId)?.asked
    return { service, partner, terms: termsOf(asked ?? service) }
  }

  http.post(
    '/account/api/confirm',
    {
      config: { needs: ['open', 'sign_in'] },
      schema: {
        hide: true,
        body: z.object({ link }),
        response: {
          200: z.object({
            id: z.string(),
            status,
            rule: refusalRule.optional().describe('Why it was rejected'),
            number: z.string().describe('The last two digits of the number that gets the code'),
            service_zh: z.string(),
            service_en: z.string(),
            partner_zh: z.string(),
            partner_en: z.string(),
            port: z.string(),
            free_hours: z.number(),
            period: terms.shape.period,
            tariff_fen: z.number(),
            trial_days: z.number().optional(),
            per_week: z.number().optional(),
            months: z.number().optional(),
            back: z.string().optional(),
          }),
        },
      },
    },
    async (request) => {
      const opened = links.read(request.body.link)
      const { requestId, back } = opened
      const state = await stateOf(opened)
      const { service, partner, terms } = offerOf(opened, state)
      const seen = statusOf(state, requestId)
      const rule = outcomeOf(state, requestId)?.rule
      // That there is a guardian is nobody’s business who has the link alone: the partner has it too.
      return {
        id: ids.seal('request', service.partnerId, requestId),
        status: seen === 'waiting' && (await hasReceipt(opened)) ? 'confirmed' : seen,
        ...(rule ? { rule } : {}),
        number: (state?.msisdn ?? '').slice(-2),
        service_zh: service.nameZh,
        service_en: service.nameEn,
        partner_zh: partner.nameZh,
        partner_en: partner.nameEn,
        port: service.port,
        free_hours: policy.policy.confirmation.freeHours,
        period: terms.period,
        tariff_fen: terms.tariffFen,
        trial_days: terms.trialDays,
        per_week: terms.perWeek,
        months: terms.months,
        ...(back ? { back } : {}),
      }
    },
  )

  http.post(
    '/account/api/confirm/code',
    {
      config: { needs: ['open', 'sign_in'], rateLimit: perAddress(policy.policy.account.codesPerAddressHour) },
      schema: {
        hide: true,
        body: z.object({ link, language: language.default('zh-CN') }),
        response: { 202: z.object({ token: z.string(), minutes: z.number() }) },
      },
    },
    async (request, reply) => {
      const opened = links.read(request.body.link)
      const state = await stateOf(opened)
      if (!state || statusOf(state, opened.requestId) !== 'open') throw new Problem('decided')
      const { language } = request.body
      const { service, partner, terms } = offerOf(opened, state)
      const isEnglish = language === 'en'
      const offer = {
        service: isEnglish ? service.nameEn : service.nameZh,
        partner: isEnglish ? partner.nameEn : partner.nameZh,
        ...terms,
      }
      const text = (facts: { code: string; minutes: number }) =>
        accountTextsIn(language).confirmCode({ ...facts, offer })
      const { codesPerRequest: most } = policy.policy.account
      const about = opened.requestId
      return reply.code(202).send(await codes.send({ msisdn: state.msisdn, language, about, most, text }))
    },
  )

  http.post(
    '/account/api/confirm/answer',
    {
      config: { needs: ['open', 'sign_in'] },
      schema: {
        hide: true,
        body: z.object({ link, token: z.string().max(1000), code: z.string().max(20), yes: z.boolean() }),
        response: {
          202: z.object({
            accepted: z.literal(true),
            guarded: z.literal(true).optional().describe('The guardian’s yes is missing'),
          }),
        },
      },
    },
    async (request, reply) => {
      const opened = links.read(request.body.link)
      const { requestId, key } = opened
      const state = await stateOf(opened)
      if (statusOf(state, requestId) !== 'open') throw new Problem('decided')
      const { id: session } = await codes.check(request.body.token, request.body.code, { key, about: requestId })
      const id = `web-${request.id}`
      const data = { requestId, yes: request.body.yes, session, page: true }
      const message = { id, at: clock.now(), corr: id, type: 'prompt.answered', data }
      await publishFromEdge(bus, [edgeRecord(confirmationRequests, bus, key, message)])
      const prompt = state?.prompts.find((each) => each.requestId === requestId)
      const isGuarded = request.body.yes && (prompt?.guarded ?? state?.guardian) && !prompt?.vouched
      return reply.code(202).send({ accepted: true as const, ...(isGuarded ? { guarded: true as const } : {}) })
    },
  )
}
