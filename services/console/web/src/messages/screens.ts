import { lazyRouteComponent } from '@tanstack/react-router'
import type { Screen } from '../shell/screens.ts'

const load = () => import('./area.ts')

export const messagesScreens: readonly Screen[] = [
  {
    path: '/console/decisions',
    component: lazyRouteComponent(load, 'Decisions'),
    nav: { group: 'messages', zh: '发送决定', en: 'Decisions' },
    needs: 'read',
  },
  {
    path: '/console/dead-letters',
    component: lazyRouteComponent(load, 'Letters'),
    nav: { group: 'messages', zh: '死信', en: 'Dead letters' },
    needs: 'read',
  },
  {
    path: '/console/webhooks',
    component: lazyRouteComponent(load, 'Webhooks'),
    nav: { group: 'messages', zh: '回调', en: 'Webhooks' },
    needs: 'read',
  },
  { path: '/console/decisions/$id', component: lazyRouteComponent(load, 'Decision'), needs: 'read' },
  { path: '/console/dead-letters/$id', component: lazyRouteComponent(load, 'Letter'), needs: 'read' },
]
