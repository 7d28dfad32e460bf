/**
 * More name parts, written for this project: for the lexicon and for training alone. The corpora do not draw on
 * them, so that a longer list leaves the test part as it is.
 */

/** Parts of Uyghur, Kazakh, Kyrgyz, Uzbek and Hui names, joined by a middle dot or alone. */
export const turkicParts =
  '阿不都 阿不力孜 阿布都拉 阿布都热依木 阿布来提 阿迪拉 阿尔孜古丽 阿吉 阿卜杜外力 阿卜杜热西提 阿卜杜克热木 阿依木 阿依夏 阿依仙古丽 阿依谢姆 阿依达娜 阿娜尔 阿娜尔古丽 阿丽娅 阿米娜 阿曼江 阿孜古 阿尔曼 阿山江 艾比布拉 艾合麦提 艾海提 艾克拜尔江 艾孜买提 艾尔肯 艾尔西丁 艾散 艾沙 艾山 艾山江 艾斯卡尔 艾提尔古丽 艾则再 巴吐尔 巴依 拜合提亚 拜克力 博斯坦 布沙热木 布阿依谢 达吾提 达尼亚尔 代力木拉提 迪拉热 迪娜 迪力夏提 迪力亚尔 迪丽努尔 迪丽娜尔 迪娜尔 阿扎提 古海尔 古丽巴哈尔 古丽加娜提 古丽孜巴 古丽尼萨 古丽夏提 古再丽努尔 古丽仙 哈妮克孜 哈斯亚提 哈力旦 海力力 海米提 加米拉 加娜尔 吉力力 喀迪尔 卡米力 卡依沙尔 凯丽比努尔 凯赛尔 克力木 库来西 库尔班江 拉孜亚 玛依努尔 买买江 买合木提 买尔旦 买买提明 买买提依明 麦尔丹 麦麦提明 麦麦提江 麦合苏提 米尔扎提 米吉提 米娜瓦尔 米日阿迪力 木合塔尔 木拉提 木沙江 木斯塔帕 木亚沙尔 乃皮赛 乃孜尔 努尔艾力 努尔阿米娜 努尔比亚 努尔古丽 努尔江 努尔麦麦提 努尔加玛丽 努尔曼 怒尔兰 帕丽达 帕里旦 帕孜莱提 帕提曼 皮尔东 排孜拉 日孜宛古丽 肉孜买提 茹先古丽 如克亚木 热合木江 热孜亚 热依汗 热依拉 热依罕 热合曼江 萨比尔 萨拉买提 萨依拉 赛买提 赛米 赛力克 塞比努尔 沙吾提 沙依拉 沙塔尔 司马义江 苏力坦 苏比努尔 塔西甫拉提 塔依尔江 图尔逊江 吐尔洪 吐尔地 吐拉洪 吐尼亚孜 托合提 托乎提 托乎提江 外力 乌拉音 乌斯曼 吾拉木 吾斯曼江 吾甫尔 西尔艾力 夏依甫 肖开提 许库尔 雪合拉提 亚库甫 亚力坤 叶尔肯 叶斯波力 叶尔江 伊卜拉伊木 伊布拉音 伊力亚尔 伊力亚斯 伊敏 依明江 依布拉音 依力哈木 依米提 玉苏甫 玉山江 约日古丽 再娜甫 再努尔 再依努尔 则丽娅 祖丽 祖丽胡玛尔 祖农 孜巴古丽 别克 巴合提别克 波拉提 达吾列提 哈那提 胡安别克 居马别克 加依娜 江阿古丽 金恩斯 马哈别提 木拉提别克 努尔别克 努尔太 赛尔江 塔斯肯 吐尔逊别克 叶尔博力 叶尔森 也尔兰 沙里福 马木提 牙生 牙合甫 买赛迪 古兰白尔 尔西丁 伊斯拉木 阿里甫 阿里甫江 阿巴拜克热'.split(
    ' ',
  );

/** Tibetan name parts of two characters, mostly used two by two. */
export const tibetanParts =
  '扎西 次仁 卓玛 平措 多吉 尼玛 旺堆 顿珠 格桑 拉姆 央金 德吉 丹增 索朗 白玛 仁青 洛桑 边巴 普布 达瓦 强巴 阿旺 晋美 巴桑 米玛 拉巴 群培 群宗 曲珍 曲扎 旺姆 旺杰 旺久 旺扎 旺秀 多布 贡布 贡嘎 贡觉 嘎玛 加措 坚赞 江村 才让 才旦 才仁 次旦 次旺 次珍 措姆 桑吉 桑珠 桑布 索南 土登 云丹 益西 欧珠 朗杰 洛追 美朵 梅朵 玉珍 玉措 永青 仓决 其美 罗布 赤列 赤来 班觉 吉美 吉宗 斯曲 热杰 仁增 仁钦 诺布 尕玛 尕藏 东周 当智 更登 公保 扎巴 卓嘎 吾金 伦珠 西饶 西绕 华旦 拉毛 南加 完玛 完德 切羊 娘吉 环科 昂毛 昂旺 旦增 旦巴 旦真 达娃 丁真 珠扎 泽仁 泽旺 泽翁 拥忠 拥措 志玛 仁次 布珍 普珍 普赤 朗珍 吉吉'.split(
    ' ',
  );

