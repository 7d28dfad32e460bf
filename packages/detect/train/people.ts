/**
 * Name parts and well-known people, written for this project; with `tables/` and the dictionary they are all
 * that lexicon and generator know of names.
 */

/** Surnames by falling frequency. */
export const surnames = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩傅邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔萧谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤',
  ...'康易乔霍赖文施洪樊殷颜兰庄章鲁倪庞邢俞翟蓝聂齐葛柴伍覃骆关焦柳欧祝纪尚毕耿芦左季管符辛苗詹曲欧靳祁路涂甘温翁全解安穆凌娄童盛鲍单邬费岑柯应裴时卜席阮米车宁成卫褚华游闵明房池缪宗景桂佟冷舒简谷隋饶牛屈边梅滕喻艾晏苟鞠荣古冉丛包敖谌柏阎',
  ...'项仇阳瞿桑杭麦连来喻刁沙储苑卓冼占楚揭匡农晋申母海水郎司令狄牟战官班迟门平满年晁束柏商云逄尤虞郁臧计燕强仲訾厉鄢邸上隗山寇邝相畅阴降戚宫原巩巫岳芮邰丘鄂励粟乌木党戈迪信和幸师漆闻禹敬双言银利那尉查沃诸嵇谈宓贝奚郜昌凤胥苍岱薄印宿怀蒲蒙赫仝佘佴笪',
  ...'窦楼卞甄习权冀栾茹蔺阚竺昝钮牧亓郗闾宣皮卿展占桓亢况阙靖撒步茅寿缑雒仉逯弓干禚承税羊仓勾濮修恽荀郏糜於惠麴羿汲邴松井富蓬仰秋伊暴甘钭韶蓟溥索籍屠胥巴东查廉吉封麻支湛区花乐戎祖莘劳姬扶宰郦雍璩扈浦慎庾暨衡殳蔚夔隆厍融乜巢蒯荆幺种冶檀肇昂贡贲裘酆危宦粱',
].filter((s, i, all) => all.indexOf(s) === i);

export const compoundSurnames =
  '欧阳 司马 上官 诸葛 司徒 东方 独孤 南宫 夏侯 皇甫 尉迟 公孙 慕容 令狐 轩辕 端木 长孙 宇文 钟离 东郭 呼延 闻人 赫连 澹台 公冶 濮阳 淳于 单于 太史 申屠 仲孙 百里 西门 拓跋 完颜 爱新觉罗 叶赫那拉 纳兰 耶律'.split(
    ' ',
  );

/** Japanese surnames of two to three characters in Simplified Chinese spelling. */
export const japaneseSurnames =
  '佐藤 铃木 高桥 田中 渡边 伊藤 山本 中村 小林 加藤 吉田 山田 佐佐木 山口 松本 井上 木村 清水 斋藤 山崎 阿部 池田 桥本 石川 山下 小川 石井 长谷川 后藤 冈田 近藤 前田 藤田 远藤 青木 坂本 村上 太田 金子 藤井 福田 西村 三浦 竹内 中岛 冈本 松田 原田 中野 小野 田村 藤原 中山 石田 小岛 和田 森田 内田 柴田 酒井 原口 横山 宫崎 宫本 内山 高木 安藤 谷口 大野 丸山 今井 高田 藤本 武田 村田 上野 杉山 增田 平野 菅原 小泉 安倍 鸠山 菅直 麻生 野田 岸田 石破 羽生 福原 大江 川端 三岛 东野 夏目 芥川 太宰 北野 黑泽 岩井 是枝 新海 宫泽 竹下 中曾根 小渊 桥下 石原 本田 香川 长友 中田 大谷 铃木 松井 樱井 滨崎 仓木 宇多田 绫濑 新垣 北川 长泽 福山 织田 丰臣 德川 明智 上杉 伊达 西乡 大隈 犬养 东条 山县 土肥原 冈村'.split(
    ' ',
  );

export const japaneseGiven =
  '一郎 二郎 三郎 太郎 次郎 健太 大辅 翔太 拓也 直树 和也 隆 浩 诚 茂 勇 实 清 进 明 纯一郎 晋三 康夫 由纪夫 直人 太郎 文雄 圭吾 春树 龙之介 由纪 美咲 惠子 真由美 洋子 明美 裕子 爱 结衣 结弦 优子 奈奈 千寻 步 光 雅美 麻衣 香织 里美 夏希 耀司 骏 武 明 俊二 裕和 诚 雅治 拓哉 润 圭佑 真司 佑都 英寿 翔平 秀树 角荣 喜一 英机 秀吉 家康 信长 光秀 康成 由纪夫 治 漱石 健三郎'.split(
    ' ',
  );

