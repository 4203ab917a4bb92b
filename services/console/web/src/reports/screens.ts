import { lazyRouteComponent } from '@tanstack/react-router'
import type { Screen } from '../shell/screens.ts'

const load = () => import('./area.ts')

export const reportsScreens: readonly Screen[] = [
  {
    path: '/console/reports',
    component: lazyRouteComponent(load, 'Reports'),
    nav: { group: 'cases', zh: '垃圾短信举报', en: 'Spam reports' },
    needs: 'look',
  },
  { path: '/console/reports/$id', component: lazyRouteComponent(load, 'Report'), needs: 'look' },
]
