/** What charts and weeks are called. */
export const drawn = {
  cohorts: 'What became of those who subscribed',
  cohortsNone: 'Nobody subscribed in the last weeks.',
  cohortWeek: 'Week from',
  cohortCame: 'Came',
  cohortLeft: 'Unsubscribed',
  cohortRegretted: 'Complained or disputed',
  cohortOver: 'its days are over',
  cohortOn: 'still followed',
  chartShares: 'share, each point of {{days}} days',
  chartRates: 'of 10,000 users a month, each point of {{days}} days',
  chartSeen: 'Seen',
  chartUsual: 'Usual',
  chartPeers: 'Peers',
  chartLabel: '{{signal}}: {{seen}} seen, {{usual}} usual, {{peers}} among peers',
}
