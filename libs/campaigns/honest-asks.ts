/** What is its reader’s alone: who has it pays with it, or is them. */
const KEPT =
  '(?:银行卡(?:卡号|号码?)?|储蓄卡号?|信用卡号|卡号|银行账[号户]|身份证号码?|支付密码|取款密码|银行密码|有效期|cvv2?|card (?:number|details|no)|bank (?:details|account)|account number|(?<![a-z])pin(?![a-z]|\\D{0,4}\\d)|sort code|passport number|social security number)'
const CODE =
  '(?:(?:短信|动态)?(?:验证|校验|动态)码|(?<![a-z])(?:(?:verification |security )?code|otp|passcode)(?![a-z]))'
/** To have it given, and what no form asks for whose number it is: `输入验证码` is how codes are typed. */
const GIVE =
  '(?:填写|填入|填报|录入|输入|提供|上传|提交|登记|补[充录填]|回填|告知|告诉|发送|发给|发到|回复|报(?:给|上)|enter|provide|submit|send|reply with|give|confirm|update|fill in|tell)'
const HAND = '(?:提供|告知|告诉|发送|发给|发到|回复|报(?:给|上)|send|reply with|give|tell|forward)'
const SCAN = '(?:扫描?(?:一下|下方|上方|以下|图中|附件|此)?的?(?:二维码|码)|scan (?:the|this) (?:qr )?code)'
const FOR_IT =
  '(?:填写|填报|登记|申领|领取|领补|申报|认证|绑定|激活|验证|核实|缴[费纳]|付款|转账|claim|verify|confirm|update|pay|register)'

const ASKS = new RegExp(
  [
    `${GIVE}[^,。;:!?]{0,12}${KEPT}`,
    `${KEPT}[^,。;:!?]{0,8}(?:${HAND}|填)`,
    `${HAND}[^,。;:!?0-9]{0,8}${CODE}(?!\\D{0,4}\\d)`,
    `[把将][^,。;:!?]{0,8}${CODE}[^,。;:!?]{0,4}${HAND}`,
    `${SCAN}[^,。;:!?]{0,6}${FOR_IT}`,
  ].join('|'),
  'u',
)
/** Who warns of it does not ask for it. */
const WARNS =
  /勿|别把|不[要会可应得需能用必]|谨防|警惕|防止|避免|严禁|拒绝|绝不|从不|无需|凡是?|任何人|诈骗|骗子|(?<![a-z])(?:never|not|no one|don'?t|won'?t|anyone|beware|scam)(?![a-z])/u
/** The end of a number says whose it is, and no more. */
const END = /后[四4六6]位|末[四4六6]位|last (?:four|4)/u

/** Whether a narrow text wants of its reader what nobody who sends a notice asks for: a card, a code, or that something is scanned to get or pay. */
export const asksForKeys = (text: string): boolean =>
  ASKS.test(text) &&
  text.split(/[,。;!?\n]|\.\s/u).some((clause) => ASKS.test(clause) && !WARNS.test(clause) && !END.test(clause))
