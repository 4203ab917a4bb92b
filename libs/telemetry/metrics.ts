import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type { Counter }

/** All metrics of a process. Labels are names of ours (link, topic, process, class, outcome), never content. */
export class Metrics {
  readonly registry = new Registry()
  readonly mo = this.#counter('quadzero_mo_total', 'MO messages by link or channel and outcome', ['via', 'outcome'])
  readonly mt = this.#counter('quadzero_mt_total', 'MT messages by class and outcome', ['class', 'outcome'])
  readonly mtDecisions = this.#counter('quadzero_mt_decisions_total', 'Answers to "may this be sent?" by rule', [
    'rule',
  ])
  readonly charges = this.#counter(
    'quadzero_charges_total',
    'Charges judged, by rule; `right` where none speaks against it',
    ['rule'],
  )
  readonly chargeChecks = this.#counter('quadzero_charge_checks_total', 'Answers to "may this be charged?" by rule', [
    'rule',
  ])
  readonly webhooks = this.#counter('quadzero_webhook_calls_total', 'Attempts to tell a partner, by outcome', [
    'outcome',
  ])
  readonly cases = this.#counter('quadzero_cases_total', 'Cases about partners by what became of them', ['change'])
  readonly reports = this.#counter('quadzero_reports_total', 'Spam reports by what became of them', ['change'])
  readonly complaints = this.#counter('quadzero_complaints_total', 'Complaints by what became of them', ['change'])
  readonly unreminded = this.#counter(
    'quadzero_charges_without_reminder_total',
    'Recurring charges that nobody was reminded of before',
    [],
  )
  readonly disputes = this.#counter('quadzero_disputes_late_total', 'Disputes that nobody decided in time, or soon', [
    'change',
  ])
  readonly happenings = this.#counter(
    'quadzero_happenings_total',
    'What processes decided: prompts put, yes, no, silence, services unsubscribed, charges, wrong ones, refunds, complaints',
    ['what'],
  )
  readonly old = this.#counter(
    'quadzero_old_news_total',
    'Messages to people and partners that were not sent, since what they tell of is too long ago, by process',
    ['process'],
  )
  readonly broughtUp = this.#counter(
    'quadzero_baseline_states_total',
    'States that were looked at to be taken as they stand, by process',
    ['process'],
  )
  readonly baselineLanes = new Gauge({
    name: 'quadzero_baseline_lanes',
    help: 'Lanes, of any process, whose states have yet to be taken as they stand',
    registers: [this.registry],
  })
  readonly laneMessages = this.#counter('quadzero_lane_messages_total', 'Messages handled by process', ['process'])
  readonly laneTurn = new Histogram({
    name: 'quadzero_lane_turn_seconds',
    help: 'Time of one turn of a lane: load, decide, commit',
    labelNames: ['process'],
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [this.registry],
  })
  readonly linksBound = new Gauge({
    name: 'quadzero_links_bound',
    help: 'SMPP links that are bound',
    labelNames: ['link'],
    registers: [this.registry],
  })
  readonly blocksAge = new Gauge({
    name: 'quadzero_network_blocks_age_seconds',
    help: 'Since when this process has not heard that its blocks for everybody are current; 0 where log and process are one',
    registers: [this.registry],
  })
  readonly changedRecords = new Gauge({
    name: 'quadzero_changed_records',
    help: 'Records that somebody else changed, took away or put back in the database; nothing is done from them',
    registers: [this.registry],
  })
  readonly troubles = new Gauge({
    name: 'quadzero_troubles',
    help: 'Lanes and groups that do not work now',
    registers: [this.registry],
  })

  constructor() {
    collectDefaultMetrics({ register: this.registry })
  }

  #counter(name: string, help: string, labelNames: string[]): Counter {
    return new Counter({ name, help, labelNames, registers: [this.registry] })
  }
}
