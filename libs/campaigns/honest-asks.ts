/** What is its reader’s alone: who has it pays with it, or is them. */
const KEPT =
  '(?:银行卡(?:卡号|号码?)?|储蓄卡号?|信用卡号|卡号|银行账[号户]|身份证号码?|支付密码|取款密码|银行密码|有效期|cvv2?|card (?:number|details|no)|bank (?:details|account)|account number|(?<![a-z])pin(?![a-z]|\\D{0,4}\\d)|sort code|passport number|social security number)'
const CODE =
  '(?:(?:短信|动态)?(?:验证|校验|动态)码|(?<![a-z])(?:(?:verification |security )?code|otp|passcode)(?![a-z]))'
/** To whoever writes; `我行` is the bank, and what was `发来的` came to its reader. */
const ME = '(?:我(?!行|司|院|校|局|中心|处|部|店|公司|单位)|本号)'
const TO_ME = `(?:发(?:过来|来|回)(?!的)|(?:发|报|念|转|传|告诉)(?:一下)?给?${ME}|给${ME})`
/** To have it given, and what no form asks for whose number it is: `输入验证码` is how codes are typed. */
const GIVE = `(?:填写|填入|填报|录入|输入|提供|上传|提交|登记|补[充录填]|回填|告知|告诉|发送|发给|发到|回复|报(?:给|上)|${TO_ME}|enter|provide|submit|send|reply with|give|confirm|update|fill in|tell)`
const HAND = `(?:提供|告知|告诉|发送|发给|发到|回复|报(?:给|上)|${TO_ME}|send|reply with|give|tell|forward)`
/** The same of a code, which nobody moves as they move money. */
const PASS = `(?:${HAND}|[念转传]给|[念报]一下)`
const SCAN = '(?:扫描?(?:一下|下方|上方|以下|图中|附件|此)?的?(?:二维码|码)|scan (?:the|this) (?:qr )?code)'
const FOR_IT =
  '(?:填写|填报|登记|申领|领取|领补|申报|认证|绑定|激活|验证|核实|缴[费纳]|付款|转账|claim|verify|confirm|update|pay|register)'

const ASKS = new RegExp(
  [
    `${GIVE}[^,。;:!?]{0,12}${KEPT}`,
    `${KEPT}[^,。;:!?]{0,8}(?:${HAND}|填)`,
    `${PASS}[^,。;:!?0-9]{0,8}${CODE}(?!\\D{0,4}\\d)`,
    `[把将][^,。;:!?]{0,8}${CODE}[^,。;:!?]{0,4}${PASS}`,
    `${CODE}[^,。;:!?]{0,4}${TO_ME}`,
    `${SCAN}[^,。;:!?]{0,6}${FOR_IT}`,
  ].join('|'),
  'gu',
)
/** Who warns of it does not ask for it. */
const WARNS =
  /勿|别把|不[要会可应得需能用必]|谨防|警惕|严禁|拒绝|绝不|从不|无需|凡是?(?=.{0,12}(?:索|要|让|称|为由))|任何人|(?:自称|冒充|假冒|索要)|(?:防止|避免)(?=.{0,6}$)|(?:诈骗(?:分子)?|骗子|不法分子)(?:会|常|多|通过|以|让)|(?<![a-z])(?:never|not(?! you)|no one|don'?t|won'?t|anyone|beware|scam(?:mers?)?)(?![a-z])/gu
/** What was warned of is over: it was something else, or the asking begins behind it. */
const SPENT = new RegExp(
  `忘|耽[误搁]|犹豫|担心|害怕|拖延|错过|声张|着急|挂断|请(?!勿)|需[^要]|须|务必|.{3}[把将]|${PASS}[^、或和及/]+(?<! or | and )$|(?<![a-z])(?:please|pls|must|forget|hesitate|worry|miss|delay|hang up)(?![a-z])`,
  'u',
)
/** The end of a number says whose it is, and no more. */
const END = /后[四4六6]位|末[四4六6]位|last (?:four|4)/u
/** `要您填写银行卡号的均为诈骗`. */
const IS_FRAUD = /^[^,。;!?不非没]{0,8}(?:诈骗|骗子|骗局|(?<![a-z])scam)/u
/** As far before what is asked for as a warning of it begins. */
const BEFORE = 32

/** Whether a narrow text wants of its reader what nobody who sends a notice asks for: a card, a code, or that something is scanned to get or pay. */
export const asksForKeys = (text: string): boolean => text.split(/[,。;!?\n]|\.\s/u).some(asks)

function asks(clause: string): boolean {
  if (END.test(clause)) return false
  ASKS.lastIndex = 0
  for (let found = ASKS.exec(clause); found; found = ASKS.exec(clause)) {
    const end = found.index + found[0].length
    if (!isWarned(clause.slice(Math.max(0, found.index - BEFORE), found.index)) && !IS_FRAUD.test(clause.slice(end)))
      return true
    // What one warning is about may be asked for behind it.
    ASKS.lastIndex = found.index + 1
  }
  return false
}

function isWarned(before: string): boolean {
  const last = [...before.matchAll(WARNS)].at(-1)
  return last !== undefined && !SPENT.test(before.slice(last.index + last[0].length))
}
