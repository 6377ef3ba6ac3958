package cn.huitouke.desk;

import cn.huitouke.customer.AuthorizationWithdrawn;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Whoever takes back the leave to use their data has to be erased. A person does it: orders that are
 * under way still have to reach them. Fifteen working days are what China's rules for apps allow
 * (App违法违规收集使用个人信息行为认定方法, 2019, article 6).
 */
@Component
class Withdrawals {

  private final Desk desk;

  Withdrawals(Desk desk) {
    this.desk = desk;
  }

  @EventListener
  void hear(AuthorizationWithdrawn withdrawn) {
    desk.open(
        "erase:" + withdrawn.customer(),
        "erase-data",
        Optional.of(withdrawn.customer()),
        new Briefing(
            "顾客撤回了授权，资料要删除",
            "顾客在平台上撤回了个人信息授权。没有在途的包裹和售后后，请到顾客资料里点「彻底删除」，最晚 15 个工作日内办完。",
            Map.of(Fact.WHY, "withdrawn")));
  }
}
