/** What senders of all kinds write: that two texts share it says nothing. Numbers are left out, as they are of any text. */
export const commonplaces: readonly string[] = `
您尾号的信用卡于月日时分消费人民币元，当前可用余额元
您尾号的借记卡账户月日支出收入转入转出人民币元，活期余额元，感谢您的使用
您的账户于月日网上支付交易金额人民币元，如有疑问请致电客服热线
您的验证码是，请于分钟内输入，有效期分钟，请勿泄露给他人
验证码，分钟内有效，请勿告知他人，如非本人操作请忽略本短信
动态密码校验码登录验证码，工作人员不会向您索取，切勿泄露
您的快递已到达，请凭取件码及时前往取件，如有疑问请联系快递员
您的订单已发货，预计今日送达，请保持电话畅通，祝您生活愉快
尊敬的客户您好，截至月日时分，您本月套餐内剩余流量，已使用，感谢您的使用
尊敬的用户您的话费余额不足，为避免影响您的使用请及时充值缴费
尊敬的会员，尊敬的先生女士，尊敬的业主，尊敬的家长您好
亲爱的会员，亲爱的用户您好，打扰了，在吗
回复退订，退订回，回拒收，详询客服热线，咨询电话，详情点击链接查看
详情请登录官网查询，详情请咨询，地址，欢迎您的光临，祝您生活愉快
请点击链接下载客户端，更多优惠尽在，活动时间即日起至月日，先到先得，数量有限
收到请回复，谢谢，祝您节日快乐，新年快乐，万事如意，身体健康，合家幸福
以下是转发的短信，转发来自号码的短信，收到请转发，我要举报垃圾短信，举报诈骗短信，请帮我看看是不是骗人的
Your verification code is. Do not share it with anyone. It expires in minutes
Your card ending was debited. Available balance. If this was not you please call us
Your parcel order is out for delivery today between and. Thank you for your order
Please call to reply stop to opt out. Terms and conditions apply. For more information visit
Dear customer, thank you for choosing us. Have a nice day
Forwarded message from, please report this spam
`
  .trim()
  .split('\n')
