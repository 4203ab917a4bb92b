export { Complaint } from './complaint.tsx'
export { Complaints } from './complaints.tsx'
export { Dispute } from './dispute.tsx'
export { Disputes } from './disputes.tsx'
