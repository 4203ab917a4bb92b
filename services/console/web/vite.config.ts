import { pageAt } from '../../../libs/web/vite.ts'

export default pageAt('/console/')
