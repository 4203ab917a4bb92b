import { smsBulk, smsOutbound, subscriberBlocks } from '#contracts'
import { EffectWork } from '#process'
import { followTopic } from '#reference'
import { type Deps, decides, type Lanes, type Part, type Service } from '#service'
import { Answers } from './answers.ts'
import { BlockIndex } from './blocks.ts'
import { assembly } from './domain/assembly.ts'
import { decisions } from './domain/decisions.ts'
import { receipts } from './domain/receipts.ts'
import { retry } from './domain/retry.ts'
import { waiting } from './domain/waiting.ts'
import { decisionRoutes } from './http/decisions.ts'
import { moRoutes } from './http/mo.ts'
import { mtRoutes } from './http/mt.ts'
import { receive } from './inbound.ts'
import { Link } from './links/link.ts'
import { LinkPool } from './links/pool.ts'
import { sender } from './outbound.ts'
import { Shares } from './shares.ts'

/** The links to the SMSCs, with the lanes that send over them, and the routes of those who send by HTTP. */
export const smsGateway = (deps: Deps): Service => ({
  name: 'sms-gateway',
  lanes: () => linksAndLanes(deps),
  edges: () => httpEdges(deps),
})

function linksAndLanes(deps: Deps): Lanes {
  const { policy } = deps.policy
  const links = deps.config.links.map((each) => new Link(each, deps.log))
  const pool = new LinkPool(links)
  const answers = new Answers(policy)
  for (const link of links) {
    receive(deps, link, answers)
    link.on('change', () => deps.metrics.linksBound.set({ link: link.config.name }, link.bound ? 1 : 0))
  }
  const assemblyRefs = { assemblyMs: policy.assemblyMinutes * 60_000, shortCodes: policy.shortCodes }
  const messageRefs = { policy }
  const retryRefs = { pausesMs: policy.sendRetryMinutes.map((each) => each * 60_000) }
  const sends = (name: string, topic: typeof smsOutbound | typeof smsBulk) => ({
    name,
    inputs: [topic.name],
    // What was sent and is not yet recorded when the process is killed goes twice: small batches keep that small.
    batch: 32,
    work: () => new EffectWork(sender(name, topic, pool, deps)),
  })
  return {
    assignments: [
      decides(assembly, deps, () => assemblyRefs),
      decides(receipts, deps, () => messageRefs),
      decides(retry, deps, () => retryRefs),
      decides(decisions, deps, () => messageRefs),
      decides(waiting, deps, () => undefined),
      sends('send-answers', smsOutbound),
      sends('send-bulk', smsBulk),
    ],
    start: async () => pool.start(),
    stop: () => pool.stop(),
    unready: () => pool.trouble(),
    links: () => links.map((each) => each.state()),
  }
}

function httpEdges(deps: Deps): Part {
  const blocks = new BlockIndex()
  const shares = new Shares(deps)
  moRoutes(deps)
  mtRoutes(deps, blocks, shares)
  decisionRoutes(deps)
  let unfollow: (() => Promise<void>) | undefined
  return {
    async start() {
      await shares.start()
      unfollow = await followTopic(deps.bus, subscriberBlocks, ({ data }, key) => blocks.set(key, data.blocks))
    },
    async stop() {
      await shares.stop()
      await unfollow?.()
    },
  }
}
