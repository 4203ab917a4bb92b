import { lazyRouteComponent } from '@tanstack/react-router'
import type { Screen } from '../shell/screens.ts'

const load = () => import('./area.ts')

export const policyScreens: readonly Screen[] = [
  {
    path: '/console/monitor-policy',
    component: lazyRouteComponent(load, 'MonitorPolicy'),
    nav: { group: 'system', zh: '策略调整', en: 'Policy editor' },
    needs: 'watch',
  },
  { path: '/console/monitor-policy/$id', component: lazyRouteComponent(load, 'DraftPage'), needs: 'watch' },
]