/** Mongolian, Manchu, Evenk and Daur names of one part. */
export const mongolianNames =
  '敖嫩高娃 敖其尔 阿拉坦其其格 阿木古楞 包斯琴 布仁巴雅尔 朝格图 朝克图 德德玛 格日勒图雅 哈布尔 哈斯塔娜 呼格吉勒图 吉木斯 满都拉图 孟克达来 莫日根 那仁其木格 娜布其 娜仁花 娜仁托雅 诺敏 青格勒 青格勒图 萨仁高娃 萨日娜 赛罕 斯琴高娃 斯琴图雅 苏日古嘎 苏亚拉图 特木尔 特木尔巴根 图门吉日嘎拉 乌恩其 乌兰图雅 乌日罕 乌仁娜 乌云格日勒 乌云塔娜 锡林高娃 伊德尔 伊拉图 照日格图 敖日格乐 敖登高娃 敖特根 敖敦 阿拉坦仓 阿拉腾花 阿木尔 阿木日古 阿古拉 阿如娜 阿斯汗 阿云嘎 巴特尔 巴图 巴雅尔图 巴音 巴根 巴达玛 白音 白嘎力 包力道 宝力高 宝力德 宝音德力 布仁 布日古德 布和朝鲁 达布希 达日罕 达木林 德力格尔 德力黑 道尔吉 额日和木 额尔敦 额尔登 额吉 恩和 恩克 嘎鲁 嘎力巴 嘎日迪 格日乐图 格根塔娜 格日勒图 哈丹 哈日查盖 哈斯额尔敦 哈斯高娃 哈斯巴特尔 哈图 呼格吉乐 呼和 呼日查 胡日乐 吉日嘎拉 吉日木图 吉雅 吉木斯 金花 毕力格 旭日干 苏日娜 苏日古格 苏德 苏布德 苏伦嘎 苏雅拉 斯琴高娃 斯琴图雅 斯日古楞 萨仁高娃 萨茹拉 萨其仍贵 塔娜 塔拉 唐古德 特木尔 特木勒 特古斯 特日格乐 图门 图雅 陶格斯 陶克陶 通嘎 腾吉斯 托娅 乌尼尔 乌恩其 乌日娜 乌日汗 乌日嘎 乌仁图雅 乌力吉 乌兰图雅 乌兰托娅 乌云其其格 乌云毕力格 乌云塔娜 朝格图 朝鲁门 查干 查干朝鲁 查娜 钦达木尼 其其格玛 其力格尔 青格乐 青格勒 青克乐 娜仁花 娜仁高娃 娜布其 那仁 那木拉 那日松 那顺 那木汗 孟根 孟和巴图 孟克 莫日根 牧仁 满都拉 满达 木其尔 诺敏 诺明 诺拉 奈日 南斯勒玛 伊德尔 伊拉图 伊茹 英格 永梅 赛罕 赛音 色音 舍楞 善巴 拉苏荣 拉西 云登 云苏 扎力根 扎那 照日格图 珠拉 哈布尔 哈斯塔娜 海日罕 好斯 浩毕斯 红格尔 呼斯乐'.split(
    ' ',
  );

/** Names of the south-west and of Korea: Yi, Dai, Wa, Jingpo, Korean. */
export const southernNames =
  '阿木 阿支 阿果 阿衣 阿呷 阿依阿芝 吉克 吉木 吉狄马加 阿尔阿木 马海 马黑 沙马拉毛 曲木石布 木乃 木果 木呷 木牛 尔古尔布 尔布 尔车 日火 日古 日牛 拉铁 拉则 石布 石一 伍呷 依布 依火 俄木 俄木尔布 岩温 岩罕 岩香 岩叫 岩应 岩龙 玉香 玉罕 玉光 玉波 玉喃 玉应罕 岩温扁 岩三 依香 依罕 召存信 刀安 刀美 波岩 排早 勒干 木然 麻干 娜倮 李那 岩块 叶萍 阮氏梅 阮文雄 阮氏红 阮玉兰 黎氏花 陈氏秋 范文同 武氏芳 朴惠兰 朴顺姬 朴成哲 金美善 金哲浩 崔英爱 千顺子 玄松月 南昌浩 许龙吉 具本茂 禹智皓'.split(
    ' ',
  );

