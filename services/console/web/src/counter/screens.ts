import { lazyRouteComponent } from '@tanstack/react-router'
import type { Screen } from '../shell/screens.ts'

const load = () => import('./area.ts')

export const counterScreens: readonly Screen[] = [
  {
    path: '/console/counter',
    component: lazyRouteComponent(load, 'Counter'),
    nav: { group: 'counter', zh: '为用户办理', en: 'Serve a subscriber' },
    needs: 'counter',
  },
]