/** Parts of Uyghur, Kazakh, Tibetan, Mongolian and other minority names, joined by a middle dot. */
export const minorityParts =
  '阿依古丽 买买提 艾合买提 古丽娜扎 迪丽热巴 迪力木拉提 热依扎 阿里木江 阿不都热合曼 吐尔逊 玉素甫 艾力 艾尼瓦尔 库尔班 巴哈尔古丽 木塔里甫 努尔买买提 阿布力孜 阿迪力 依明 帕尔哈提 麦麦提 图尔贡 哈力克 热合曼 赛福鼎 艾则孜 包尔汉 沙力 古力 米热 阿卜杜拉 肉孜 司马义 铁力瓦尔地 阿不来提 阿不都热西提 努尔兰 阿合买提江 叶尔兰 巴合提 哈斯木 赛里克 加尔肯 佟丽娅 扎西 次仁 卓玛 平措 多吉 尼玛 旺堆 顿珠 格桑 拉姆 央金 德吉 丹增 索朗 白玛 仁青 洛桑 边巴 普布 达瓦 强巴 阿旺 晋美 热地 阿沛 阿旺晋美 巴特尔 乌云 其其格 苏和 斯琴 高娃 腾格尔 阿木古郎 额尔德尼 布和 朝鲁 宝音 那日苏 孟和 呼和 娜仁 托娅 萨仁 格日勒 乌兰 哈斯 达来 吉克 隽逸 沙马 拉毛 阿牛 木呷 尔古 曲比 阿乌 玛依拉 阿依努尔 古丽米热 帕提古丽 热娜 米日古丽 阿孜古丽 吾买尔 伊力哈木 卡德尔 塔依尔 亚森 吾斯曼 阿地力 巴图尔 热孜万古丽 祖力皮亚 艾克拜尔 木合塔尔 阿曼古丽 约尔古丽 哈里旦 萨迪克'.split(
    ' ',
  );

/** Transliterated given names. */
export const foreignGiven =
  '约翰 玛丽 大卫 迈克尔 威廉 詹姆斯 罗伯特 理查德 托马斯 查尔斯 克里斯托弗 丹尼尔 马修 安东尼 马克 唐纳德 史蒂文 保罗 安德鲁 约书亚 肯尼斯 凯文 布莱恩 乔治 爱德华 罗纳德 蒂莫西 杰森 杰弗里 瑞安 雅各布 加里 尼古拉斯 埃里克 乔纳森 斯蒂芬 拉里 贾斯汀 斯科特 布兰登 本杰明 塞缪尔 格雷戈里 弗兰克 亚历山大 雷蒙德 帕特里克 杰克 丹尼斯 杰瑞 泰勒 亚伦 何塞 亨利 亚当 道格拉斯 内森 彼得 扎卡里 凯尔 沃尔特 哈罗德 杰里米 伊桑 卡尔 基思 罗杰 杰拉德 肖恩 奥斯汀 阿瑟 劳伦斯 杰西 迪伦 布莱斯 乔丹 比利 布鲁斯 阿尔伯特 威利 加布里埃尔 阿兰 胡安 韦恩 拉尔夫 罗伊 尤金 兰迪 文森特 拉塞尔 路易斯 菲利普 鲍比 约翰尼 布拉德利 帕特里夏 詹妮弗 琳达 伊丽莎白 芭芭拉 苏珊 杰西卡 莎拉 凯伦 丽莎 南希 贝蒂 玛格丽特 桑德拉 阿什利 金伯利 艾米丽 唐娜 米歇尔 卡罗尔 阿曼达 多萝西 梅丽莎 黛博拉 斯蒂芬妮 丽贝卡 莎伦 劳拉 辛西娅 凯瑟琳 艾米 安吉拉 雪莉 安娜 布伦达 帕梅拉 艾玛 妮可 海伦 萨曼莎 凯蒂 克里斯汀 黛布拉 蕾切尔 卡罗琳 珍妮特 凯特 玛丽亚 希瑟 黛安 露丝 朱莉 奥利维亚 乔伊斯 弗吉尼亚 维多利亚 凯莉 劳伦 克里斯蒂娜 琼 伊芙琳 朱迪斯 梅根 安德烈娅 雪莉儿 汉娜 杰奎琳 玛莎 格洛丽亚 特蕾莎 安 萨拉 麦迪逊 弗朗西斯 凯西 詹尼丝 吉恩 艾比 爱丽丝 茱莉亚 弗拉基米尔 德米特里 鲍里斯 米哈伊尔 尼古拉 伊万 谢尔盖 阿列克谢 安德烈 伊戈尔 列夫 费奥多尔 安东 亚历山德罗 马尔科 乔瓦尼 朱塞佩 弗朗西斯科 卡洛斯 迭戈 费尔南多 罗伯托 里卡多 佩德罗 安赫尔 胡里奥 加西亚 卢卡 蒂埃里 皮埃尔 让 雅克 弗朗索瓦 尼古拉 奥利维尔 齐内丁 克劳德 汉斯 于尔根 米夏埃尔 马丁 赫尔穆特 沃尔夫冈 约翰内斯 弗里德里希 约瑟夫 奥托 安格拉 克里斯蒂亚诺 利昂内尔 内马尔 韦德 勒布朗 科比 沙奎尔 德怀特 凯尔文 斯蒂夫 比尔 沃伦 埃隆 穆罕默德 艾哈迈德 阿里 侯赛因 哈桑 奥马尔 萨利赫 阿卜杜拉 英迪拉 纳伦德拉 阿米尔 沙鲁克 贝纳齐尔 哈米德 巴拉克 希拉里 唐纳德 乔 卡玛拉 米特 康多莉扎 科林 迪克 阿尔 罗纳尔德 吉米 杰拉尔德 林登 德怀特 富兰克林 西奥多 亚伯拉罕'.split(
    ' ',
  );

