import type { Deps } from '#service'
import { importRows } from './imports.ts'
import { type Kind, kinds } from './kinds.ts'

/** Invented partners, ports and tariffs of the kinds that a mobile operator has. */
const partners = `
sp-huayu,华娱互动,Huayu Interactive,entertainment
sp-cloudread,云阅文化,Cloudread Books,reading
sp-mellow,悦听音乐,Mellow Music,music
sp-skycast,天象万通,Skycast Weather,information
sp-fitgo,动享健康,FitGo Health,health
sp-bank,江海银行,Jianghai Bank,bank
sp-shop,好易购,HaoYi Mall,commerce`

const services = `
joke-daily,sp-huayu,10661234,每日笑话,Daily Jokes,500,month,24h,XH
star-news,sp-huayu,10661234,明星八卦,Star News,800,month,24h,BG
game-gold,sp-huayu,10661288,金币大乐园,Gold Arcade,1000,month,60m,JB
read-vip,sp-cloudread,10662021,悦读会员,Reading VIP,1000,month,24h,YD
read-novel,sp-cloudread,10662021,连载小说,Serial Novels,500,month,24h,LZ
ring-month,sp-mellow,10663456,彩铃包月,Ringback Monthly,500,month,24h,CL
ring-one,sp-mellow,10663456,单曲下载,Single Download,200,once,60m,DQ
hifi-member,sp-mellow,10663457,无损会员,HiFi Member,1500,month,24h,WS
weather-sms,sp-skycast,10664001,气象短信,Weather SMS,200,month,24h,QX
traffic-sms,sp-skycast,10664002,路况快报,Traffic Report,300,month,24h,LK
walk-plan,sp-fitgo,10665180,健走计划,Walking Plan,600,month,24h,JZ
sleep-lab,sp-fitgo,10665181,睡眠课堂,Sleep Lab,900,month,24h,SM
read-audio,sp-cloudread,10662022,有声小说,Audio Novels,800,month,24h,YS,30
bank-alert,sp-bank,10655588,账户变动提醒,Account Alerts,200,month,24h,TX
mall-card,sp-shop,10657700,优惠月卡,Saver Card,990,month,60m,YH
mall-offers,sp-shop,10657700,优惠活动,Offers,0,marketing,24h,YX,,2,6`

/** What each port was approved for: a bank tells and sends codes, a mall advertises. */
const ports = `
10661234,sp-huayu,entertainment,service otp marketing,,600
10661288,sp-huayu,games,service otp
10662021,sp-cloudread,reading,service otp marketing
10662022,sp-cloudread,reading,service
10663456,sp-mellow,music,service otp marketing
10663457,sp-mellow,music,service
10664001,sp-skycast,information,service
10664002,sp-skycast,information,service
10665180,sp-fitgo,health,service
10665181,sp-fitgo,health,service
10655588,sp-bank,bank,service otp
10657700,sp-shop,commerce,otp marketing,,1200`

/** The handset page offers these numbers; the first two are rich, the last pays for nothing. */
const subscriptions = `
13800138000,joke-daily,,2026-03-02T09:12:00+08:00
13800138000,ring-month,,2026-04-18T20:05:00+08:00
13800138000,weather-sms,,2026-01-09T08:00:00+08:00
13800138000,read-vip,畅享套餐,2026-05-01T00:00:00+08:00
13800138000,hifi-member,畅享套餐,2026-05-01T00:00:00+08:00
13900139000,star-news,,2026-02-11T21:40:00+08:00
13900139000,joke-daily,,2026-02-11T21:42:00+08:00
13900139000,game-gold,,2026-06-30T23:15:00+08:00
13900139000,walk-plan,,2026-07-07T07:07:00+08:00
13900139000,mall-card,,2026-08-08T12:00:00+08:00
13900139000,bank-alert,,2025-12-01T10:00:00+08:00
13900139000,traffic-sms,出行套餐,2026-03-15T00:00:00+08:00
13900139000,weather-sms,出行套餐,2026-03-15T00:00:00+08:00
13700137000,read-novel,,2026-09-09T09:09:00+08:00
13600136000,sleep-lab,,2026-10-10T22:10:00+08:00
13600136000,ring-month,乐享套餐,2026-10-01T00:00:00+08:00`

/** Seeds the demo once: a catalogue that holds something is left as it is. */
export async function seedDemo(deps: Deps): Promise<void> {
  if (deps.catalogue.partners(deps.clock.now()).length > 0) return
  await seed('partners', partners, deps)
  await seed('services', services, deps)
  await seed('ports', ports, deps)
  await seed('subscriptions', subscriptions, deps)
  deps.log.info({ partners: 7, services: 16, ports: 12 }, 'demo data seeded')
}

async function seed(kind: Kind, text: string, deps: Deps): Promise<void> {
  const rows = text
    .trim()
    .split('\n')
    .map((line, index) => ({
      line: index + 1,
      values: Object.fromEntries(line.split(',').map((value, at) => [kinds[kind][at], value])),
    }))
  const source = (async function* () {
    yield* rows
  })()
  // Lanes start when all parts have: here they are not to be waited for.
  for await (const line of importRows(kind, source, deps, { waits: false }))
    if ('error' in line) throw new Error(`demo ${kind}, line ${line.line}: ${line.error}`)
}
