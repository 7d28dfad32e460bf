/** What a UTF-16 code unit can begin, for the first pass over a text. */
export const unitClass = { none: 0, digit: 1, at: 2, spoken: 3, odd: 4 } as const;

const size = 0x10000;

/** Traditional, simplified, Traditional, simplified… of the characters that our words use. */
const traditional =
  '電电話话號号碼码證证戶户帳账賬账開开護护駕驾車车臺台單单訂订運运郵邮驗验動动銀银儲储聯联機机傳传簡简訊讯應应這这個个為为們们繫系絡络寶宝紅红書书網网頁页聲声條条識识別别類类編编務务會会員员學学職职業业' +
  '軍军間间時时點点歲岁國国區区縣县鄉乡鎮镇莊庄樓楼層层門门灣湾廣广東东遼辽寧宁龍龙蘇苏滬沪魯鲁贛赣閩闽瓊琼雲云貴贵陝陕肅肃賣卖買买發发變变產产貨货財财賀贺貼贴購购贈赠資资質质賠赔輸输轉转辦办邊边過过還还' +
  '進进選选遞递錄录錢钱鎖锁鍵键險险際际陰阴陽阳隊队階阶離离難难響响頭头題题顧顾風风飛飞餘余館馆駐驻騎骑體体魚鱼鳥鸟麥麦黃黄齊齐檔档檢检權权歷历殘残氣气決决沒没況况測测準准瀏浏燈灯無无爾尔牆墙獎奖現现環环' +
  '療疗監监盤盘確确稅税種种積积穩稳競竞筆笔節节範范簽签籤签糧粮純纯紙纸級级細细終终組组結结給给統统絕绝經经維维綁绑線线緊紧練练縮缩總总織织續续義义習习聖圣聞闻聽听膠胶臨临舊旧艙舱莖茎華华萬万葉叶著着藍蓝' +
  '藥药處处術术衛卫裝装裡里補补製制複复見见規规視视覺觉親亲觀观計计討讨記记設设許许訴诉診诊詞词試试詢询該该詳详語语誤误說说課课調调談谈請请論论諮咨謝谢講讲讓让讀读負负責责貸贷費费賽赛贏赢趕赶軟软較较載载' +
  '輕轻輯辑農农連连週周遊游違违適适遠远遲迟醫医釋释針针鈔钞鐘钟鐵铁鑰钥長长閉闭問问閱阅關关陸陆隨随雙双雜杂靜静項项順顺須须預预領领頻频額额願愿顯显飯饭飲饮飾饰養养馬马駁驳騙骗驚惊鮮鲜黨党龜龟傘伞價价優优' +
  '億亿償偿債债傷伤僅仅兒儿兌兑內内兩两冊册凍冻劃划劇剧劑剂勁劲勞劳勢势勳勋勵励匯汇協协卻却參参啟启喪丧喬乔嗎吗嘗尝噸吨嚴严團团園园圓圆圖图圍围執执堅坚報报場场塊块塵尘墊垫壓压壞坏壯壮壽寿夠够夢梦夾夹奪夺' +
  '奮奋婦妇媽妈嬰婴孫孙審审寫写寬宽實实將将專专尋寻對对導导屆届屬属岡冈島岛崗岗嶺岭幣币師师帶带幫帮幹干幾几庫库廁厕廠厂廢废張张強强彈弹徑径從从復复徵征憑凭憲宪懷怀戰战戲戏拋抛挾挟掃扫掛挂採采換换揚扬損损' +
  '搖摇擇择擊击擔担據据擴扩攝摄攤摊敗败敵敌數数斷断於于賺赚曉晓飄飘麼么當当與与樣样誰谁來来認认愛爱歡欢樂乐熱热涼凉憶忆懶懒懸悬戀恋擁拥擋挡擠挤擾扰攔拦攜携敘叙斬斩晝昼暈晕暢畅榮荣構构槍枪樹树橋桥樁桩樞枢' +
  '標标橫横殺杀殼壳毀毁氈毡汙污沖冲淚泪淨净淺浅渾浑湧涌溝沟滅灭滯滞滲渗滾滚滿满漁渔漢汉漲涨潔洁潛潜潤润濁浊濃浓濕湿濟济濤涛濫滥灑洒灘滩災灾烏乌煉炼煙烟煩烦燒烧營营爐炉爛烂爭争牽牵犧牺狀状猶犹獨独獲获獵猎' +
  '獸兽瑪玛畢毕異异瘋疯癡痴盜盗盡尽眾众睏困瞞瞒矯矫碩硕礎础礙碍禍祸禮礼禦御禱祷稱称穀谷穌稣窮穷竊窃筍笋籃篮籌筹糞粪糾纠紀纪約约納纳紛纷紮扎紹绍絆绊絨绒絲丝綜综綠绿緒绪緣缘緩缓縱纵績绩繞绕繩绳繪绘繼继纖纤' +
  '罰罚罷罢羅罗聰聪聾聋脅胁脈脉腎肾腦脑腫肿膚肤膽胆臉脸臘腊臟脏舉举艱艰藝艺蘋苹蘭兰虛虚蟲虫襲袭觸触訓训託托訪访評评詐诈詩诗誇夸誘诱誠诚誼谊誹诽諒谅諷讽諸诸諾诺謀谋謊谎謎谜謠谣謹谨譜谱譯译議议譽誉讚赞豐丰' +
  '貓猫貝贝貞贞販贩貪贪貧贫貫贯貳贰貶贬貿贸賊贼賓宾賢贤賤贱賭赌賴赖贊赞趙赵趨趋跡迹踐践蹤踪躍跃軌轨輔辅輩辈輪轮轄辖轎轿辭辞遷迁遺遗鄧邓鄭郑醬酱釣钓鈴铃鉛铅銷销鋁铝鋒锋鋼钢錦锦錯错鍋锅鍾钟鎊镑鏈链鏡镜鑒鉴' +
  '鑽钻閃闪閑闲閣阁闆板闖闯陣阵陳陈隱隐雖虽雞鸡霧雾靈灵韓韩韻韵頂顶頑顽頒颁頓顿頗颇頰颊頸颈顆颗顏颜顫颤颱台飢饥飼饲飽饱餅饼餓饿饒饶馮冯馴驯駛驶駱骆騰腾驅驱驕骄驢驴髒脏鬆松鬧闹鬥斗鬱郁鯊鲨鳳凤鴨鸭鵝鹅鶴鹤' +
  '鷹鹰鹽盐麗丽麵面齡龄';