/** Transliterated surnames. */
export const foreignSurnames =
  '史密斯 约翰逊 威廉姆斯 琼斯 布朗 戴维斯 米勒 威尔逊 摩尔 泰勒 安德森 托马斯 杰克逊 怀特 哈里斯 马丁 汤普森 加西亚 马丁内斯 罗宾逊 克拉克 罗德里格斯 刘易斯 沃克 霍尔 艾伦 杨格 埃尔南德斯 金 赖特 洛佩兹 希尔 斯科特 格林 亚当斯 贝克 冈萨雷斯 纳尔逊 卡特 米切尔 佩雷斯 罗伯茨 特纳 菲利普斯 坎贝尔 帕克 埃文斯 爱德华兹 柯林斯 斯图尔特 桑切斯 莫里斯 罗杰斯 里德 库克 摩根 贝尔 墨菲 贝利 里维拉 库珀 理查森 考克斯 霍华德 沃德 托雷斯 彼得森 格雷 拉米雷斯 詹姆斯 沃森 布鲁克斯 凯利 桑德斯 普莱斯 班尼特 伍德 巴恩斯 罗斯 亨德森 科尔曼 詹金斯 佩里 鲍威尔 朗 帕特森 休斯 弗洛雷斯 华盛顿 巴特勒 西蒙斯 福斯特 布莱恩特 亚历山大 拉塞尔 格里芬 迪亚兹 海耶斯 克林顿 布什 里根 肯尼迪 尼克松 奥巴马 特朗普 拜登 罗斯福 杜鲁门 艾森豪威尔 林肯 杰斐逊 普京 叶利钦 戈尔巴乔夫 梅德韦杰夫 赫鲁晓夫 勃列日涅夫 斯大林 列宁 托洛茨基 撒切尔 布莱尔 丘吉尔 卡梅伦 约翰逊 梅杰 萨科齐 希拉克 密特朗 戴高乐 马克龙 默克尔 科尔 施罗德 勃兰特 朔尔茨 阿登纳 萨达姆 卡扎菲 阿拉法特 沙龙 拉宾 佩雷斯 内塔尼亚胡 穆巴拉克 阿萨德 内贾德 鲁哈尼 霍梅尼 卡尔扎伊 布托 穆沙拉夫 甘地 尼赫鲁 莫迪 辛格 曼德拉 姆贝基 祖马 卡斯特罗 查韦斯 马杜罗 卢拉 切 格瓦拉 庇隆 贝隆 皮诺切特 马拉多纳 贝利 罗纳尔多 罗纳尔迪尼奥 里瓦尔多 卡卡 梅西 内马尔 齐达内 贝克汉姆 鲁尼 欧文 杰拉德 兰帕德 特里 费迪南德 吉格斯 斯科尔斯 范尼斯特鲁伊 罗本 斯内德 范佩西 克鲁伊夫 古利特 巴斯滕 贝肯鲍尔 克林斯曼 巴拉克 卡恩 诺伊尔 克洛泽 波多尔斯基 托蒂 皮尔洛 布冯 马尔蒂尼 内斯塔 因扎吉 维埃里 巴乔 德尔皮耶罗 舍甫琴科 劳尔 卡西利亚斯 哈维 伊涅斯塔 普约尔 皮克 拉莫斯 托雷斯 比利亚 法布雷加斯 亨利 特雷泽盖 维埃拉 本泽马 姆巴佩 格列兹曼 莫德里奇 哈兰德 德布劳内 阿扎尔 库尔图瓦 莱万多夫斯基 苏亚雷斯 卡瓦尼 阿圭罗 迪马利亚 伊瓜因 穆里尼奥 瓜迪奥拉 弗格森 温格 安切洛蒂 里皮 希丁克 米卢蒂诺维奇 埃里克森 卡佩罗 范加尔 克洛普 乔丹 奥尼尔 艾弗森 麦格雷迪 邓肯 加内特 诺维茨基 纳什 皮尔斯 雷阿伦 韦德 波什 霍华德 保罗 安东尼 杜兰特 威斯布鲁克 哈登 库里 汤普森 格林 詹姆斯 欧文 伦纳德 恩比德 东契奇 费德勒 纳达尔 德约科维奇 穆雷 桑普拉斯 阿加西 威廉姆斯 莎拉波娃 海宁 舒马赫 汉密尔顿 阿隆索 维特尔 莱科宁 菲尔普斯 索普 博尔特 伊辛巴耶娃 刘易斯 莎士比亚 狄更斯 拜伦 雪莱 济慈 王尔德 萧伯纳 乔伊斯 叶芝 艾略特 奥威尔 托尔金 罗琳 海明威 福克纳 马克吐温 惠特曼 爱默生 梭罗 菲茨杰拉德 塞林格 纳博科夫 托尔斯泰 陀思妥耶夫斯基 契诃夫 果戈理 普希金 屠格涅夫 高尔基 肖洛霍夫 帕斯捷尔纳克 索尔仁尼琴 雨果 巴尔扎克 福楼拜 莫泊桑 左拉 司汤达 大仲马 小仲马 普鲁斯特 加缪 萨特 波伏娃 昆德拉 卡夫卡 里尔克 茨威格 歌德 席勒 海涅 黑塞 托马斯曼 布莱希特 但丁 薄伽丘 卡尔维诺 塞万提斯 洛尔迦 博尔赫斯 马尔克斯 略萨 聂鲁达 帕斯 科塔萨尔 易卜生 安徒生 泰戈尔 纪伯伦 帕慕克 村上春树 苏格拉底 柏拉图 亚里士多德 笛卡尔 斯宾诺莎 莱布尼茨 康德 黑格尔 叔本华 尼采 马克思 恩格斯 海德格尔 维特根斯坦 罗素 弗洛伊德 荣格 卢梭 伏尔泰 孟德斯鸠 狄德罗 洛克 休谟 霍布斯 培根 牛顿 伽利略 哥白尼 开普勒 爱因斯坦 居里 达尔文 巴斯德 诺贝尔 爱迪生 特斯拉 霍金 薛定谔 海森堡 玻尔 费曼 奥本海默 图灵 冯诺依曼 达芬奇 米开朗基罗 拉斐尔 梵高 高更 塞尚 莫奈 马奈 雷诺阿 德加 毕加索 马蒂斯 达利 米罗 罗丹 贝多芬 莫扎特 巴赫 海顿 舒伯特 肖邦 李斯特 瓦格纳 勃拉姆斯 柴可夫斯基 德沃夏克 拉赫玛尼诺夫 威尔第 普契尼 帕瓦罗蒂 多明戈 卡雷拉斯 卡拉扬 小泽征尔 迪卡普里奥 汉克斯 克鲁斯 皮特 朱莉 德普 温斯莱特 斯皮尔伯格 卡梅隆 希区柯克 卓别林 赫本 梦露 费雯丽 嘉宝 斯特里普 罗伯茨 布洛克 约翰森 史泰龙 施瓦辛格 伊斯特伍德 白兰度 帕西诺 德尼罗 尼克尔森 诺兰 卢卡斯 科波拉 斯科塞斯 塔伦蒂诺 费里尼 安东尼奥尼 伯格曼 基耶斯洛夫斯基 戈达尔 特吕弗 盖茨 乔布斯 巴菲特 索罗斯 扎克伯格 马斯克 贝佐斯 韦尔奇 默多克 格林斯潘 伯南克 耶伦 拿破仑 凯撒 亚历山大 希特勒 墨索里尼 戈培尔 隆美尔 巴顿 麦克阿瑟 蒙哥马利 朱可夫 俾斯麦 华莱士 哥伦布 麦哲伦 马可波罗 利玛窦 汤若望 白求恩 斯诺 司徒雷登 拉登 扎卡维 奥马尔 本拉登 安南 加利 潘基文 古特雷斯 拉加德 赖斯 鲍威尔 拉姆斯菲尔德 切尼 基辛格 布热津斯基 奥尔布赖特 克里 蓬佩奥 佩洛西 麦凯恩 罗姆尼 桑德斯 萨马兰奇 罗格 巴赫 布拉特 普拉蒂尼 因凡蒂诺'.split(
    ' ',
  );

