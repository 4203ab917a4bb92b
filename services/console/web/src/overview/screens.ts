import { lazyRouteComponent } from '@tanstack/react-router'
import type { Screen } from '../shell/screens.ts'

const load = () => import('./area.ts')

export const overviewScreens: readonly Screen[] = [
  {
    path: '/console',
    component: lazyRouteComponent(load, 'Overview'),
    nav: { group: 'overview', zh: '概览', en: 'Overview' },
  },
  { path: '/console/traffic/$figure', component: lazyRouteComponent(load, 'FigureList'), needs: 'watch' },
  {
    path: '/console/proposals',
    component: lazyRouteComponent(load, 'Proposals'),
    nav: { group: 'overview', zh: '待复核', en: 'Four eyes' },
    needs: 'decide',
  },
]
