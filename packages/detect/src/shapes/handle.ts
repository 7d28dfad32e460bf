/** What may stand between a word such as 微信号 and the handle. */
export const handleLink =
  '(?:[ \\t]*(?:["\'”’]?[ \\t]*[:：=]+|(?<!/[a-z_]{2,24})>|是|为|係|叫|搜索?|就是|号是|名是|账号是|的?账号|的?昵称|id|号|(?:也?是|is|was|as)(?= )|[（(])){0,3}[ \\t]*(?:我的|你加)?["\'“‘「『【]{0,2}';

/** Words that follow the name of a platform without being a handle. */
export const commonWord =
  /^(?:pay|payment|wechat|weixin|group|account|number|id|qq|app|login|official|mini|program|store|video|user|username|name|handle|password|email|phone|mobile|service|please|thanks|hello|contact|support|online|alipay|taobao|weibo|douyin|telegram|twitter|facebook|instagram|whatsapp|linkedin|skype|android|iphone|windows|wifi|http|https|www|message|messages|friend|friends|chat|with|from|that|this|your|have|about|not|and|the|for|but|verification|post|page|live|shop|share|wallet|transfer|balance|null|none|undefined|unknown|true|false|wechat_id|qq_number|social_account|profile|posts?|feed|ads?|is|was|on|at|me|my|to|or|in|of|by|it|are|if|can|will|via|using|use|only|also|too|there|here)$/i;
