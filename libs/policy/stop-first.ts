/** Rules of plain counts: what they flag, or stop, everybody can check. */
export const stopFirst = [
  {
    name: 'stop.after.cancel',
    counts: 'after.cancel',
    hours: 72,
    atLeast: 5,
    share: 0.05,
    of: 'charges',
    freezes: true,
    on: 'live',
    source: 'docs/rules.md, "Partners": charging after unsubscribe at scale',
  },
  {
    name: 'stop.no.consent',
    counts: 'no.consent',
    hours: 24,
    atLeast: 5,
    share: 0.1,
    of: 'charges',
    freezes: true,
    on: 'live',
    source: 'docs/rules.md, "Double confirmation": nothing may be charged until the subscriber has confirmed',
  },
  {
    name: 'proven.no.consent',
    counts: 'no.consent',
    hours: 72,
    atLeast: 3,
    share: 0.05,
    of: 'charges',
    freezes: false,
    on: 'live',
    source:
      'docs/rules.md, "Double confirmation": of honest partners one in some thousand charges is such a mishap, never three of sixty in three days',
  },
  {
    name: 'proven.after.cancel',
    counts: 'after.cancel',
    hours: 30 * 24,
    atLeast: 3,
    share: 0.05,
    of: 'cancels',
    freezes: false,
    on: 'live',
    source:
      'docs/rules.md, "Partners": a charge after a standing unsubscribe is a fact; of honest partners some in a thousand who leave meet one, hardly ever three of sixty in a month',
  },
] as const
