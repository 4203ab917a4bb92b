import { lazyRouteComponent } from '@tanstack/react-router'
import type { Screen } from '../shell/screens.ts'

const load = () => import('./area.ts')

export const moneyScreens: readonly Screen[] = [
  {
    path: '/console/settlements',
    component: lazyRouteComponent(load, 'Settlements'),
    nav: { group: 'money', zh: '结算', en: 'Settlements' },
    needs: 'read',
  },
  { path: '/console/settlements/$partner/$month', component: lazyRouteComponent(load, 'Month'), needs: 'read' },
  { path: '/console/settlements/$partner/$month/lines', component: lazyRouteComponent(load, 'Lines'), needs: 'read' },
  { path: '/console/charges/$id', component: lazyRouteComponent(load, 'Charge'), needs: 'read' },
]
