/** Whose links stand in honest notices as well. */
const OWNED =
  /(?:^|\.)(?:10086\.cn|mobilebj\.cn|10010\.com|189\.cn|12306\.cn|95588\.com|icbc\.com\.cn|ccb\.com|boc\.cn|abchina\.com|cmbchina\.com|bankcomm\.com|psbc\.com|spdb\.com\.cn|alipay\.com|jd\.com|sf-express\.com|cainiao\.com|ctrip\.com|qunar\.com|gov\.cn|95516\.com|95555\.cn|e95555\.cn|ctrip\.cn|elong\.com|airchina\.com(?:\.cn)?|csair\.com|ceair\.com|taikang\.com|pingan\.com|taobao\.com|tmall\.com|meituan\.com|dianping\.com|ems\.com\.cn|qq\.com|cmbc\.com\.cn|cebbank\.com|citicbank\.com|bankofbeijing\.com\.cn|cib\.com\.cn|hxb\.com\.cn)$/

/** Names under which sellers, members and writers have pages of their own: of their hosts only these speak for who owns the name. */
const SHARED = /(?:^|\.)(?:qq\.com|taobao\.com|tmall\.com|jd\.com|alipay\.com|dianping\.com|meituan\.com)$/
const OWN_HOSTS = new Set(
  `www.qq.com qq.com vip.qq.com aq.qq.com kf.qq.com pay.qq.com im.qq.com weixin.qq.com www.taobao.com taobao.com lv.taobao.com
  trip.taobao.com buyertrade.taobao.com www.tmall.com tmall.com chaoshi.tmall.com jd.com www.jd.com m.jd.com order.jd.com
  help.jd.com jr.jd.com www.alipay.com alipay.com d.alipay.com m.alipay.com my.alipay.com www.dianping.com dianping.com
  m.dianping.com t.dianping.com www.meituan.com meituan.com i.meituan.com m.meituan.com`.split(/\s+/),
)
/** Hosts of the others where anybody keeps files, notes or programs. */
const OF_ALL =
  /^(?:cloud|pan|mail|photo)\.189\.cn$|^(?:mm|dev|mail|weibo|space|pan)\.10086\.cn$|^(?:you|gs)\.ctrip\.com$|^(?:travel|user)\.qunar\.com$/
/** Hosts of companies where anybody has a page, and nobody a host; below other names of many, members have hosts of their own. */
const OF_PAGES =
  /(?:^|\.)(?:weixin\.qq\.com|docs\.qq\.com|wechat\.com|baidu\.com|google\.com|weibo\.c(?:om|n)|douyin\.com|kuaishou\.com|apple\.com|facebook\.com|whatsapp\.com|(?:item|u)\.jd\.com|item\.taobao\.com|detail\.tmall\.com|m\.tb\.cn)$/
/** A seller’s or a member’s page under a name that is the owner’s otherwise. */
const OF_A_MEMBER =
  /\/(?:shop|store|item|goods|member|user|u|space|blog|note|group|community|share|form|survey|redirect|jump|go|link)(?:[/?.]|$)|[?&](?:url|u|to|target|redirect|goto|next|jump)=/iu

/** Whether a domain is a bank’s, a carrier’s, the state’s, or so many people’s that nobody blocks it whole. */
export const isHonestDomain = (domain: string): boolean => OWNED.test(domain)

/** Whether a host below such a name, or below one where everybody has a page, is its owner’s, and no single member’s. */
export const isHostOfMany = (host: string): boolean => isHonestLink(host) || OF_ALL.test(host) || OF_PAGES.test(host)

/** Whether a link, as host and path, leads to whom it names, and to no page that anybody can make there. */
export function isHonestLink(url: string): boolean {
  const end = url.search(/[:/?#]|$/)
  const host = url.slice(0, end)
  if (!OWNED.test(host) || OF_ALL.test(host) || (SHARED.test(host) && !OWN_HOSTS.has(host))) return false
  return !OF_A_MEMBER.test(url.slice(end))
}