/** Plain form of a code unit; 0 = to be ignored (zero-width and combining marks). */
export const plainOf: Uint16Array = plainTable();

/** Form in which words are compared: plain, lower case, simplified (for the characters that our words use). */
export const keyOf: Uint16Array = keyTable();

/** Value of a digit of any script, spoken Chinese digits included; 255 = no digit. */
export const digitOf: Uint8Array = digitTable();

/** 1 = ASCII digit, 2 = ASCII upper case, 3 = ASCII lower case, 0 = anything else. */
export const asciiOf: Uint8Array = asciiTable();

function plainTable(): Uint16Array {
  const t = new Uint16Array(size);
  for (let c = 0; c < size; c += 1) t[c] = c;
  const run = (from: number, to: number, plain: number): void => {
    for (let c = from; c <= to; c += 1) t[c] = plain + (c - from);
  };
  const each = (chars: string, plain: string): void => {
    for (let i = 0; i < chars.length; i += 1) t[chars.charCodeAt(i)] = plain.charCodeAt(0);
  };
  run(0xff10, 0xff19, 48);
  run(0xff21, 0xff3a, 65);
  run(0xff41, 0xff5a, 97);
  // Decimal digits of other scripts in the Basic Multilingual Plane: each block starts with its zero.
  const zeros = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0,
    0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50,
    0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0x2080,
  ];
  for (const zero of zeros) run(zero, zero + 9, 48);
  for (const one of [0x2460, 0x2474, 0x2488, 0x24f5, 0x2776, 0x2780, 0x278a]) run(one, one + 8, 49);
  t[0x24ea] = 48;
  t[0x24ff] = 48;
  t[0x2070] = 48;
  t[0xb9] = 49;
  t[0xb2] = 50;
  t[0xb3] = 51;
  run(0x2074, 0x2079, 52);
  each('\u0410\u0391', 'A');
  each('\u041e\u039f', 'O');
  each('\u043e\u03bf', 'o');
  each('\u0425\u03a7\u2169', 'X');
  each('\u0445\u2179', 'x');
  each('＠﹫', '@');
  each('．﹒', '.');
  each('＿', '_');
  each('＋﹢', '+');
  each('／', '/');
  each('＝', '=');
  each('＊﹡∗', '*');
  each('－‐‑‒–—―−﹣', '-');
  each('•‧・･∙⋅', '·');
  each('\u00a0\u1680\u202f\u205f\u3000', ' ');
  run(0x2000, 0x200a, 32);
  for (let c = 0x2000; c <= 0x200a; c += 1) t[c] = 32;
  for (let c = 0x2f00; c <= 0x2fd5; c += 1) t[c] = String.fromCharCode(c).normalize('NFKC').charCodeAt(0);
  const drop = (from: number, to: number): Uint16Array => t.fill(0, from, to + 1);
  drop(0x300, 0x36f);
  drop(0x483, 0x489);
  drop(0x200b, 0x200f);
  drop(0x202a, 0x202e);
  drop(0x2060, 0x2064);
  drop(0x2066, 0x206f);
  drop(0x20d0, 0x20ff);
  drop(0xfe00, 0xfe0f);
  drop(0xfe20, 0xfe2f);
  for (const c of [0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x180e, 0x3164, 0xfeff, 0xffa0]) t[c] = 0;
  return t;
}