/** Surnames too rare for the generator of the corpora. */
export const rareSurnames = [
  ...'盖练鱼归慕容弘禄毋养郄郐巨伯冒刀初剧匙南台呙咸哈堵奈姒宛寸寻尧崇库庹弥忻扁操枚栗桐泉洗渠玄琴疏盘睢矫竹笃粘绳良苌茆药虎衣衷谯豆郇郧铁钊钦锁闪鬲荤墨芈蹇撖昃缐辜',
];

export const moreCompounds =
  '万俟 公羊 谷梁 司空 闾丘 左丘 梁丘 漆雕 乐正 宰父 公西 颛孙 壤驷 亓官 仉督 鲜于 巫马 段干 拓拔 夹谷 羊舌 宗政 太叔 贺兰 库狄 斛律 侯莫 那拉 富察 钮祜禄 瓜尔佳 佟佳 伊尔根 索绰罗 博尔济吉特 相里 子车 公良'.split(
    ' ',
  );

/** Given names of the world in Latin letters. */
export const worldFirst =
  'Aaliyah Abdul Abdullah Abigail Adebayo Adaeze Aditi Aditya Adriana Agnes Ahmad Aidan Ajay Akira Akshay Alejandra Alejandro Alessandra Alessandro Alexandre Alexei Ali Alibek Alina Alisha Amanda Amina Amir Amit Amita Amrit Ana Anaya Andrea Andreas Andrei Anil Anita Anjali Ankit Anna Annika Antoine Antonio Anwar Arnaud Artem Arvind Asad Asha Ashok Asif Astrid Aurelie Ayaan Ayesha Aylin Aziz Bambang Beatriz Benedikt Benoit Bhavna Bilal Bogdan Boris Camille Carla Carmen Caroline Catarina Celine Chandra Chiara Chika Chidi Chinonso Claudia Clemens Cristina Daiki Dalia Damien Daniela Darius Davide Devi Dewi Dieter Dilip Dimitri Divya Eduardo Ekaterina Elena Elif Emeka Emilia Emre Enrique Erika Esra Esther Eun-ji Fabian Fabio Farah Farhan Farid Fatih Federico Felipe Femi Ferdinand Fernanda Fernando Florian Folake Franz Friedrich Gabriela Gaurav Geeta Georg Gerhard Giulia Gopal Graciela Guillaume Gulnara Gunther Gurpreet Gustavo Haiyan Hamid Hana Hans Harpreet Haruka Helena Helmut Hideo Hiroko Hugo Hyun-woo Ibrahim Ikechukwu Imran Ines Irina Isabelle Ismail Jamal Jan Jasmine Javed Jayesh Jelena Jin-woo Joana Jorge Jorg Jose Juan Julien Jun Jyoti Kabir Kamal Karan Karim Karin Karthik Katja Kavita Kazuki Keiko Khalid Kiran Kofi Kumar Kwabena Lakshmi Laleh Latifah Laura Leila Leonardo Lerato Ling Lorenzo Luis Lukas Luisa Madhav Magdalena Mahmoud Mai Malik Manish Manoj Manuel Marco Marek Mariam Marie Marina Mario Markus Marta Mateo Mathieu Mbali Meera Mehdi Mei-Ling Miguel Mikhail Milan Mina Mohamed Mohammed Mohan Monika Mustafa Nadia Naoko Naveen Neha Nikhil Nikita Nikolai Nimisha Nisha Nobuhle Noor Nasser Oleg Oluwaseun Olivier Oscar Pablo Padma Paolo Pascal Paulo Pavel Pedro Philippe Pierre Pooja Pradeep Pranav Rachid Rajesh Raj Ramesh Ravi Ricardo Ritu Roberto Rodrigo Rohan Rohit Roman Rosa Ryota Sabine Sadia Saeed Salma Salman Samir Sandeep Sandra Santiago Sanjay Santosh Sara Satoshi Sebastian Shanice Shankar Shinji Shirin Shreya Shruti Simone Sipho Sneha Stefan Stefano Stephane Sudha Suresh Sunita Swati Takashi Takumi Tariq Tatiana Tendai Thabo Thandiwe Thierry Tiago Tomas Tomoko Trang Tunde Uchenna Uma Usman Valentina Vijay Vikram Vinay Vincenzo Virginie Vishal Vladimir Wanjiru Werner Wolfgang Xavier Yasmin Yara Yiannis Youssef Yulia Yuto Yvonne Zahra Zanele Zeynep Zhanna Bo-Young Ji-woo Seung-hyun Tae-yang Chih-Ming Chia-Ling Yi-Chun Mei-Hui Shu-Fen Wing-Sze Ka-Yan Siu-Ming Tsz-Ching Wai-Man Hoi-Ying Kwok-Keung'.split(
    ' ',
  );
