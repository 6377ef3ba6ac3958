package cn.huitouke.server;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.delivery.HouseRules;
import cn.huitouke.delivery.Limits;
import cn.huitouke.server.ConsoleHouse.Visitor;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An owner changes the quiet hours and the limits on their page. */
class HouseRulesWayTest {

  private static final String PAGE = "/settings/rules";

  private final ConsoleHouse house = ConsoleHouse.get();
  private final HouseRules rules = house.bean(HouseRules.class);

  @AfterEach
  void asBefore() {
    rules.reset();
  }

  private static Map<String, String> form() {
    Map<String, String> form = new HashMap<>();
    form.put("quiet", "true");
    form.put("from", "22:30");
    form.put("to", "09:00");
    form.put("careDay", "2");
    form.put("careWeek", "4");
    form.put("community", "0");
    form.put("marketing", "1");
    form.put("days", "12月13日\n2026/5/12，12-13");
    return form;
  }

  private static String said(Visitor owner, Map<String, String> form) {
    assertThat(owner.post(PAGE, form).statusCode()).isEqualTo(302);
    return owner.get(PAGE + "?lang=zh-CN").body();
  }

  @Test
  void whatIsSavedHoldsAndIsToldAndIsTakenBack() {
    Visitor owner = house.as("owner");
    assertThat(said(owner, form())).contains("马上生效", "上次改动：", "owner", "22:30");
    Limits kept = rules.standing().limits();
    assertThat(kept.quiet().orElseThrow()).hasToString("22:30-09:00");
    assertThat(kept.carePerDay()).isEqualTo(2);
    assertThat(kept.communityPerWeek()).isZero();
    assertThat(kept.mourningDays()).containsExactly("12-13", "2026-05-12");
    assertThat(owner.get("/settings/audit?lang=zh-CN").body()).contains("改了免打扰和频次", "22:30-09:00");

    assertThat(owner.post(PAGE + "/reset", Map.of()).statusCode()).isEqualTo(302);
    assertThat(rules.standing().limits()).isEqualTo(rules.usual());
    assertThat(owner.get(PAGE + "?lang=zh-CN").body()).doesNotContain("上次改动");
  }

  @Test
  void withoutTheTickThereAreNoQuietHours() {
    Map<String, String> form = form();
    form.remove("quiet");
    said(house.as("owner"), form);
    assertThat(rules.standing().limits().quiet()).isEmpty();
  }

  @Test
  void whatCannotHoldIsSaidAndNothingIsLost() {
    Visitor owner = house.as("owner");
    Map<String, String> form = form();
    form.put("days", "国庆节");
    assertThat(said(owner, form)).contains("有一行看不懂", "国庆节", "22:30");
    form = form();
    form.put("days", "2026-02-30");
    assertThat(said(owner, form)).contains("有一行看不懂");
    form = form();
    form.put("from", "25:00");
    assertThat(said(owner, form)).contains("免打扰时段要有开始和结束");
    form = form();
    form.put("to", "22:30");
    assertThat(said(owner, form)).contains("免打扰时段要有开始和结束");
    form = form();
    form.put("careWeek", "51");
    assertThat(said(owner, form)).contains("0 到 50");
    form = form();
    form.put("days", "12-13 ".repeat(400));
    assertThat(said(owner, form)).contains("太多");
    form = form();
    form.put("careDay", "many");
    assertThat(owner.post(PAGE, form).statusCode()).isEqualTo(400);
    assertThat(rules.standing().limits()).isEqualTo(rules.usual());
  }

  @Test
  void othersSeeThemAndChangeNothing() {
    Visitor operator = house.as("yunying");
    assertThat(operator.get(PAGE + "?lang=zh-CN").body())
        .contains("免打扰时段", "disabled")
        .doesNotContain(">保存<");
    assertThat(operator.post(PAGE, form()).statusCode()).isEqualTo(403);
    assertThat(rules.standing().limits()).isEqualTo(rules.usual());
  }
}
