import type { Charged, HandedOver, Money, Prompt, Receipt, Step } from './api.ts'

/** One thing that happened, for the one line of time that explains a charge. */
export type Happened = { readonly at: number; readonly services: readonly string[] } & (
  | { readonly kind: 'requested' | 'asked' | 'vouched'; readonly receipt: Receipt }
  | { readonly kind: 'agreed'; readonly receipt: Receipt }
  | { readonly kind: 'prompted'; readonly prompt: Prompt }
  | { readonly kind: 'began' | 'ended'; readonly standing: Money['standings'][number] }
  | { readonly kind: 'charged'; readonly charge: Charged; readonly receipt?: Receipt }
  | { readonly kind: 'judged' | 'taken'; readonly charge: Charged }
  | { readonly kind: 'moved'; readonly charge: Charged; readonly move: Charged['moves'][number] }
  | { readonly kind: 'handed'; readonly handed: HandedOver }
  | { readonly kind: 'judging'; readonly charge: Money['waiting'][number] }
  | { readonly kind: 'told'; readonly reminder: Money['reminders'][number] }
  | { readonly kind: 'disputed' | 'decided'; readonly charge: Charged }
  | { readonly kind: 'complained'; readonly text: string; readonly channel: string }
  | { readonly kind: 'step'; readonly step: Step }
)

export interface Told {
  readonly receipts?: readonly Receipt[] | undefined
  readonly money?: Money | undefined
  readonly prompts?: readonly Prompt[] | undefined
  readonly complaint?:
    | { readonly made_at: string; readonly text: string; readonly channel: string; readonly steps: readonly Step[] }
    | undefined
}

const ms = (iso: string): number => Date.parse(iso)

/**
 * From the request to the yes to the money, in the order in which it happened. What is of no service (a complaint, a prompt
 * that is open) belongs to every one.
 */
export function storyOf(
  { receipts = [], money, prompts = [], complaint }: Told,
  service?: string,
): readonly Happened[] {
  const byId = new Map(receipts.map((each) => [each.id, each]))
  const all: Happened[] = []
  for (const receipt of receipts) {
    const services = [receipt.content.serviceId]
    const { requestedAt, askedAt, answeredAt, guardian } = receipt.content
    if (requestedAt !== undefined) all.push({ at: requestedAt, services, kind: 'requested', receipt })
    all.push({ at: askedAt, services, kind: 'asked', receipt })
    all.push({ at: answeredAt, services, kind: 'agreed', receipt })
    if (guardian) all.push({ at: guardian.answeredAt, services, kind: 'vouched', receipt })
  }
  for (const prompt of prompts) all.push({ at: ms(prompt.asked_at), services: [], kind: 'prompted', prompt })
  for (const standing of money?.standings ?? []) {
    const services = [standing.service.id]
    // What began with a yes is told by it.
    if (!standing.receipt || !byId.has(standing.receipt))
      all.push({ at: ms(standing.since), services, kind: 'began', standing })
    if (standing.until) all.push({ at: ms(standing.until), services, kind: 'ended', standing })
  }
  for (const charge of money?.charges ?? []) {
    const services = [charge.service.id]
    const receipt = charge.receipt === undefined ? undefined : byId.get(charge.receipt)
    all.push({ at: ms(charge.at), services, kind: 'charged', charge, ...(receipt ? { receipt } : {}) })
    if (charge.judged_at) all.push({ at: ms(charge.judged_at), services, kind: 'judged', charge })
    const { dispute } = charge
    if (dispute) all.push({ at: ms(dispute.at), services, kind: 'disputed', charge })
    if (dispute?.taken_at) all.push({ at: ms(dispute.taken_at), services, kind: 'taken', charge })
    for (const handed of dispute?.handed ?? []) all.push({ at: ms(handed.at), services, kind: 'handed', handed })
    if (dispute?.decided_at) all.push({ at: ms(dispute.decided_at), services, kind: 'decided', charge })
    for (const move of charge.moves) if (move.at) all.push({ at: ms(move.at), services, kind: 'moved', charge, move })
  }
  for (const charge of money?.waiting ?? [])
    all.push({ at: ms(charge.at), services: [charge.service.id], kind: 'judging', charge })
  for (const reminder of money?.reminders ?? [])
    all.push({ at: ms(reminder.at), services: reminder.items.map((each) => each.service.id), kind: 'told', reminder })
  if (complaint) {
    const { made_at, text, channel, steps } = complaint
    all.push({ at: ms(made_at), services: [], kind: 'complained', text, channel })
    for (const step of steps) all.push({ at: ms(step.at), services: [], kind: 'step', step })
  }
  const isOf = ({ services }: Happened) => service === undefined || services.length === 0 || services.includes(service)
  return all.filter(isOf).sort((a, b) => a.at - b.at)
}