/** Surnames of the world in Latin letters, Cantonese, Hokkien and Wade-Giles spellings among them. */
export const worldLast =
  'Abdullah Abubakar Achebe Adebayo Adeleke Afolabi Agarwal Aguilar Ahmad Ahmed Akhtar Alonso Alvarez Amadi Anand Aquino Arslan Asante Aydin Baker-Hughes Balogun Banda Banerjee Barbosa Basu Bauer Becker Benali Bergstrom Bernardi Bhatt Bhattacharya Bianco Boateng Bonnet Bose Boucher Brunner Cabrera Caruso Carvalho Castillo Celik Cerny Chakraborty Chand Chandra Chaudhary Chaudhry Chavez Chopra Chowdhury Christensen Colombo Conti Correia Costa Cruz Das Delgado Demir Desai Deshmukh Diallo Diaz Dlamini Dogan Dominguez Dupont Durand Dutta Ekwueme Eriksson Escobar Eze Faber Farah Farouk Fernando Ferreira Fontaine Fournier Francois Freitas Garg Ghosh Gill Girard Gomes Goswami Greco Grewal Guerrero Gunawan Gutierrez Haas Hakimi Halder Hamid Hansen Hartmann Hashimoto Hassan Hayashi Hegde Henriksen Hernandez Herrera Hidayat Hoffmann Horvat Hossain Huber Hussain Ibrahim Ikeda Inoue Iqbal Ishikawa Islam Ito Jadhav Jain Jansen Jensen Jha Jimenez Joshi Kamara Kamau Kapoor Karim Karlsson Kaur Kaya Keller Khalil Khanna Kimura Klein Koch Kone Koroma Kovac Kovacs Kozlov Krishnan Kruger Kulkarni Kumar Kurniawan Lambert Larsen Lehmann Leroy Lewandowski Lindqvist Lombardi Lopes Machado Mahmood Malhotra Malik Mancini Marchetti Marino Marques Martinez Mazur Mbeki Mehta Mendes Mendoza Menon Meyer Mishra Mohamed Mohammed Molina Morales Moreno Moretti Mori Mukherjee Murthy Mutua Mwangi Nair Naidoo Nakajima Narayan Nasser Ndlovu Neumann Ng Ngo Nguyen Nikolaidis Nkosi Nogueira Novak Obi Ochieng Odhiambo Ogawa Ogunleye Oliveira Olsen Omondi Onyango Ortega Ortiz Osei Otieno Ozturk Pacheco Pandey Pant Papadopoulos Pereira Petersen Petrov Pillai Pinto Popescu Prasad Qureshi Raghunathan Rahim Raj Rajan Ramirez Ramos Rana Rao Rashid Rastogi Reyes Ribeiro Richter Rinaldi Rivera Rocha Romano Roux Roy Ruiz Saito Saleh Salim Sanchez Sandhu Sarkar Sasaki Sato Schmidt Schmitt Schulz Schwarz Sen Sethi Shah Shaikh Shetty Shimizu Siddiqui Simonsen Singh Sinha Soares Sokolov Sorensen Sousa Srinivasan Subramaniam Sultana Svensson Szabo Takahashi Tanner Teixeira Thakur Tiwari Torres Toure Traore Trivedi Tshabalala Usman Vargas Vasquez Verma Vieira Vogel Vukovic Wagner Wahyudi Wanjiku Winkler Yadav Yamada Yamaguchi Yildirim Yoon Yoshida Zaman Zhukov Zimmermann Chan Cheung Leung Lau Lam Ng Yip Tsang Tse Kwok Kwan Chow Mok Fung Yeung Ho Tam Siu Poon Szeto Tsui Ngai Chiu Hui Kwong Teo Goh Koh Ong Yeo Chua Tay Sim Seah Quek Neo Toh Chia Low Foo Chew Hsu Hsieh Tsai Chang Chiang Kuo Yeh Chuang Hung Liao Peng Teng Tseng Chien Shih Chou Hsiao Kao Bae Kwon Ryu Seo Shin Song Oh Yoo Cho Jang Hwang Ahn'.split(
    ' ',
  );

/** Cantonese given names as written in Hong Kong: Tai Man, Siu Ming. */
export const cantoneseGiven =
  'Tai Man|Siu Ming|Ka Yan|Wing Sze|Chi Keung|Wai Ling|Mei Yee|Kwok Wah|Ho Yin|Tsz Ching|Hoi Ying|Pui Shan|Yuk Lan|Kin Wah|Man Kit|Chun Hei|Lok Yiu|Ka Ho|Suet Ying|Kam Fai|Chi Wai|Yin Ting|Wing Kin|Sau Fong|Lai Kuen|Chi Ming|Hiu Tung|Cheuk Yin|Ngai Lam|Yuen Ting'.split(
    '|',
  );
