/** Letters that people send, and what they enter of them. */
export const letters = {
  letters: 'Letters to send',
  lettersAbout:
    'Verdicts, what became of appeals, and appeals that were taken out, whose reasons the partner has no key to read: people send the letter, and say when.',
  lettersNone: 'No letter waits to be sent.',
  letterStates: { due: 'To send', sent: 'Sent' },
  letterHeard: 'Why by letter',
  unheard: {
    nobody: 'It has neither a webhook nor a key to look.',
    failed: 'Its webhook took nothing for a day, and it has no key to look.',
    webhook: 'Its webhook does not say why, and it has no key to look.',
  },
  keyNow: 'It has a key by now.',
  decidedAt: 'Decided',
  appealUntilDay: 'Can appeal to the end of',
  letterPdf: 'Letter (PDF)',
  letterGone: 'Sent',
  letterIsDue: 'The letter is to be sent',
  answerIsDue: 'The answer to the appeal is to be sent',
  voidedIsDue: 'The letter that an appeal was taken out is to be sent',
  letterWent: 'Sent {{day}}, {{way}} ({{who}})',
  letterWay: 'How',
  letterWays: { post: 'Post', courier: 'Courier', 'e-mail': 'E-mail' },
  entered: { 'letter-sent': 'It was sent', 'written-appeal': 'Enter a written appeal' },
  enteredAbout: {
    'letter-sent':
      'From that day the partner has ten working days to appeal. It stays on the case, with your name; a letter that came back can be sent again.',
    'answer-sent':
      'The partner hears by it what became of its appeal; no time runs from it. It stays on the case, with your name; a letter that came back can be sent again.',
    'voided-sent':
      'The partner hears by it that an appeal, entered for it, was taken out; no time runs from it. It stays on the case, with your name; a letter that came back can be sent again.',
    'written-appeal':
      'As it stands in the partner’s letter, which is attached. It counts by the day on which it came, once; somebody else decides it.',
  },
  sentAgain: 'Sent again',
  enteredOn: { 'letter-sent': 'Sent on', 'written-appeal': 'It came on' },
}
