import { reads } from '#monitor'
import { explained } from '#monitor/explained'
import { defaultPolicy } from '#policy'

const units = { share: 'share', users: 'of 10,000 active users a month', expected: 'times what is expected' } as const
const kinds = { charges: 'all charges', cancels: 'those who had paid and unsubscribed' } as const

const readRows = () =>
  reads().map(
    ({ topic, type, kinds: counted, fields }) =>
      `| \`${topic}\` | \`${type}\` | ${counted.join(', ')} | ${fields.map((each) => `\`${each}\``).join(' ')} |`,
  )

const signalRows = () =>
  Object.entries(defaultPolicy.monitor.signals).flatMap(([name, figures]) => {
    const about = explained(name, 'en')
    if (!about) return []
    const { group, healthy, peersDown, peersMost, atLeast, withoutWorst, alone, on } = figures
    const usual = about.unit === 'users' ? healthy * 10_000 : healthy
    const between = [peersDown, peersMost].map((each) => Number((usual * each).toPrecision(3))).join(' – ')
    const notes = [
      alone && 'alone',
      about.apps && 'apps',
      about.ways && 'ways',
      about.wholeDays && 'whole days',
      about.lagDays > 0 && `+${about.lagDays} days`,
      withoutWorst > 0 && `−${withoutWorst} days`,
      on !== 'live' && on,
    ]
    const texts = [`\`${name}\``, group, about.cases, about.of, units[about.unit], between, atLeast]
    return `| ${texts.join(' | ')} | ${notes.filter(Boolean).join(', ')} |`
  })

const ruleRows = () =>
  defaultPolicy.monitor.stopFirst.map(
    ({ name, counts, hours, atLeast, share, of, freezes, on }) =>
      `| \`${name}\` | charges judged \`${counts}\` | ${kinds[of]} | ${hours} h | ${atLeast} | ${share} | ${freezes ? 'charging stops' : 'a flag'}${on === 'live' ? '' : `, ${on}`} |`,
  )

