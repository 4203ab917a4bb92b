import { lazyRouteComponent } from '@tanstack/react-router'
import type { Screen } from '../shell/screens.ts'

const load = () => import('./area.ts')

export const casesScreens: readonly Screen[] = [
  {
    path: '/console/complaints',
    component: lazyRouteComponent(load, 'Complaints'),
    nav: { group: 'cases', zh: '投诉', en: 'Complaints' },
    needs: 'look',
  },
  { path: '/console/complaints/$id', component: lazyRouteComponent(load, 'Complaint'), needs: 'look' },
  {
    path: '/console/disputes',
    component: lazyRouteComponent(load, 'Disputes'),
    nav: { group: 'cases', zh: '扣费争议', en: 'Disputes' },
    needs: 'look',
  },
  { path: '/console/disputes/$id', component: lazyRouteComponent(load, 'Dispute'), needs: 'look' },
]
