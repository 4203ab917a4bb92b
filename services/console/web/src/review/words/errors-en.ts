/** What is refused, by its code. */
export const errors = {
  'case.taken': '{{by}} was first and keeps it until it is closed.',
  'case.waits': '{{by}} proposed that already: a second person agrees to it, or says no, first.',
  'case.interest': 'You have an interest in this partner: somebody else works on it.',
  'case.nothing': 'There is nothing to do like this now: look again.',
  'verdict.invalid':
    'The verdict says two things, ends in the past, or shows a person’s number in public: please check it.',
  'verdict.invalid/cleared': 'Who is cleared loses no points, has no sanction and refunds nobody.',
  'verdict.invalid/app': 'An app has no points and charges nobody: open a case about its partner.',
  'verdict.invalid/twice': 'A sanction stands there twice.',
  'verdict.invalid/no-app': 'This case is about no app: there is none to bar.',
  'verdict.invalid/past': 'A sanction ends in the past.',
  'verdict.invalid/long': 'A suspension or a freeze has a longest time; for good it is a termination.',
  'verdict.invalid/termination':
    'A termination is of the whole partner, for two years: choose no service and no end for it.',
  'verdict.invalid/service': 'A sanction names a service that is not this partner’s.',
  'verdict.invalid/times': 'It goes back more often than the policy says.',
  'verdict.invalid/order': 'The charges of the refund end before they begin.',
  'verdict.invalid/far': 'The charges of the refund end too far in the future.',
  'verdict.invalid/refund-service': 'The refund names a service that is not this partner’s.',
  'verdict.invalid/number': 'What others read may have a subscriber’s number in it: leave it out.',
  'verdict.invalid/void': 'Only what was entered for a partner can be taken out.',
  'letter.day': 'That day is before the decision that the letter is about, or still to come.',
  'appeal.over': 'No appeal waits for an answer.',
  'appeal.same': 'Somebody else than who decided it answers the appeal.',
}
