/** Words that name amounts: what follows them is nobody’s number, and of what stands before them they say nothing. */
export const amountNames =
  '金额 总金额 订单金额 余额 额度 价格 单价 总价 数量 积分 里程 里程数 公里数 阅读量 播放量 人口';

/** Words that name numbers which are nobody's: orders, parcels, serials… A number so named is no finding. */
export const notPersonalNames =
  '订单号 订单号码 订单编号 订单id 单号 运单号 运单号码 运单编号 快递单号 快递号 物流单号 物流号 物流编号 包裹号 面单号 提单号 流水号 交易流水号 交易流水 银行流水号 交易号 交易编号 交易单号 支付单号 商户单号 商户订单号 商户号 商户编号 退款单号 退货单号 售后单号 换货单号 转账单号 付款单号 收款单号 账单号 账单编号 ' +
  '工单号 工单编号 工单 受理号 受理编号 受理单号 投诉单号 投诉编号 报修单号 维修单号 服务单号 案件号 案件编号 案号 报案号 理赔号 理赔编号 赔案号 立案号 查询号 预约号 预约单号 预约编号 排队号 ' +
  '保单号 保单号码 保险单号 保单编号 投保单号 批单号 合同号 合同编号 协议号 协议编号 贷款合同号 借据号 票据号 发票号 发票号码 发票代码 凭证号 收据号 支票号 汇票号 ' +
  '会员号 会员编号 会员卡号 会员id 会员卡 会员账号 客户号 客户编号 用户编号 用户id 用户号 uid 客户代码 户号 缴费户号 用电户号 燃气户号 水费户号 电费户号 用户户号 户头编号 电表号 水表号 燃气表号 表号 宽带账号 机顶盒号 ' +
  '工号 员工号 员工编号 工牌号 坐席号 坐席工号 学号 考号 准考证号 学籍号 学生证号 证书编号 证书号 教师编号 座位号 座位 考生号 借书证号 图书证号 ' +
  '序列号 序列编号 序号 设备号 设备码 设备编码 机器编码 设备编号 设备id 设备序列号 机身号 机身编号 机器码 机器号 产品序列号 产品编号 商品编号 商品id 商品号 货号 款号 型号 产品型号 物料号 物料编号 批号 批次号 生产批号 出厂编号 出厂号 条码 条形码 商品条码 商品编码 编码 编号 防伪码 防伪编号 发动机号 发动机号码 电机号 引擎号 资产编号 资产号 sku spu upc isbn issn ean iccid imsi sn s/n serial serial_number serial_no sn码 s/n码 ' +
  '取件码 取货码 提货码 核销码 券码 兑换码 优惠码 优惠券码 邀请码 推荐码 礼品卡号 礼品卡 购物卡号 购物卡 加油卡号 etc卡 etc卡号 加油卡 校园卡号 公交卡号 充值卡号 储值卡号 储值卡 饭卡 饭卡号 会员卡号码 礼品卡号码 购物卡号码 加油卡号码 校园卡号码 公交卡号码 充值卡号码 储值卡号码 饭卡号码 电话卡号码 门禁卡号码 就诊卡号码 电话卡号 门禁卡号 就诊卡号 病历号 住院号 门诊号 挂号 病案号 检验单号 条目号 ' +
  '航班号 航班 车次 车票号 票号 电子票号 机票号 登机牌号 预订号 预订编号 预定号 订座号 确认号 酒店确认号 房间号 房号 桌号 订位号 取票号 取票码 ' +
  '端口 端口号 版本号 版本 固件版本 错误码 错误代码 故障码 代码 股票代码 基金代码 股票 基金 产品代码 项目编号 项目号 任务号 任务编号 请求id 请求号 日志号 会话id 会话编号 追踪号 追踪码 跟踪号 traceid requestid 参考号 参考编号 业务编号 业务流水号 申请号 申请编号 申请单号 审批号 审批单号 文号 备案号 许可证号 专利号 批准文号 国药准字 ' +
  '时间戳 邮编 邮政编码 邮码 区划代码 行号 cnaps 联行号 网点号 机构号 终端号 终端编号 群号 qq群 qq群号 微信群号 公众号 客服热线 热线 客服电话 客服电话号码 服务电话号码 投诉电话号码 举报电话号码 咨询电话号码 报警电话号码 服务热线 服务电话 投诉电话 举报电话 报警电话 全国热线 咨询热线 咨询电话 电影票 优惠券 ' +
  '訂單號 訂單編號 單號 運單號 序號 編號 會員號 ' +
  'order_id orderid order_no order_number ordernumber orderno order_num order_# order# tracking_number tracking_no tracking_id trackingno tracking waybill waybill_no waybill_number shipment shipment_id shipment_number parcel_number ticket_number ticket_no ticket_id ticketid ticket case_number case_no case_id case incident_number transaction_id transactionid transaction_no transaction_number txn_id txn trade_no invoice_number invoice_no invoice_id reference_number reference_no reference ref_no ref policy_number policy_no contract_number contract_no claim_number claim_no booking_reference booking_number booking_code booking_ref booking confirmation_number confirmation_code confirmation reservation_number pnr ' +
  'member_id memberid member_no member_number membership_number loyalty_number frequent_flyer customer_id customerid customer_no customer_number user_id userid employee_id employee_no employee_number staff_id student_id student_no student_number badge_number merchant_id merchant_no merchant_number utility_account meter_number meter_no product_id product_code item_number item_no item_id part_number part_no model model_no model_number batch batch_no batch_number lot lot_no lot_number barcode asset_tag asset_no engine_no engine_number timestamp unix_time epoch version build_number build error_code status_code zip zip_code zipcode postal_code postcode port request_id requestid trace_id session_id sessionid job_id task_id message_id msgid pid uuid guid checksum sha md5 hash commit coupon_code discount_code country_code area_code qr_code source_code invite_code referral_code dress_code bar_code promo_code gift_card gift_card_number voucher voucher_code seat seat_no flight flight_no flight_number train_no room_no room_number amount total price balance quantity qty hotline customer_service_line toll-free toll_free fax_order code_name routing routing_number aba_number swift_code sort_code id_of_order po_number po';

/** Words of the same kind that only make it likelier. */
export const notPersonalHints =
  '订单 电表 水表 燃气表 运单 提单 流水 保单 合同 发票 序列 设备 下单 单据 票据 交易 order parcel invoice 热线电话 拨打客服 总机 商品 产品 尾号 末四位 后四位 末尾 卡尾号 尾数 后六位 后4位 末4位 ending_in ends_in ending_with last_four last_4 last_four_digits last_4_digits';
