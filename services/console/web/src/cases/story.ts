import type { Charged, Money, Prompt, Receipt, Step } from './api.ts'

/** One thing that happened, for the one line of time that explains a charge. */
export type Happened = { readonly at: number; readonly services: readonly string[] } & (
  | { readonly kind: 'asked'; readonly receipt: Receipt }
  | { readonly kind: 'agreed'; readonly receipt: Receipt }
  | { readonly kind: 'prompted'; readonly prompt: Prompt }
  | { readonly kind: 'began' | 'ended'; readonly standing: Money['standings'][number] }
  | { readonly kind: 'charged'; readonly charge: Charged; readonly receipt?: Receipt }
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
    all.push({ at: receipt.content.askedAt, services, kind: 'asked', receipt })
    all.push({ at: receipt.content.answeredAt, services, kind: 'agreed', receipt })
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
    if (!charge.dispute) continue
    all.push({ at: ms(charge.dispute.at), services, kind: 'disputed', charge })
    if (charge.dispute.decided_at) all.push({ at: ms(charge.dispute.decided_at), services, kind: 'decided', charge })
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
