package cn.huitouke.sandbox.people;

import java.util.List;
import java.util.random.RandomGenerator;

/** How customers put it. */
final class Phrases {

  static final List<String> WHERE =
      List.of("我的快递到哪了", "到哪了", "快递什么时候到呀", "帮我看看快递", "东西发出来了吗", "包裹到哪里了？");
  static final List<String> LATE = List.of("怎么还没到啊", "都过了说好的日子了，还没到", "快递是不是卡住了", "还要等几天？");
  static final List<String> ANGRY = List.of("都好几天没动了，你们管不管", "等了一个星期了，太差了吧", "再不到我就退款了");
  static final List<String> THANKS = List.of("收到了，谢谢", "到啦，谢谢", "谢谢");
  static final List<String> GOOD = List.of("挺好的", "很满意", "不错，下次还来", "好喝，谢谢", "还行");
  static final List<String> BAD = List.of("有点失望", "包装破了", "味道不太对", "有一个碎了", "不太满意，跟图片不一样", "质量一般");
  static final List<String> RETURN = List.of("我想退货", "这个不合适，怎么退", "申请退款了，帮我处理下");
  static final List<String> ENOUGH = List.of("别老发了", "TD", "别发了", "只要物流", "不要每天发");
  static final List<String> AT_NIGHT = List.of("晚上别发", "晚上九点以后别发消息");
  static final List<String> WELCOME_NEWS = List.of("有新品可以发我", "可以发新品", "上新了告诉我");
  static final List<String> AGAIN = List.of("恢复通知", "还是照常发吧");

  private Phrases() {}

  static String one(List<String> of, RandomGenerator chance) {
    return of.get(chance.nextInt(of.size()));
  }
}
