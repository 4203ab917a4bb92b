/** The error catalogue of the API: code → status and what to do. `docs/api-errors.md` is generated from it. */
export const problems = {
  'request.invalid': [400, 'The request does not fit its schema', 'Compare the fields named in `errors` with /docs.'],
  'request.not-json': [400, 'The body is not JSON', 'Send a JSON body with Content-Type: application/json.'],
  'request.media-type': [415, 'This Content-Type is not understood', 'Send one that /docs names for this call.'],
  'request.too-large': [413, 'The body is too large', 'Send less in one call; /docs gives the limit.'],
  'auth.missing': [401, 'No API key', 'Send `Authorization: Bearer KEY`.'],
  'auth.unknown': [
    401,
    'This API key is not known or was revoked',
    'Ask an administrator for a new one (POST /v1/keys).',
  ],
  'sign-in.wrong': [
    403,
    'Name, password or code is wrong',
    'Try again; after five wrong ones the account is locked for a while.',
  ],
  'sign-in.locked': [
    403,
    'This account is locked for a while',
    'Wait for a quarter of an hour, or ask an administrator.',
  ],
  'sign-in.over': [403, 'This sign-in took too long', 'Begin again with your name and password.'],
  'sign-in.too-many': [429, 'Too many tries for this account', 'Wait for a quarter of an hour.'],
  'sign-in.provider': [
    503,
    'The provider that people sign in with does not answer',
    'Sign in with a password of this console, or try again in a minute.',
  ],
  'sign-in.clock': [
    503,
    'The clock of the provider that people sign in with is not ours',
    'Ask an administrator to set both clocks (NTP); staff.providerClockSeconds of the policy is what is tolerated.',
  ],
  'sign-in.refused': [
    403,
    'What came back is not the answer to a sign-in that began here',
    'Begin again on the console’s own page.',
  ],
  'sign-in.no-role': [
    403,
    'The provider gives you no role here',
    'Ask for one of the groups that OIDC_ROLES names, and sign in again.',
  ],
  'sign-in.closed': [403, 'This account is closed', 'Ask an administrator.'],
  'passkey.wrong': [
    403,
    'This passkey does not fit',
    'Begin again, and unlock it with its PIN or finger; it holds on the host name that it was made on.',
  ],
  'passkey.copied': [
    403,
    'This passkey was used in two places',
    'Sign in another way, remove it from your account, and make a new one.',
  ],
  'passkey.too-many': [409, 'You have as many passkeys as one may', 'Remove one that you do not use.'],
  'person.provider': [
    409,
    'This person signs in with the provider',
    'Change role, name or credentials there; disable the account here to keep somebody out.',
  ],
  'password.wrong': [403, 'That is not your password', 'Type it once more.'],
  'password.weak': [422, 'This password is too weak', 'Choose one as `detail` says.'],
  'password.change': [403, 'The first password must be changed', 'Set a password of your own, then go on.'],
  csrf: [403, 'Another page asked for this', 'Open the console by its own address and try again.'],
  'person.exists': [409, 'There is an account of this name', 'Choose another name.'],
  'person.self': [409, 'Nobody does this to their own account', 'Ask another administrator.'],
  'person.vouch': [
    403,
    'You cannot say who this is',
    'Ask an administrator who neither made nor reset either account, is another human, and is known themselves.',
  ],
  'proposal.refused': [
    403,
    'You cannot decide this',
    '`why` in the answer says what stands in the way; ask somebody else.',
  ],
  'key.person': [
    422,
    'No person of this role has that name',
    'Name a person whose role is the kind of the key; GET /v1/staff lists them.',
  ],
  'proposal.key': [
    403,
    'A key of nobody does this no longer',
    'Sign in, or use a key of a person: there are people who can approve it.',
  ],
  'sight.missing': [
    403,
    'So many numbers are shown only when two people agreed to it',
    'Ask by POST /v1/export/subscriptions with a reason, and call again with `proposal` once it is applied.',
  ],
  'sight.many': [
    403,
    'You have opened as many numbers as one person may in an hour',
    'Wait for the next hour, or ask for more by POST /console/api/sights/ask and call again with `proposal` once it is applied.',
  ],
  'look-up.over': [410, 'This look-up does not hold any more', 'Look the number up again, with a reason.'],
  'proposal.decided': [409, 'It was decided already', '`by` says by whom; look at it again.'],
  'proposal.stale': [
    409,
    'What it would do has changed since it was proposed',
    'Look at it as it is now and propose it again.',
  ],
  'session.missing': [401, 'Nobody is signed in', 'Sign in with a code that is sent to your phone.'],
  'code.wrong': [403, 'That is not the code', 'Look at the SMS once more; there are five tries.'],
  'code.over': [403, 'This code does not hold any more', 'Have a new one sent.'],
  'code.too-many': [429, 'Too many codes for this number', 'Wait for an hour.'],
  'code.used-up': [
    429,
    'This request had as many codes as it may',
    'Answer the SMS that asked for it, or sign in to the own page.',
  ],
  'link.over': [410, 'This link does not hold any more', 'Start the purchase again where it began.'],
  'return.url': [422, 'Nobody is sent back to such an address', 'Give an https URL.'],
  'auth.purpose': [403, 'This API key may not do that', 'Use a key that has the purpose named in `detail`.'],
  'key.purpose': [
    422,
    'A key of this kind may not have that purpose',
    'Choose among the purposes that `detail` names; docs/rights.md has the whole table.',
  ],
  'key.partner': [
    422,
    'A partner’s key speaks for one partner, any other for none',
    'Give `partnerId` with kind `partner` only.',
  ],
  'number.invalid': [422, 'Not a subscriber’s number', 'Give it with its country, such as +86 138 0013 8000.'],
  'number.time': [
    422,
    'It is not known when the number changed hands',
    'Say it by `changed_at`, as `detail` says: a day, or a time with its zone.',
  ],
  'address.invalid': [422, 'Not a port or short code', 'Give up to 21 digits or Latin letters.'],
  'idempotency.conflict': [
    409,
    'This Idempotency-Key was used for another content',
    'Use a new key for a new request.',
  ],
  'idempotency.missing': [400, 'No Idempotency-Key', 'Send an Idempotency-Key header, unlike those of other requests.'],
  'mt.refused': [403, 'The message was not sent', 'The rule in `rule` says why; GET /v1/mt/{id} gives the decision.'],
  'service.unknown': [404, 'There is no such service of this partner', 'Compare the id with the approved services.'],
  'tariff.other': [
    422,
    'The tariff is not the approved one',
    'Ask for the tariff in `approved_fen`, or have another approved.',
  ],
  'webhook.url': [
    422,
    'Webhooks go to no such address',
    'Give an https URL of a host that is reached from the Internet.',
  ],
  'webhook.too-many': [
    409,
    'This partner has as many webhooks as it may',
    'Remove one that is not needed (DELETE /v1/webhooks/{id}).',
  ],
  'line.held': [
    409,
    'Only the counter unlocks this line',
    'Its phone was lost, or a child has no guardian: come to a counter with an ID.',
  ],
  'guardian.refused': [
    409,
    'This guardian cannot be asked now',
    '`why` says what stands in the way: a guardian is there, or asked already, or the number is one’s own.',
  ],
  'guardian.child': [
    409,
    'A child’s guardian is changed at a counter',
    'Come to a counter with an ID; the guardianship ends by itself with majority.',
  ],
  'line.moment': [
    422,
    'That is not a moment from which a line can be locked',
    'Give one that is over, and not longer ago than lock.lostDays of the policy.',
  ],
  'guardian.majority': [
    422,
    'No child comes of age on that day',
    'Give the day on which the child will come of age: after today, and within guardian.childYears of the policy.',
  ],
  'report.sender': [
    422,
    'The sender is no number or name that sends messages',
    'Give a port, a number or a name as the handset shows it; leave it out where nobody knows.',
  ],
  'report.own-number': [422, 'That is the reporter’s own number', 'Give the number that sent the message.'],
  'report.no-text': [422, 'There is no text in it', 'Give the words of the message; a picture cannot be read.'],
  'report.too-many': [
    409,
    'This subscriber has reported as much as is taken in a day',
    'Report it tomorrow; what was taken is answered.',
  ],
  'report.which': [409, 'Several reports have this number', 'Say whose it is with `reporter`.'],
  'report.stays': [
    409,
    'This report is not taken back',
    'What was found true, or is closed, stays; a case of 12321 is taken back there. `why` says which.',
  ],
  'report.taken': [
    409,
    'Somebody else has taken this report',
    'Who took it first keeps it until it is closed; `by` says who.',
  ],
  'complaint.too-many': [
    409,
    'Many complaints of this subscriber are being worked on',
    'Wait for an answer to one of them before sending another.',
  ],
  'complaint.taken': [
    409,
    'Somebody else has taken this complaint',
    'Who took it first keeps it until it is closed; `by` says who.',
  ],
  'complaint.reopened': [409, 'It was reopened before', 'A complaint is reopened once; enter another for what is new.'],
  'hand-over.refused': [
    409,
    'It is not handed over so',
    '`why` says what stands in the way: `nobody` has it (take it), `same` has it, `unknown` is nobody who works on these, `interest` in its partner; `owner`: only its owner hands it over; `present`: say `away` when the owner cannot.',
  ],
  'complaint.open': [409, 'This complaint is not closed', 'Answer or close it.'],
  'dispute.taken': [
    409,
    'Somebody else has taken this dispute',
    'Who took it first keeps it until it is decided; `by` says who.',
  ],
  'policy.invalid': [
    422,
    'These figures cannot hold',
    'Put right what `wrong` names, figure by figure; GET /v1/policy says what each may be.',
  ],
  'policy.changed': [
    409,
    'It changed since you looked at it',
    'Somebody saved the draft, or another version was released meanwhile: look again.',
  ],
  'policy.untried': [
    409,
    'It was not tried on the archive as it stands',
    'POST /v1/policy/drafts/{id}/replays, and release it with the id of the replay when that is done.',
  ],
  'policy.wide': [
    422,
    'It flags or clears more partners than two people can look at',
    'Release it in steps of at most 2,000 partners each; the replay says how many it is of.',
  ],
  'policy.busy': [
    429,
    'Too many replays wait or run',
    'Wait for one to end, or stop one of yours: GET /v1/policy/replays says what runs and waits.',
  ],
  'policy.unchanged': [409, 'That is what holds already', 'Change a figure, or leave it as it is.'],
  decided: [409, 'It was decided already', 'Look at what was decided; a decision stands.'],
  'block.target': [
    422,
    'This cannot be blocked for everybody',
    'Name a port, a number, the digits that senders begin with, or a domain, as `detail` says.',
  ],
  'block.dates': [422, 'The block would hold at no time', 'Let it end later than it begins, and later than now.'],
  'admission.invalid': [
    422,
    'This cannot be approved as it stands',
    'Put the field in `field` right, as `detail` says, and apply again.',
  ],
  'admission.unchanged': [409, 'That is what holds already', 'Change something, or leave it as it is.'],
  'admission.past': [
    422,
    'It would hold from a time that is over',
    'Give a date to come, or none: then it holds from the approval.',
  ],
  'case.taken': [409, 'Somebody else has this case', '`by` says who; they can hand it over to you.'],
  'case.nothing': [409, 'There is nothing to do here', '`detail` says how the case stands.'],
  'case.waits': [
    409,
    'That waits for a second person already',
    'Approve or reject `proposal`, or let who made it (`by`) withdraw it, before you propose anything else.',
  ],
  'case.interest': [403, 'You have an interest in this partner', 'Leave the case to somebody who has none.'],
  'verdict.invalid': [422, 'This verdict does not fit together', 'Do as `detail` says.'],
  'file.type': [
    415,
    'This is not what it says it is, or nothing that is taken',
    'Attach a PDF, PNG or JPEG; `detail` says what it was taken for.',
  ],
  'file.size': [413, 'The file is too large', 'Attach one of at most 512 KB; several are several files.'],
  'file.many': [409, 'This case has as many files as one keeps', 'Put several pages into one PDF.'],
  'appeal.over': [409, 'It cannot be appealed against, or no longer', '`detail` says why.'],
  'appeal.same': [
    403,
    'You gave the verdict, approved it, or entered the appeal',
    'Leave the appeal to somebody else.',
  ],
  'letter.day': [
    422,
    'That day is before the decision that the letter is about, or still to come',
    'Say the day on which it was sent, or came.',
  ],
  'settlement.frozen': [
    409,
    'A case froze this partner’s settlements',
    'Decide the case, or wait until the sanction ends.',
  ],
  'month.open': [409, 'This month is not over', 'Close it when the month has ended.'],
  'dead-letter.cut': [
    409,
    'It was too large to be kept whole, so it cannot be replayed',
    'Put the cause right and have its sender send it again; `cut` has the length and SHA-256 of the whole.',
  ],
  'evidence.changed': [
    500,
    'What is stored is not what was proved when it was made',
    'Somebody changed the store. Run `quadzero verify receipts`, which names every such record, and keep the store as it is.',
  ],
  'not-found': [404, 'There is no such thing', 'Check the address; /docs lists every call.'],
  'rate.limited': [
    429,
    'Too many calls with this key',
    'Wait for the seconds in Retry-After; a call of many items counts as many.',
  ],
  'csv.header': [422, 'The file’s header is wrong', 'Correct the first line as `detail` says and send the file again.'],
  'csv.encoding': [
    422,
    'The file is not UTF-8',
    'Save it as UTF-8 and send it again; nothing after the named line was taken.',
  ],
  'store.unavailable': [
    503,
    'It cannot be stored now',
    'Nothing was kept. Send the same request again in a few seconds.',
  ],
  'record.changed': [
    503,
    'What is kept of it cannot be believed now',
    'Somebody else has written the database; the operator has been told. Ask again later: nothing is lost.',
  ],
  'not-ready': [503, 'Not ready', 'See `detail`; try again in a few seconds.'],
  internal: [500, 'Something went wrong on our side', 'Send the same request again; give the `corr` to support.'],
} as const satisfies Record<string, readonly [number, string, string]>

/** Detail of `not-ready` while it is not known yet what of the database is as it was left. */
export const FINDING = 'After a start what is stored is looked through first. Ask again in a minute.'

export type ProblemCode = keyof typeof problems

/** An answer that is an error of the catalogue (RFC 9457). `detail` never holds numbers or texts. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly detail: string | undefined
  readonly more: Record<string, unknown>
  constructor(code: ProblemCode, detail?: string, more: Record<string, unknown> = {}) {
    super(problems[code][1])
    this.code = code
    this.detail = detail
    this.more = more
  }

  get statusCode(): number {
    return problems[this.code][0]
  }

  toJSON(): Record<string, unknown> {
    const [status, title, todo] = problems[this.code]
    return {
      type: `urn:quadzero:problem:${this.code}`,
      title,
      status,
      code: this.code,
      ...(this.detail ? { detail: this.detail } : {}),
      todo,
      ...this.more,
    }
  }
}