/** `docs/monitor.md`: what the monitor reads, and what each of its signals counts. */
export const monitorTables = (): string => `# The monitor

What it reads and what it counts, as its code says. Why: [rules](rules.md#the-monitor). The figures: [policy](policy.md), \`monitor\`.

## What it reads

Each message by its \`at\`, and by the time that it tells of where one is named here (\`chargedAt\`, \`askedAt\`, \`since\`, …). Of whom it is says \`subscriber\`, else its key, of which a hash is kept; of numbers (\`msisdn\`) a hash of all but the last two digits, of addresses, cells and pages a hash, of texts nothing. A message whose fields cannot be read is bad, which is told. \`[]\`: each of a list. What of a message is not named here is not read: it may be left out.

| topic | message | counted as | what is read of its \`data\` |
|---|---|---|---|
${readRows().join('\n')}

The running gateway has the catalogue at hand and hears disputes by \`charging.events\`; a file that was put together elsewhere has the catalogue in it, before what it is of, and may have \`dispute.cases\` instead. \`monitor.observations\` is the gateway's own archive. Everything else is passed over: \`report.changed\` tells later what \`reports.sorted\` has told; \`tenure.ended\`, and what the operator itself cancels, speak for or against no partner.

**Use** (\`service.usage\`) is told by the operator's systems (the topic, \`quadzero import usage\`, \`POST /v1/import/usage\`), never by a partner. It is known service by service: from three weeks after the first use that is told of a service on, and as long as use of three subscribers or more has been told of late (within twice the longest pause so far; at least 7 days, 35 at most; after a longer pause the three weeks begin anew), whoever pays for that one and never uses it is a silent payer (\`payers.silent\`). Of a service of which none is told nobody is, whatever is told of others of the same partner; so of one that nobody uses at all, it takes a first use to be known. What they paid for is a month: who came four weeks ago or longer, and every pause of the telling, and never used it counts once (\`payers.never\`), and each charge made a week or more after they came counts by itself (\`payers.silent\`). So a file of less than two months tells hardly anything of silent payers.

**What is told of nobody** is no sign against anybody: a file without receipts, prompts, requests, places or use is read by what it has. Of what some tell and others do not, those are odd who do not (\`subscribed.bare\`: who activates without the id of a receipt where others have one). \`since\` of an activation a day or more before \`at\` is a book that is moved: it is no row of numbers and no night; its people count from \`at\` on. \`consent.given\` and \`receipt.made\` of one receipt id count once. Of who comes by a partner's own page, \`by\` is \`subscriber\` where they typed or pressed it themselves with the operator, else \`partner\`; only requests of a partner are counted, what is agreed to counts either way.

## What messages mean

For whoever writes or reads them elsewhere.

- **A disputed charge** is told of by \`dispute.opened\` and, when a person has decided, by \`dispute.decided\`; no second \`charge.judged\` follows from it. \`charge.judged\` comes once when the charge is judged, and once more (the same \`chargeId\`) only where a charge that was right turns out wrong: its consent never came (\`no.consent\`, …), or a verdict condemned it (\`proven\`, which is not counted: the charge was). In a file from elsewhere a \`charge.judged\` with \`rule: disputed\` counts in \`charges.proven\`.
- **Instant disputes** (\`instant: true\`: the money went back at once) are open as all others, and are decided by a person later: \`dispute.decided\` says who bears it. Their time can run out too (\`dispute.waiting\`, \`overdue\`).
- **A price that rises** asks nobody anew. While a monthly subscription stands, any request for it is rejected as \`already.subscribed\`, and what may be charged is the smaller of what was agreed to and what is approved: more is \`above.tariff\`. Who is to pay the new price leaves, and agrees to it by a prompt of its own. A file of a house that asks anew tells a second consent with the new \`tariffFen\`: it is read as agreed to from then on.
- **Services that are bought once** (\`period: once\`): the gateway tells no \`subscriptions.activated\` of a purchase, its consent says it. What is activated or cancelled with \`once: true\` is passed over; without it, it counts as a subscription that began, whatever the catalogue says.
- **A receipt’s id** is the key of \`receipt.made\` (it is not in its \`data\`), \`receiptId\` of \`consent.given\`, and \`receiptId\` of the subscription that stands on it. One that was imported (\`subscription.import\`) has none: \`receiptId\` is absent, not empty.
- **Wording and price of a prompt** are read from \`content.asked\` of \`receipt.made\`, the text as it was sent: amounts written as \`5元\`, \`5.00 元\`, \`CNY 5\`, \`¥5\` are its prices, and one of them has to be \`content.tariffFen\` (fen). A text without any says nothing against anybody. No other words of it are judged.
- **An app** is \`origin.app.package\`, and where \`origin.app.signature\` is told, \`#\` and its first 64 characters: the digest (SHA-256 in hex, say) of the certificate that signed it, as the handset’s system tells it. Another signer makes another app of the same package; versions do not.
- **\`origin.channel\`** is where the request came in: \`sms\`, \`web\`, \`voice\` (the operator’s voice menu), \`counter\`, \`app\`, \`partner\` (its API, and so whatever its own call centre, page or shop asks for), \`operator\`. Tele-sales have none of their own: \`channel: partner\`, \`by: partner\`, and \`origin.campaign\` where the partner names one. It is not read; who asked says \`by\`.

## Signals

Of each service of a partner (and port without one), of each *way* by which people come to a service (who agreed to it by one page, else by one app, else from one address; of those who name none, all whom the partner asked, and all who asked themselves: up to six of a service, from the eighth agreement on, looked at when a day is over), of a partner as a whole, and of each app, over spans of ${defaultPolicy.monitor.windowsDays.join(', ')} days that end with the last step of ${defaultPolicy.monitor.stepHours} h whose lateness (${defaultPolicy.monitor.latenessMinutes} min) is over. None of these flags by arrival. A *figure* is what is counted, of what stands beside it; its *baseline* is what is usual: the rate of peers of its kind and size, fitted over ${defaultPolicy.monitor.peersDays} days before, within the bounds that are given here (the larger of them: what peers can make usual; between them, without peers, \`healthy\`), or its own days before. What even the quarter of partners that does it least has beyond these bounds is usual there, whatever they are. Before anybody new is flagged, what is usual is fitted once more, without those in question, and only who is picked both times is flagged. *Evidence* is in log units: how much more likely the count is of somebody whose rate is higher than of one as usual. *Least*: so many cases, or it says nothing. *Alone*: enough for a flag without another group. *Apps*, *ways*: counted of these too. *Whole days*: a part of a day says nothing. *+n days*: cases may come so much later, so what they are of is counted so far back as well. *−n days*: its n worst days do not count. *Off*: not unless policy says so. *The sample*: up to 512 subscribers of a service, those whose hashes are smallest, with all that happened to each.

| signal | group | counts | of | figure | baseline | least | |
|---|---|---|---|---|---|---|---|
${signalRows().join('\n')}

## Rules by arrival

Plain counts over the last hours, at the very charge that breaks them (\`stopFirst\`). The figure is the count as a share of what is named, the baseline the share from which it holds.

| rule | counts | of | within | from | share | then |
|---|---|---|---|---|---|---|
${ruleRows().join('\n')}

## A flag

\`quadzero replay FILE\` prints one a line: \`at\` · \`partner\` · \`service\` or \`app\` (its package, and \`#\` with the hash of who signed it where that is told), where it is of one · \`way\`, where the figures are those of the people whom one way brought to that service: \`page\` or \`address\` and a hash, \`app\` and its name, of all who name none \`asked\` (the partner asked them) or \`wished\` (they asked themselves) (a partner’s page shows it by the same words; the running gateway hashes under a secret, so its hashes are not those of a file) · \`signals\`: \`name\`, \`figure\`, \`baseline\`, \`evidence\`, the strongest first · \`stop_first\` · \`shadow\`: by what is on trial · \`clears\`: what it would take · \`charges\`: the ids of up to ten that show it best (of signals that no charge shows, none). What is found of an app is a line for each partner whose own part of it shows it: each of these is flagged, with the app (where no part shows it by itself, each that it brought many); partners for whom the app does the same as others do are not named, nor those of whom too little is known as long as one shows nearly all of it. A flag that stands is not printed again, unless another partner comes to show what is found of its app. A running gateway tells besides: \`flag\`, which names it as long as it stands, \`policy\` and \`port\` (\`monitor.flags\`).
`
