import { lazyRouteComponent } from '@tanstack/react-router'
import type { Screen } from '../shell/screens.ts'

const load = () => import('./area.ts')

export const partnersScreens: readonly Screen[] = [
  {
    path: '/console/partners',
    component: lazyRouteComponent(load, 'Partners'),
    nav: { group: 'partners', zh: '合作方', en: 'Partners' },
    needs: 'read',
  },
  {
    path: '/console/services',
    component: lazyRouteComponent(load, 'Services'),
    nav: { group: 'partners', zh: '业务', en: 'Services' },
    needs: 'read',
  },
  {
    path: '/console/ports',
    component: lazyRouteComponent(load, 'Ports'),
    nav: { group: 'partners', zh: '端口', en: 'Ports' },
    needs: 'read',
  },
  { path: '/console/partners/$id', component: lazyRouteComponent(load, 'Partner'), needs: 'read' },
  { path: '/console/services/$id', component: lazyRouteComponent(load, 'Service'), needs: 'read' },
  { path: '/console/ports/$id', component: lazyRouteComponent(load, 'Port'), needs: 'read' },
  { path: '/console/apply/$kind', component: lazyRouteComponent(load, 'Apply'), needs: 'admit' },
]
