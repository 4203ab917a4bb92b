import { lazyRouteComponent } from '@tanstack/react-router'
import type { Screen } from '../shell/screens.ts'

const load = () => import('./area.ts')

export const reviewScreens: readonly Screen[] = [
  {
    path: '/console/cases',
    component: lazyRouteComponent(load, 'CaseFiles'),
    nav: { group: 'review', zh: '核查单', en: 'Cases' },
    needs: 'look',
  },
  { path: '/console/cases/$number', component: lazyRouteComponent(load, 'CaseFile'), needs: 'look' },
  { path: '/console/cases/$number/decide', component: lazyRouteComponent(load, 'Decide'), needs: 'judge' },
  { path: '/console/open-case', component: lazyRouteComponent(load, 'OpenCase'), needs: 'judge' },
  {
    path: '/console/risk/partners',
    component: lazyRouteComponent(load, 'RiskyPartners'),
    nav: { group: 'review', zh: '风险排行', en: 'By risk' },
    needs: 'look',
  },
  { path: '/console/risk/partners/$id', component: lazyRouteComponent(load, 'RiskyPartner'), needs: 'look' },
  { path: '/console/risk/apps', component: lazyRouteComponent(load, 'RiskyApps'), needs: 'look' },
  { path: '/console/risk/apps/$id', component: lazyRouteComponent(load, 'RiskyApp'), needs: 'look' },
  {
    path: '/console/standings',
    component: lazyRouteComponent(load, 'Standings'),
    nav: { group: 'review', zh: '处罚与积分', en: 'Penalties and points' },
    needs: 'look',
  },
  {
    path: '/console/letters',
    component: lazyRouteComponent(load, 'Letters'),
    nav: { group: 'review', zh: '待寄文书', en: 'Letters to send' },
    needs: 'look',
  },
  {
    path: '/console/notices',
    component: lazyRouteComponent(load, 'Notices'),
    nav: { group: 'review', zh: '公示', en: 'Public notices' },
    needs: 'look',
  },
]