/** Chinese people of the past and present whose name does not show by its shape alone. */
export const knownPeople =
  '孔子 孟子 老子 庄子 荀子 墨子 韩非子 孙子 屈原 秦始皇 嬴政 汉武帝 唐太宗 唐玄宗 武则天 宋太祖 成吉思汗 忽必烈 朱元璋 努尔哈赤 皇太极 康熙 雍正 乾隆 嘉庆 道光 咸丰 光绪 慈禧 溥仪 玄奘 鉴真 鸠摩罗什 达摩 慧能 西施 貂蝉 杨贵妃 昭君 妲己 孙悟空 猪八戒 唐僧 沙僧 贾宝玉 林黛玉 薛宝钗 王熙凤 宋江 武松 鲁智深 潘金莲 鲁迅 茅盾 巴金 老舍 冰心 曹禺 丁玲 艾青 莫言 余华 苏童 贾平凹 三毛 琼瑶 古龙 金庸 亦舒 席慕蓉 舒婷 北岛 顾城 海子 冼星海 聂耳 阿炳 瞎子阿炳 齐白石 张大千 徐悲鸿 梅兰芳 程砚秋 侯宝林 马三立 郭德纲 周杰伦 成龙 甄子丹 那英 韩红 田震 腾格尔 刀郎 朴树 许巍 汪峰 崔健 窦唯 窦靖童 王菲 黎明 郭富城 舒淇 巩俐 章子怡 范冰冰 李冰冰 杨幂 唐嫣 赵丽颖 迪丽热巴 古力娜扎 热依扎 佟丽娅 鹿晗 吴亦凡 黄子韬 张艺兴 易烊千玺 王俊凯 王源 肖战 王一博 蔡徐坤 姚明 易建联 刘翔 郭晶晶 林丹 孙杨 朱婷 郎平 武大靖 谷爱凌 苏炳添 丁俊晖 邓亚萍 张继科 马龙 樊振东 许昕 刘诗雯 丁宁 容国团 聂卫平 古力 常昊 柯洁 诸宸 侯逸凡 邰丽华 蒙牛生 乌兰夫 赛福鼎 热地 阿沛阿旺晋美 班禅 达赖 松赞干布 文成公主 朴正熙 金大中 金泳三 卢武铉 李明博 朴槿惠 文在寅 金日成 金正日 金正恩 全智贤 裴勇俊 宋慧乔 李英爱 张东健 金秀贤 李敏镐 朴智星 安贞焕 胡志明 阮文绍 武元甲 黄文欢 昂山素季 西哈努克 洪森 李光耀 李显龙 吴作栋 马哈蒂尔 安瓦尔 苏哈托 苏加诺 佐科 阿基诺 马科斯 杜特尔特 他信 英拉 阿披实 普密蓬 昂纳克 铁托 齐奥塞斯库 霍查 胡萨克 杜布切克 哈维尔 瓦文萨 纳吉'.split(
    ' ',
  );

