import { lazyRouteComponent } from '@tanstack/react-router'
import type { Screen } from '../shell/screens.ts'

const load = () => import('./area.ts')

export const enforcementScreens: readonly Screen[] = [
  {
    path: '/console/alarms',
    component: lazyRouteComponent(load, 'Alarms'),
    nav: { group: 'acting', zh: '预警', en: 'Alarms' },
    needs: 'read',
  },
  {
    path: '/console/blocks',
    component: lazyRouteComponent(load, 'Blocks'),
    nav: { group: 'acting', zh: '封堵', en: 'Blocks' },
    needs: 'read',
  },
  {
    path: '/console/white-list',
    component: lazyRouteComponent(load, 'WhiteList'),
    nav: { group: 'acting', zh: '白名单', en: 'White list' },
    needs: 'read',
  },
  {
    path: '/console/block-files',
    component: lazyRouteComponent(load, 'Files'),
    nav: { group: 'acting', zh: '导入与导出', en: 'Files' },
    needs: 'read',
  },
  { path: '/console/block', component: lazyRouteComponent(load, 'Place'), needs: 'block' },
  { path: '/console/blocks/$id', component: lazyRouteComponent(load, 'Block'), needs: 'read' },
]
