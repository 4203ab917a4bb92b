import type { Words } from '../shell/i18n.ts'

/** What is refused, by its code. */
export const zh = {
  'complaint.taken': '{{by_name}} 已先受理，由其负责到底。',
  'complaint.reopened': '这件投诉已重新受理过一次。',
  'hand-over.refused': {
    nobody: '还没有人受理，直接受理即可。',
    same: '此人正是现在的受理人。',
    unknown: '此人已停用，或不处理这类事项。',
    interest: '此人与该合作方有利益关系。',
    owner: '只有受理人自己可以移交。',
    present: '受理人在岗，应由本人移交；如不在岗，请勾选。',
  },
  'complaint.open': '这件投诉尚未办结。',
  'dispute.taken': '{{by_name}} 已先受理，由其裁定。',
  decided: '{{by}} 已先办结。',
}

export const en: Words<typeof zh> = {
  'complaint.taken': '{{by_name}} was first and keeps it until it is closed.',
  'complaint.reopened': 'This complaint was reopened once already.',
  'hand-over.refused': {
    nobody: 'Nobody has it yet: take it.',
    same: 'That is who has it now.',
    unknown: 'This person’s account has ended, or does not work on these.',
    interest: 'This person has an interest in that partner.',
    owner: 'Only its owner hands it over.',
    present: 'Its owner is there and hands it over; if not, say so.',
  },
  'complaint.open': 'This complaint is not closed.',
  'dispute.taken': '{{by_name}} was first and decides it.',
  decided: '{{by}} has closed it already.',
}