/** Latin-letter words that open sentences or name things, never people on their own. */
export const latinWords =
  'the a an and or of in on at to for from with by is are was were be been it this that these those i you he she we they my your his her our their me him us them not no yes ok okay hi hello dear hey thanks thank please regards sincerely best kind yours sorry welcome good morning afternoon evening night monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december mr mrs ms miss dr prof sir madam street road avenue lane drive court boulevard building floor room unit apartment flat suite block district city county province town village state country china beijing shanghai guangzhou shenzhen chengdu hangzhou nanjing wuhan tianjin chongqing suzhou xian qingdao dalian xiamen hong kong macau taiwan taipei japan tokyo korea seoul america american united states kingdom london england britain canada france paris germany berlin italy rome spain russia india australia sydney singapore new york san francisco los angeles chicago boston washington texas california order number account card bank service customer agent support team group company limited ltd inc corp co llc bank office hotel hospital school university college center centre park square plaza mall tower garden station airport railway metro line bus taxi train flight air airlines express delivery package parcel tracking phone mobile tel email mail address name date time birth passport visa id password code login user username admin system server client web site app application android iphone ipad ios windows mac linux google apple microsoft amazon facebook twitter wechat alipay taobao tmall jd huawei xiaomi oppo vivo samsung sony nokia intel amd nvidia tesla bmw audi toyota honda ford nike adidas starbucks mcdonald kfc pizza coca cola pepsi visa mastercard paypal unionpay amex discover http https www com cn net org html json xml sql api sdk url pdf word excel office outlook chrome firefox safari edge internet wifi vip svip pro max plus mini air ultra lite note galaxy mate nova honor redmi we our can could would should will shall may might must do does did done have has had having get got make made take took give gave go went come came see saw look say said tell told ask asked call called send sent receive received need needed want wanted help how what when where why who which whose re fw fwd subject cc bcc attn ref no nr total amount price fee tax refund payment invoice receipt shipping status pending paid unpaid cancelled completed processing error success failed warning info debug active inactive new old first last full middle given family gender male female married single yes true false null none all any some each every other another next previous back top bottom left right up down open close start end begin stop run test sample demo example day week month year today tomorrow yesterday now then here there very much more most less least many few only just also too still even again always never often sometimes usually maybe perhaps however therefore because since although while if unless until before after during between among through over under above below near far north south east west central great small big large little long short high low red blue green black white yellow golden silver happy lucky christmas spring festival national people republic party government ministry department bureau committee commission court law police public private international global world asia europe africa pacific atlantic ocean sea river lake mountain island bay port harbor bridge gate temple palace museum library theater cinema restaurant cafe bar club shop store market supermarket online mall returns policy terms conditions privacy notice contact about home page menu search settings profile history orders cart wishlist checkout confirm cancel submit save delete edit update view details read write download upload file image video audio music song movie book news sports game games play team league cup champion match round final season player coach manager director president chairman ceo cfo cto vice senior junior assistant engineer developer designer analyst consultant sales marketing finance legal hr human resources operations product project program plan report meeting schedule agenda minutes action item task issue ticket case bug feature release version'.split(
    ' ',
  );