function keyTable(): Uint16Array {
  const t = plainOf.slice();
  for (let c = 65; c <= 90; c += 1) t[c] = c + 32;
  for (let c = 0xff21; c <= 0xff3a; c += 1) t[c] = c - 0xff21 + 97;
  for (let i = 0; i + 1 < traditional.length; i += 2) {
    t[traditional.charCodeAt(i)] = traditional.charCodeAt(i + 1);
  }
  return t;
}

function digitTable(): Uint8Array {
  const t = new Uint8Array(size).fill(255);
  for (let d = 0; d <= 9; d += 1) t[48 + d] = d;
  const spoken = [
    '零〇○◯洞',
    '一幺壹弌么妖腰',
    '二两贰兩貳俩',
    '三叁參叄仨',
    '四肆',
    '五伍',
    '六陆陸',
    '七柒拐',
    '八捌',
    '九玖勾',
  ];
  spoken.forEach((chars, d) => {
    for (let i = 0; i < chars.length; i += 1) t[chars.charCodeAt(i)] = d;
  });
  return t;
}

function asciiTable(): Uint8Array {
  const t = new Uint8Array(size);
  t.fill(1, 48, 58);
  t.fill(2, 65, 91);
  t.fill(3, 97, 123);
  return t;
}

/** The code unit at `i`; 0 outside the text (tables are never asked for NaN, which is slow). */
export const codeAt = (text: string, i: number): number =>
  i >= 0 && i < text.length ? text.charCodeAt(i) : 0;
/** True for an ASCII letter or digit. */
export const isAlnum = (code: number): boolean => asciiOf[code] !== 0;
/** True for an ASCII letter. */
export const isLetter = (code: number): boolean => (asciiOf[code] as number) > 1;
/** True for an ASCII small letter. */
export const isSmall = (code: number): boolean => code > 96 && code < 123;
/** True for an ASCII digit. */
export const isDigit = (code: number): boolean => asciiOf[code] === 1;
