export { Campaign } from './campaign.tsx'
export { Campaigns } from './campaigns.tsx'