/** Countries, cities, companies and brands that look like people; the dictionary takes many of them for people. */
export const notPeople =
  '塞尔维亚 克罗地亚 克里米亚 乌克兰 伊拉克 巴基斯坦 阿富汗 尼日利亚 埃塞俄比亚 马来西亚 印度尼西亚 菲律宾 哈萨克斯坦 乌兹别克斯坦 吉尔吉斯斯坦 塔吉克斯坦 土库曼斯坦 阿塞拜疆 格鲁吉亚 亚美尼亚 白俄罗斯 摩尔多瓦 罗马尼亚 保加利亚 匈牙利 斯洛伐克 斯洛文尼亚 爱沙尼亚 拉脱维亚 立陶宛 阿尔巴尼亚 马其顿 波斯尼亚 黑山 科索沃 土耳其 叙利亚 黎巴嫩 约旦 以色列 巴勒斯坦 沙特阿拉伯 科威特 卡塔尔 巴林 阿联酋 阿曼 也门 伊朗 埃及 利比亚 突尼斯 阿尔及利亚 摩洛哥 苏丹 肯尼亚 坦桑尼亚 乌干达 卢旺达 培根 沙拉 胡椒 南瓜 齐全 郁金香 安顿 花果山 游龙 司马台 潘家园 万寿寺 钟鼓楼 柳沟村 白府 道琼斯 琼斯指数 商祺 安好 王大厦 索马里 加纳 科特迪瓦 喀麦隆 塞内加尔 安哥拉 莫桑比克 赞比亚 津巴布韦 纳米比亚 博茨瓦纳 马达加斯加 毛里求斯 南非 墨西哥 危地马拉 洪都拉斯 尼加拉瓜 哥斯达黎加 巴拿马 古巴 牙买加 海地 多米尼加 哥伦比亚 委内瑞拉 厄瓜多尔 秘鲁 玻利维亚 智利 阿根廷 巴拉圭 乌拉圭 巴西 葡萄牙 西班牙 意大利 法兰西 德意志 奥地利 比利时 卢森堡 荷兰 丹麦 挪威 瑞典 芬兰 冰岛 爱尔兰 英格兰 苏格兰 威尔士 希腊 塞浦路斯 马耳他 澳大利亚 新西兰 斐济 孟加拉 斯里兰卡 尼泊尔 不丹 马尔代夫 缅甸 柬埔寨 老挝 文莱 华盛顿 洛杉矶 旧金山 芝加哥 休斯敦 费城 波士顿 西雅图 迈阿密 亚特兰大 达拉斯 丹佛 底特律 拉斯维加斯 夏威夷 加利福尼亚 佛罗里达 得克萨斯 弗吉尼亚 宾夕法尼亚 马萨诸塞 伊利诺伊 俄亥俄 密歇根 多伦多 温哥华 蒙特利尔 渥太华 魁北克 伦敦 曼彻斯特 利物浦 伯明翰 爱丁堡 格拉斯哥 剑桥 牛津 巴黎 马赛 里昂 波尔多 柏林 慕尼黑 法兰克福 汉堡 科隆 斯图加特 多特蒙德 勒沃库森 不莱梅 罗马 米兰 都灵 佛罗伦萨 威尼斯 那不勒斯 热那亚 马德里 巴塞罗那 瓦伦西亚 塞维利亚 里斯本 阿姆斯特丹 鹿特丹 布鲁塞尔 日内瓦 苏黎世 维也纳 布拉格 布达佩斯 华沙 莫斯科 圣彼得堡 克里姆林 克里姆林宫 基辅 伊斯坦布尔 安卡拉 雅典 开罗 大马士革 巴格达 德黑兰 喀布尔 伊斯兰堡 卡拉奇 新德里 孟买 加尔各答 班加罗尔 曼谷 吉隆坡 雅加达 马尼拉 胡志明市 悉尼 墨尔本 布里斯班 奥克兰 惠灵顿 里约热内卢 圣保罗 布宜诺斯艾利斯 圣地亚哥 利马 波哥大 加拉加斯 哈瓦那 墨西哥城 约翰内斯堡 开普敦 内罗毕 东京 大阪 京都 横滨 首尔 釜山 平壤 白宫 五角大楼 好莱坞 华尔街 硅谷 曼哈顿 百老汇 温布尔登 罗兰加洛斯 奥斯卡 格莱美 诺贝尔奖 皇家马德里 尤文图斯 国际米兰 拜仁慕尼黑 切尔西 阿森纳 托特纳姆 曼联 曼城 利物浦队 本菲卡 费内巴切 莱比锡 狼堡 谷歌 微软 苹果 特斯拉 亚马逊 脸书 推特 阿里巴巴 索尼 松下 东芝 夏普 佳能 尼康 三星 诺基亚 摩托罗拉 爱立信 西门子 飞利浦 博世 保时捷 奔驰 宝马 奥迪 法拉利 兰博基尼 玛莎拉蒂 凯迪拉克 雪佛兰 福特 林肯车 别克 丰田 本田 日产 马自达 雷克萨斯 斯柯达 沃尔沃 路虎 捷豹 宾利 劳斯莱斯 现代 起亚 标致 雷诺 雪铁龙 米其林 普利司通 固特异 麦当劳 肯德基 必胜客 汉堡王 星巴克 哈根达斯 雀巢 达能 可口可乐 百事 雀巢 欧莱雅 兰蔻 雅诗兰黛 香奈儿 迪奥 古驰 普拉达 爱马仕 路易威登 卡地亚 劳力士 欧米茄 蒂芙尼 施华洛世奇 耐克 阿迪达斯 彪马 沃尔玛 家乐福 麦德龙 宜家 屈臣氏 丝芙兰 巴斯夫 杜邦 拜耳 辉瑞 默沙东 阿斯利康 诺华 罗氏 强生 宝洁 联合利华 高盛 摩根士丹利 摩根大通 花旗 汇丰 渣打 瑞银 德意志银行 安联 安永 德勤 毕马威 普华永道 麦肯锡 埃森哲 甲骨文 思科 英特尔 英伟达 高通 博通 华为 小米 联想 海尔 格力 美的 安踏 李宁牌 周大福 周大生 周生生 周黑鸭 老凤祥 王老吉 加多宝 张小泉 马应龙 陈李济 谢馥春 同仁堂 全聚德 海底捞 李锦记 王致和 老干妈 康师傅 徐福记 杨国福 张亮麻辣烫 曹操出行 高德 高德地图 任天堂 罗技 易方达 林清轩 江小白 金龙鱼 鲁花 金利来 马可波罗瓷砖 方太 苏泊尔 云南白药 章光 雷士 白象 李子园 花西子 安利 安邦 平安 万科 万达 万和 和记 常熟 宁波 江苏 吴江 徐州 郑州 许昌 王府井 王家卫视 关公面前 马甲 木子李 双木林 耳东陈 弓长张 口天吴 古月胡 言午许 干勾于 走肖赵 草头黄 双口吕 王师傅 何老师 金先生 白小姐 张经理 李女士 陈医生 向先生 鲁菜 焦圈 陈列馆 郭公庄 金海湖 万向轮 于海 单号 成员 单位 包子 安卓 时装 时长 包邮 包退 包换 祝好 门卫 海蓝 牛皮 查保修 周边 恩恩 全家福 温泉 景温泉 牛河 牛腩 卢沟桥 龙庆峡 陶然亭 马连道 宋家庄 高小镇 辛庄村 凯撒沙拉 西施餐厅 莫泰 高达 明白 全明白 房东 路痴 金卡 白卡 银卡 黑卡 高配 顶配 时效 单价 全款 双人 单人 成功 连接 阳台 明细 方案 方形 长款 短款 花色 白边 黄边 石英 安检 安全员 马桶 水龙头 水管 水壶 花洒 房型 车位 车贷 房贷 信用卡 储蓄卡 应答 祝您 祝愿 和您 向您 于您 连衣裙 高跟鞋 单反 房卡 车厘子'.split(
    ' ',
  );

