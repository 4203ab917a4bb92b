/** What waits for a second person on the page of a case. */
export const waits = {
  waitsVerdict: '{{who}} 于 {{when}} 提出裁定，等待第二人同意。',
  waitsGrant: '{{who}} 于 {{when}} 提议申诉成立，等待另一名未参与原裁定的人同意。',
  waitsOwn: '这是您自己的提议，须由他人同意；在此之前您可以撤回。',
  waitsMeans: '您一同意，原裁定即刻撤销，公示注明。',
  agree: '同意申诉成立',
  lookAndAgree: '查看后果并同意',
  sayNo: '否决（须写理由）',
  takeBack: '撤回提议',
  agreedNow: '已同意，即刻生效。',
  tookBack: '已撤回，未作任何决定。',
}
