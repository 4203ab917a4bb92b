/** What charts and weeks are called. */
export const drawn = {
  cohorts: '各周订购用户的去向',
  cohortsAbout: '按周统计，跟踪 {{days}} 天：迟扣费、诱骗订购的，用户也退得迟、投诉得迟。',
  cohortsNone: '最近几周无人订购。',
  cohortWeek: '起始周',
  cohortCame: '订购',
  cohortLeft: '已退订',
  cohortRegretted: '投诉或争议',
  cohortOver: '跟踪期满',
  cohortOn: '仍在跟踪',
  chartShares: '占比，每点为 {{days}} 天',
  chartRates: '每万用户每月，每点为 {{days}} 天',
  chartSeen: '实际',
  chartUsual: '通常',
  chartPeers: '同类',
  chartLabel: '{{signal}}：实际 {{seen}}，通常 {{usual}}，同类 {{peers}}',
}
