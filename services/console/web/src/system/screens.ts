import { lazyRouteComponent } from '@tanstack/react-router'
import type { Screen } from '../shell/screens.ts'

const load = () => import('./area.ts')

export const systemScreens: readonly Screen[] = [
  {
    path: '/console/system',
    component: lazyRouteComponent(load, 'Health'),
    nav: { group: 'system', zh: '运行状态', en: 'Health' },
    needs: 'watch',
  },
  {
    path: '/console/policy',
    component: lazyRouteComponent(load, 'PolicyInForce'),
    nav: { group: 'system', zh: '生效策略', en: 'Policy' },
    needs: 'watch',
  },
  {
    path: '/console/keys',
    component: lazyRouteComponent(load, 'Keys'),
    nav: { group: 'system', zh: '接口密钥', en: 'API keys' },
    needs: 'admin',
  },
  {
    path: '/console/people',
    component: lazyRouteComponent(load, 'People'),
    nav: { group: 'system', zh: '人员', en: 'People' },
    needs: 'admin',
  },
  {
    path: '/console/audit',
    component: lazyRouteComponent(load, 'Audit'),
    nav: { group: 'system', zh: '审计', en: 'Audit' },
    needs: 'audit',
  },
  {
    path: '/console/account',
    component: lazyRouteComponent(load, 'Account'),
    nav: { group: 'system', zh: '我的账户', en: 'My account' },
  },
]