/** What follows a name that a venue, a company or a dish bears: 宋庆龄故居, 张亮麻辣烫. */
export const bearers =
  '故居 纪念馆 博物馆 公园 广场 大厦 饭庄 酒店 酒家 饭店 餐厅 餐馆 宾馆 度假村 庄园 大舞台 剧院 影城 长城 旗舰店 专卖店 门店 总店 分店 店 超市 商场 商城 医院 诊所 眼科 口腔 学校 中学 小学 大学 学院 幼儿园 银行 集团 公司 有限公司 股份 科技 食品 服饰 瓷砖 家居 家具 牌 品牌 粉丝团 基金 基金会 证券 律师事务所 面馆 麻辣烫 牛肉面 烤鸭 烤鱼 火锅 包子 饺子 肉夹馍 鸭脖 酱 豆腐 肉 鸡 鱼 茶 酒 药业 大药房 珠宝 眼镜 路 街 村 镇 桥 江 河 岛 陵 祠 墓 书院 图书馆 大剧院 体育馆 体育场 歌剧院 大舞厅 画室 琴行 驾校 培训班 工作室 影视 传媒 物流 置业 地产 文化 信息科技有限公司 网络科技 实业 建材 灯饰 门窗 地板 卫浴 菜刀 剪刀 化肥 挂面 蚝油 大虾 小面 米线 粥铺 卤味 烧饼 煎饼 凉皮 冒菜 奶茶 咖啡 糕点 月饼 香水 口红 面膜 洗发水 牙膏 手办 公仔 全集 文集 诗集 传 读书 同款 联名 定食 套餐 套装 球鞋 跑鞋 西装 皮带 手表 茉莉花茶 白酒 红酒 啤酒 药膏 滴丸 口服液 冲剂 地铁口 路口 路站 站 大道 大街 胡同 社区 新村 山 湖 寺 庙 塔 地铁站 火车站 机场 小区 花园 大桥 水库 景区 风景区'.split(
    ' ',
  );

/** Divisions and quarters of Taiwan, Hong Kong and Macau, which the division tables leave out. */
export const southernDivisions =
  '台北市 新北市 桃园市 台中市 台南市 高雄市 基隆市 新竹市 嘉义市 新竹县 苗栗县 彰化县 南投县 云林县 嘉义县 屏东县 宜兰县 花莲县 台东县 澎湖县 大安区 信义区 中正区 万华区 松山区 内湖区 士林区 北投区 文山区 南港区 板桥区 三重区 中和区 永和区 新庄区 新店区 淡水区 西屯区 北屯区 南屯区 左营区 三民区 苓雅区 前镇区 凤山区 中坜区 香港 九龙 新界 港岛 中环 湾仔 铜锣湾 尖沙咀 旺角 油麻地 观塘 沙田 元朗 屯门 荃湾 将军澳 大埔 北角 鲗鱼涌 西环 深水埗 黄大仙 澳门 氹仔 路环'.split(
    ' ',
  );
