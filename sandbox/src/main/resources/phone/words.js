// Every word of the page, in both languages. What the shop says is never translated.

const zh = {
  tagline: '顾客的手机 · 试用沙盒', language: '语言', people: '顾客', close: '关闭',
  peopleNote: '都是虚构的人，点一位，拿起 TA 的手机。', phone: '手机', pick: '选一位顾客',
  welcome: '拿起顾客的手机', step1: '选一位顾客，比如“小满的茶席”', step2: '关注云朵山货的公众号',
  step3: '问一句“我的快递到哪了”，报上订单号和手机尾号', step4: '把时钟拨到明早，进度消息自己来',
  openPeople: '换一位顾客', openBeside: '时钟和订单', more: '公众号资料', chat: '聊天记录',
  message: '消息', messageHint: '说点什么', send: '发送', menu: '公众号菜单', mustFollow: '关注之后，才能收发消息。',
  follow: '关注公众号', unfollow: '取消关注', about: '来自云南山里的茶、菌子和陶。有事请直接说，我们一直在。',
  beside: '时钟和订单', clock: '小店的时钟', hour: '+1 小时', morning: '明早', days: '+3 天', week: '+1 周',
  clockNote: '拨动时钟，整个小店跟着走：包裹上路，早上的进度消息会自己来。', turning: '时间正在过去……',
  turned: '到点了。', heard: n => `${n} 位顾客收到了新消息。`, heardNone: '没有人收到新消息。',
  try: '可以这样说', orders: '这位顾客的订单', earlier: n => `更早的订单（${n}）`,
  ordersNote: '顾客自己知道的事，点一下就替 TA 说出来。', noOrders: '这位是陌生人，没有在店里买过东西。',
  number: '订单号', tail: '手机尾号', extension: '虚拟号分机', paid: '实付', more1: n => `等 ${n + 1} 种`,
  sayNumber: '说 订单号+尾号', sayWaybill: '说 运单号', sayPaid: '说 实付金额', scan: '扫包裹卡',
  scanned: '扫了包裹里的卡片', carrierSays: '快递公司的最新记录', exports: '这家店的真实格式导出：',
  orderExport: '订单报表', itemExport: '宝贝报表', stranger: '陌生人', strangerNote: '没有买过东西',
  emptyFollowed: '还没有消息。在下面打个招呼，或点旁边的句子。', emptyNew: '你还没有关注这家店。',
  typing: '对方正在输入…', below: n => `${n} 条新消息 ↓`, unread: n => `${n} 条未读`, details: '查看详情',
  media: { image: '[图片]', voice: '[语音]', video: '[视频]', music: '[音乐]' }, unknownKind: '[这种消息沙盒还不会显示]', you: '你说', shop: '云朵山货说',
  apps: { wechat: '公众号', kf: '微信客服', qq: 'QQ', group: 'QQ 群' }, appsLabel: '换一个应用', botName: '@云朵山货',
  titles: { wechat: '云朵山货', kf: '云朵山货 客服', qq: '云朵山货', group: '云朵茶友群' }, groupHint: '@云朵山货 才会听见',
  notice: '服务通知', yesterday: '昨天', allow: '允许', allowPage: '允许提醒一次', refuse: '不允许', allowed: '已选择', noticeAsk: t => `想给你发一次：${t}`,
  gone: '沙盒没有应答：服务可能已经停了。请在终端里重新启动，这一页会自己接上。',
  held: '店里已经接了真的账号，时钟不能再拨了：真的顾客过的是真的时间。想接着试，请用另一个数据文件夹启动：--huitouke.data-dir=./data-demo',
  refused: '平台没有接受这个动作。', broken: '沙盒出了点问题，请看服务的日志。',
  hints: ['我的快递到哪了', '什么时候能到', '怎么还没发货', '帮我催一下快递', '你好'],
  state: {
    created: '待揽收', collected: '刚揽收', moving: '运输中', city: '已到城市', out: '派送中', locker: '可取件',
    signed: '已签收', stuck: '几天没动', returned: '已退回', unshipped: '待发货', unpaid: '待付款',
    closed: '已关闭', refunded: '已退款', finished: '已完成', none: '都已完成', shipped: '已发货',
  },
};

