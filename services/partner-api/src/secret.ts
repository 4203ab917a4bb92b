import { createHmac } from 'node:crypto'
import type { Deps } from '#service'
import type { WebhookRecord } from './domain/requests.ts'

/**
 * The secret that signs what a webhook is sent: made from its id under the number key, which stays for good, so that it is
 * in no log and no database.
 */
export function secretOf(
  { secrets }: Pick<Deps, 'secrets'>,
  webhook: Pick<WebhookRecord, 'webhookId' | 'secret'>,
): string {
  if (webhook.secret !== undefined) return webhook.secret
  const made = createHmac('sha256', secrets.numberKey).update(`webhook-secret\n${webhook.webhookId}`)
  return `whsec_${made.digest('base64')}`
}
