import { lazyRouteComponent } from '@tanstack/react-router'
import type { Screen } from '../shell/screens.ts'

const load = () => import('./area.ts')

export const campaignsScreens: readonly Screen[] = [
  {
    path: '/console/campaigns',
    component: lazyRouteComponent(load, 'Campaigns'),
    nav: { group: 'acting', zh: '群发事件', en: 'Campaigns' },
    needs: 'look',
  },
  { path: '/console/campaigns/$id', component: lazyRouteComponent(load, 'Campaign'), needs: 'look' },
]
