package cn.huitouke.server;

import static cn.huitouke.server.NewcomerBrowser.button;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Peer;
import cn.huitouke.customer.Customers;
import com.microsoft.playwright.Page;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every page of the console as people see it: both languages, both widths. */
class ConsoleInChromiumTest {

  private static NewcomerBrowser browser;
  private static ConsoleHouse house;

  @BeforeAll
  static void open() {
    browser = new NewcomerBrowser();
    house = ConsoleHouse.get();
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  private static long customer(String openid) {
    return house
        .bean(Customers.class)
        .recognise(Peer.person(new ChannelId("wechat-mp", channel()), openid))
        .value();
  }

  private static String channel() {
    return house.bean(cn.huitouke.delivery.Channels.class).all().iterator().next().id().name();
  }

  private static long heard(String openid, String words) {
    house.weChat().says(openid, words);
    ConsoleHouse.until(
        () ->
            house
                .database()
                .sql(
                    "select count(*) > 0 from conversation.event where peer = ? and"
                        + " strpos(payload, ?) > 0 and handled_at is not null")
                .params(openid, words)
                .query(Boolean.class)
                .single());
    return customer(openid);
  }

  private static Page entered(String name) {
    Page page = browser.open(house.address());
    page.getByLabel("账号").fill(name);
    page.getByLabel("密码").fill(ConsoleHouse.PASSWORD);
    button(page, "登录").click();
    assertThat(page.getByText("要您处理的事")).isVisible();
    return page;
  }

  @Test
  void everyPageIsSeenInBothLanguagesAndWidths() {
    String mei = house.openid(0);
    house.weChat().follows(mei, java.util.Optional.empty());
    long number = heard(mei, "你好呀");
    heard(mei, "转人工");
    house.weChat().follows(house.openid(1), java.util.Optional.empty());
    heard(house.openid(1), "我的快递到哪了");
    Page page = entered("owner");
    for (String path :
        List.of(
            "/",
            "/conversations",
            "/conversations/" + number,
            "/customers",
            "/customers/" + number,
            "/orders",
            "/parcels",
            "/wording",
            "/wording/piece?name=parcel/on-its-way",
            "/settings",
            "/settings/operators",
            "/settings/tokens",
            "/settings/audit",
            "/settings/second-factor")) {
      for (String lang : List.of("zh-CN", "en")) {
        page.navigate(house.address() + path + (path.contains("?") ? "&" : "?") + "lang=" + lang);
        String name = path.equals("/") ? "today" : path.substring(1).replaceAll("[/?=]|\\d+", "-");
        NewcomerBrowser.look(page, "console-" + name + "-" + lang);
      }
    }
    assertThat(browser.complaints()).isEmpty();
  }
}