const en = {
  tagline: 'A customer\'s phone · sandbox', language: 'Language', people: 'Customers', close: 'Close',
  peopleNote: 'None of them is real. Another person, another phone.', phone: 'Phone', pick: 'Choose a customer',
  welcome: 'Pick up a customer\'s phone', step1: 'Choose a customer, say 小满的茶席',
  step2: 'Follow the shop\'s WeChat account', step3: 'Ask 我的快递到哪了 (“where is my parcel?”), then give order number and phone tail',
  step4: 'Turn the clock to tomorrow morning: the news comes by itself',
  openPeople: 'Another customer', openBeside: 'Clock and orders', more: 'About this account', chat: 'Conversation',
  message: 'Message', messageHint: 'Say something', send: 'Send', menu: 'Account menu', mustFollow: 'Follow the account to chat with the shop.',
  follow: 'Follow', unfollow: 'Unfollow', about: 'Tea, mushrooms and pottery from the mountains of Yunnan.',
  beside: 'Clock and orders', clock: 'The shop\'s clock', hour: '+1 hour', morning: 'Next morning', days: '+3 days', week: '+1 week',
  clockNote: 'Turn the clock and the whole shop follows: parcels travel on, and the morning\'s news comes by itself.',
  turning: 'Time is passing…', turned: 'There we are.',
  heard: n => (n === 1 ? 'One customer has news.' : `${n} customers have news.`), heardNone: 'Nobody has news.',
  try: 'Things to say', orders: 'This customer\'s orders', earlier: n => `Earlier orders (${n})`,
  ordersNote: 'What the customer knows. Tap, and it is said.', noOrders: 'A stranger, who never bought anything here.',
  number: 'Order', tail: 'Phone ends in', extension: 'Virtual number, ext.', paid: 'Paid', more1: n => `and ${n} more`,
  sayNumber: 'Say order no. + tail', sayWaybill: 'Say waybill no.', sayPaid: 'Say amount paid', scan: 'Scan parcel card',
  scanned: 'scanned the card in the parcel', carrierSays: 'The carrier\'s newest line', exports: 'This shop\'s exports, in the real format:',
  orderExport: 'orders', itemExport: 'items', stranger: 'A stranger', strangerNote: 'never bought anything',
  emptyFollowed: 'Nothing yet. Say hello below, or tap one of the suggestions.', emptyNew: 'You do not follow this shop yet.',
  typing: 'typing…', below: n => (n === 1 ? 'New message ↓' : `${n} new messages ↓`), unread: n => `${n} unread`, details: 'Details',
  media: { image: '[image]', voice: '[voice]', video: '[video]', music: '[music]' }, unknownKind: '[the sandbox cannot show this kind of message]', you: 'You said', shop: '云朵山货 said',
  apps: { wechat: 'WeChat', kf: 'WeCom', qq: 'QQ', group: 'QQ group' }, appsLabel: 'Another app', botName: '@云朵山货',
  titles: { wechat: '云朵山货', kf: '云朵山货 客服', qq: '云朵山货', group: '云朵茶友群' }, groupHint: 'Only @云朵山货 is heard',
  notice: 'Service notice', yesterday: 'Yesterday', allow: 'Allow', allowPage: 'Allow one notice', refuse: 'Don\'t allow', allowed: 'Chosen', noticeAsk: t => `wants to notify you once: ${t}`,
  gone: 'The sandbox does not answer: its server seems to have stopped. Start it again in the terminal; this page will reconnect by itself.',
  held: 'A real account is set up, so the clock cannot be turned any more: real customers live by real time. To go on trying, start with another data folder: --huitouke.data-dir=./data-demo',
  refused: 'The platform did not accept that.', broken: 'Something went wrong in the sandbox; its log says what.',
  hints: ['我的快递到哪了', '什么时候能到', '怎么还没发货', '帮我催一下快递', '你好'],
  glosses: ['Where is my parcel?', 'When will it arrive?', 'Why not shipped yet?', 'Please hurry the courier', 'Hello'],
  state: {
    created: 'To collect', collected: 'Just collected', moving: 'On its way', city: 'In your city', out: 'Out for delivery',
    locker: 'In a locker', signed: 'Signed for', stuck: 'Stuck for days', returned: 'Sent back', unshipped: 'Not shipped',
    unpaid: 'Not paid', closed: 'Closed', refunded: 'Refunded', finished: 'Finished', none: 'All done', shipped: 'Shipped',
  },
  cities: {
    '杭州市': 'Hangzhou', '广州市': 'Guangzhou', '成都市': 'Chengdu', '上海市': 'Shanghai', '北京市': 'Beijing',
    '武汉市': 'Wuhan', '西安市': 'Xi\'an', '南京市': 'Nanjing',
  },
};

const all = { zh, en };
const ZONE = 'Asia/Shanghai';
let chosen = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';

export const language = () => chosen;
export const words = () => all[chosen];

/** Remembered for a year; the server reads it before it sends the page. */
export function speak(other) {
  chosen = other;
  document.cookie = `phone_language=${other}; Path=/; Max-Age=31536000; SameSite=Strict`;
  document.documentElement.lang = other === 'zh' ? 'zh-CN' : 'en';
}

/** Puts the words of the page's fixed parts. */
export function dress() {
  const said = words();
  for (const part of document.querySelectorAll('[data-word]')) part.textContent = said[part.dataset.word];
  for (const part of document.querySelectorAll('[data-label]')) part.setAttribute('aria-label', said[part.dataset.label]);
  for (const part of document.querySelectorAll('[data-hint]')) part.placeholder = said[part.dataset.hint];
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset.language === chosen));
  }
  document.title = chosen === 'zh' ? '云朵山货 · 顾客的手机' : '云朵山货 · a customer\'s phone';
}

const shown = (at, options) =>
  new Intl.DateTimeFormat(chosen === 'zh' ? 'zh-CN' : 'en-GB', { timeZone: ZONE, ...options }).format(at);
const day = at => new Intl.DateTimeFormat('en-CA', { timeZone: ZONE }).format(at);

export const clockTime = at => shown(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
export const clockDate = at => shown(at, { month: 'long', day: 'numeric', weekday: 'long' });

/** As a chat writes times: the nearer, the shorter. */
export function chatTime(at, now) {
  if (day(at) === day(now)) return clockTime(at);
  if (day(at) === day(new Date(now - 86400000))) return `${words().yesterday} ${clockTime(at)}`;
  const near = now - at < 6 * 86400000;
  return `${shown(at, near ? { weekday: 'short' } : { month: 'short', day: 'numeric' })} ${clockTime(at)}`;
}
