/** What waits for a second person on the page of a case. */
export const waits = {
  waitsVerdict: '{{who}} proposed a verdict on {{when}}; it waits for a second person.',
  waitsGrant:
    '{{who}} proposed on {{when}} to grant this appeal; it waits for a second person who took no part in the verdict.',
  waitsOwn: 'It is your own proposal: somebody else agrees to it. Until then you can take it back.',
  waitsMeans: 'With your yes the verdict is taken back at once, and the notice says so.',
  agree: 'Agree: grant it',
  lookAndAgree: 'See what follows, and agree',
  sayNo: 'Say no, with a reason',
  takeBack: 'Take it back',
  agreedNow: 'Agreed. It holds now.',
  tookBack: 'Taken back. Nothing was decided.',
}
