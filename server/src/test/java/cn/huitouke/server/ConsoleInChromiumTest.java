package cn.huitouke.server;

import static cn.huitouke.server.NewcomerBrowser.button;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.broadcast.Broadcasts;
import cn.huitouke.broadcast.Draft;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Peer;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.desk.Briefing;
import cn.huitouke.desk.Desk;
import cn.huitouke.desk.Fact;
import cn.huitouke.insight.Insight;
import cn.huitouke.order.Bindings;
import cn.huitouke.order.Trades;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every page of the console as people see it: both languages, both widths. */
class ConsoleInChromiumTest extends InChromium {

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
                    "select count(*) > 0 from conversation.event, conversation.handled"
                        + " where peer = ? and strpos(payload, ?) > 0 and seq = any(seqs)")
                .params(openid, words)
                .query(Boolean.class)
                .single());
    return customer(openid);
  }

  @Test
  void everyPageIsSeenInBothLanguagesAndWidths() {
    String mei = house.openid(0);
    house.weChat().follows(mei, Optional.empty());
    long number = heard(mei, "你好呀");
    heard(mei, "转人工");
    house.weChat().follows(house.openid(1), Optional.empty());
    heard(house.openid(1), "我的快递到哪了");
    List<String> some = house.bean(Trades.class).newest(Optional.empty(), 5);
    aParcelStandsStill();
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
            "/care",
            "/care/plan?id=arrival",
            "/insight",
            "/wording",
            "/wording/piece?name=parcel/on-its-way",
            "/settings",
            "/settings/rules",
            "/settings/operators",
            "/settings/tokens",
            "/settings/webhooks",
            "/settings/backup",
            "/settings/audit",
            "/settings/second-factor",
            "/orders/print?what=cards&number=" + String.join("&number=", some),
            "/orders/print?what=slips&number=" + String.join("&number=", some))) {
      for (String lang : List.of("zh-CN", "en")) {
        page.navigate(house.address() + path + (path.contains("?") ? "&" : "?") + "lang=" + lang);
        String name =
            path.equals("/")
                ? "today"
                : path.substring(1).replaceAll("[/?=&]|\\d+", "-").replaceAll("-number.*", "");
        NewcomerBrowser.look(page, "console-" + name + "-" + lang);
        if (path.equals("/parcels")) {
          standsStillIn(lang, page);
        }
      }
    }
    house.bean(Desk.class).close("stuck:yuantong/YT8800017", "done", "test");
    assertThat(browser.complaints()).isEmpty();
  }

  private static void aParcelStandsStill() {
    house
        .bean(Desk.class)
        .open(
            "stuck:yuantong/YT8800017",
            "stuck-parcel",
            Optional.empty(),
            new Briefing(
                "包裹停住了：圆通 YT8800017",
                "快递：圆通 YT8800017，客服电话 95554",
                Map.of(
                    Fact.ORDERS, "1990000000000000004, 1990000000000000005",
                    Fact.CARRIER, "yuantong",
                    Fact.WAYBILL, "YT8800017",
                    Fact.HOTLINE, "95554",
                    Fact.SINCE, "2026-11-20T02:10:00Z",
                    Fact.LATEST, "【苏州转运中心】 已发出 下一站 【杭州转运中心公司】",
                    Fact.CHASE, "您好，运单 YT8800017 已经 50 小时没有更新，麻烦查一下包裹在哪里，谢谢。")));
  }

  /** A task's facts in the reader's language; what goes to the carrier stays as it is sent. */
  private static void standsStillIn(String lang, Page page) {
    Locator task =
        page.locator(".list-group-item", new Page.LocatorOptions().setHasText("YT8800017"));
    if (lang.equals("en")) {
      assertThat(task.locator("dl.facts")).containsText("YTO");
      assertThat(task.locator("dl.facts")).containsText("No news since");
      assertThat(task.locator("dl.facts q[lang=zh-CN]").last()).containsText("麻烦查一下包裹在哪里");
      assertThat(task).not().containsText("客服电话");
    } else {
      assertThat(task).containsText("客服电话 95554");
      assertThat(task.locator("dl.facts")).hasCount(0);
    }
  }

  /** A year of a shop: who bought, what care was due to whom, how it went. */
  private static void aYearGoesBy(long customer) {
    var sql = house.database();
    sql.sql(
            """
            INSERT INTO orders.orders (number, source, listed, status, paid_amount, refund_amount,
              province, city, paid_at, presale, no_logistics, titles, quantity, person, nick_print,
              imported_at, changed_at)
            SELECT 'y' || b || '-' || n, 'taobao', false, 'FINISHED', 30, 0, '', '',
              now() - make_interval(days => 335 - b % 330) + make_interval(days => n * (29 + b % 60)),
              false, false, '', 1, (SELECT person FROM orders.orders WHERE source = 'taobao' LIMIT 1),
              decode(md5(b::text), 'hex'), now(), now()
            FROM generate_series(1, 900) b, generate_series(0, 3) n
            WHERE n <= (b * 7) % 5 AND 335 - b % 330 > n * (29 + b % 60) ON CONFLICT DO NOTHING
            """)
        .update();
    sql.sql(
            """
            INSERT INTO care.held_out SELECT p, 100000 + c, now() - interval '200 days', 10
            FROM unnest(ARRAY['arrival', 'quality-1w', 'replenish']) p, generate_series(1, 120) c
            ON CONFLICT DO NOTHING
            """)
        .update();
    sql.sql(
            """
            INSERT INTO care.due (plan, subject, customer, thing, due_at, worth_until, state, rule,
              about, decided_at)
            SELECT p, 's' || c, 100000 + c, '紫砂壶', now() - interval '100 days', now(),
              CASE WHEN c <= 120 THEN 'HELD_OUT' ELSE 'POSTED' END,
              CASE WHEN c <= 120 THEN 'hold-out' ELSE '' END, '', now() - interval '100 days'
            FROM unnest(ARRAY['arrival', 'quality-1w', 'replenish']) p, generate_series(1, 1200) c
            WHERE p <> 'replenish' OR c > 100 AND c < 400 ON CONFLICT DO NOTHING
            """)
        .update();
    sql.sql(
            """
            INSERT INTO care.purchase (number, customer, source, amount, province, paid_at, parcels,
              lines, to_plan)
            SELECT 'z' || c, 100000 + c, 'taobao', 10, '', now() - interval '90 days', 1, '[]', false
            FROM generate_series(1, 1200) c WHERE c <= 120 AND c % 8 = 0 OR c > 120 AND c % 4 = 0
            ON CONFLICT DO NOTHING
            """)
        .update();
    sql.sql(
            """
            INSERT INTO care.due (plan, subject, customer, thing, due_at, worth_until, state, rule,
              decided_at)
            SELECT p, 'mei' || n, ?, '柴烧壶', now() + make_interval(days => n),
              now() + make_interval(days => n + 3), CASE WHEN n < 0 THEN 'CANCELLED' ELSE 'PLANNED' END,
              CASE WHEN n < 0 THEN 'care-reply' ELSE '' END,
              CASE WHEN n < 0 THEN now() + make_interval(days => n) END
            FROM unnest(ARRAY['arrival', 'quality-1w']) p, generate_series(-2, 5) n
            WHERE n % 2 = 0 OR p = 'arrival' ON CONFLICT DO NOTHING
            """)
        .param(customer)
        .update();
    sql.sql(
            """
            INSERT INTO logistics.digest_report (day, planned, parcels, accepted, late, spared,
              left_out, missed, made_at)
            SELECT current_date - n, 60, 70, 45 + n % 9, n % 3, 3, n % 2, '[]', now()
            FROM generate_series(1, 28) n ON CONFLICT DO NOTHING
            """)
        .update();
    sql.sql(
            """
            INSERT INTO customer.wish (customer, arrival_only, care, community, marketing, source, at)
            SELECT ?, false, n % 2 = 0, true, false, 'test', now() - make_interval(days => 9 * (8 - n))
            FROM generate_series(1, 7) n
            """)
        .param(customer)
        .update();
    sql.sql(
            "INSERT INTO customer.wish (customer, arrival_only, care, community, marketing, source,"
                + " at) VALUES (?, false, true, true, false, 'test', now())")
        .param(customer)
        .update();
  }

  /** One to 1080 people ten days ago, of whom 1000 got it, by two wires. */
  private static void aBroadcastWasSent() {
    long id = house.bean(Broadcasts.class).begin(Draft.blank().titled("双十二预告"), "owner");
    var sql = house.database();
    sql.sql(
            "UPDATE broadcast.broadcast SET state = 'DONE', started_at = now() - interval '10"
                + " days', expanded_at = now(), ended_at = now() WHERE id = ?")
        .param(id)
        .update();
    sql.sql(
            "INSERT INTO broadcast.recipient SELECT ?, 100000 + c, 'A', c <= 120"
                + " FROM generate_series(1, 1200) c")
        .param(id)
        .update();
    sql.sql(
            """
            INSERT INTO delivery.letter (id, customer, purpose, lane, state, message, because,
              not_before, worth_until, planned_at, changed_at, wire, why)
            SELECT 'broadcast:' || ? || ':c' || (100000 + c), 100000 + c, 'COMMUNITY', 3,
              CASE WHEN c > 1120 THEN 'EXPIRED' ELSE 'ACCEPTED' END, '{}', 'test', now(), now(), now(),
              now(), CASE WHEN c % 5 = 0 THEN 'customer-service' ELSE 'mass' END, 'worth-until'
            FROM generate_series(121, 1200) c
            """)
        .param(id)
        .update();
  }

  @Test
  void theShopsNumbersAreDrawnAndCanBeTakenAlong() {
    String mei = house.openid(0);
    house.weChat().follows(mei, Optional.empty());
    long number = heard(mei, "你好");
    aYearGoesBy(number);
    aBroadcastWasSent();
    Insight insight = house.bean(Insight.class);
    // Figures are kept for a moment: another test may just have looked.
    ConsoleHouse.until(
        () ->
            insight.names().stream()
                .noneMatch(name -> insight.figure(name).orElseThrow().rows().isEmpty()));
    Page page = entered("owner");
    page.navigate(house.address() + "/insight");
    for (String figure :
        List.of("repurchase", "uplift", "digest", "replies", "wires", "broadcasts", "leaving")) {
      assertThat(page.locator("#" + figure + "[data-drawn=yes] canvas").first()).isVisible();
    }
    assertThat(page.locator("#uplift-title")).isVisible();
    assertThat(page.getByText("还太早，看不出").first()).isAttached();
    for (String lang : List.of("zh-CN", "en")) {
      page.navigate(house.address() + "/insight?lang=" + lang);
      assertThat(page.locator("[data-drawn=yes]")).hasCount(7);
      NewcomerBrowser.look(page, "console-insight-full-" + lang);
      page.navigate(house.address() + "/care?lang=" + lang);
      NewcomerBrowser.look(page, "console-care-full-" + lang);
      page.navigate(house.address() + "/care/plan?id=quality-1w&lang=" + lang);
      NewcomerBrowser.look(page, "console-care-plan-full-" + lang);
      page.navigate(house.address() + "/conversations/" + number + "?lang=" + lang);
      NewcomerBrowser.look(page, "console-care-beside-" + lang);
    }
    page.navigate(house.address() + "/care/plan?id=quality-1w&lang=zh-CN");
    page.getByLabel("暂停").check();
    page.getByLabel("签收后多久").fill("9");
    button(page, "保存").click();
    assertThat(page.getByText("已保存，后面的按新的安排。")).isVisible();
    assertThat(page.locator(".plan-line")).containsText("9 天");
    button(page, "恢复出厂设置").click();
    assertThat(page.locator(".plan-line")).containsText("7 天");
    aFestivalIsSaidAhead(page);
    ConsoleHouse.Visitor viewer = house.as("kankan");
    assertThat(viewer.get("/insight/repurchase/csv").body()).startsWith("\uFEFF");
    assertThat(viewer.get("/insight/uplift/xlsx").statusCode()).isEqualTo(200);
    assertThat(viewer.get("/insight/nothing/csv").statusCode()).isEqualTo(404);
    assertThat(browser.complaints()).isEmpty();
  }

  private static void aFestivalIsSaidAhead(Page page) {
    page.navigate(house.address() + "/care/plan?id=festival-new-year&lang=zh-CN");
    assertThat(page.locator("#days")).containsText("-01-01");
    page.getByLabel("离当天多远（0 就是当天）").fill("3");
    page.getByLabel("单位").selectOption("ahead");
    assertThat(page.locator("#days")).containsText("-12-29");
    NewcomerBrowser.look(page, "console-care-festival-zh-CN");
    button(page, "保存").click();
    assertThat(page.getByText("已保存，后面的按新的安排。")).isVisible();
    assertThat(page.locator(".plan-line")).containsText("提前 3 天");
    assertThat(page.locator("#days")).containsText("-12-29");
    page.getByLabel("离当天多远（0 就是当天）").fill("61");
    assertThat(page.locator("#days")).containsText("最多提前或推后 60 天");
    page.navigate(house.address() + "/care/plan?id=festival-new-year&lang=en");
    assertThat(page.locator(".plan-line")).containsText("3 d ahead");
    NewcomerBrowser.look(page, "console-care-festival-en");
    page.navigate(house.address() + "/care/plan?id=festival-new-year&lang=zh-CN");
    button(page, "恢复出厂设置").click();
    assertThat(page.locator(".plan-line")).not().containsText("提前");
  }

  @Test
  void thePageToPrintIsAlsoAFile() throws IOException {
    List<String> some = house.bean(Trades.class).newest(Optional.empty(), 12);
    Page page = entered("yunying");
    page.navigate(
        house.address() + "/orders/print?what=cards&number=" + String.join("&number=", some));
    Download file = page.waitForDownload(() -> button(page, "下载 PDF").click());
    assertThat(file.suggestedFilename()).isEqualTo("parcel-cards.pdf");
    assertThat(Files.readAllBytes(file.path()))
        .startsWith("%PDF-".getBytes(StandardCharsets.UTF_8));
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aConversationIsLiveWhileAPersonLeadsIt() {
    String openid = "oLive-0001";
    house.weChat().follows(openid, Optional.empty());
    long number = heard(openid, "转人工");
    Page page = entered("kefu");
    page.navigate(house.address() + "/conversations/" + number);
    button(page, "接手").click();
    assertThat(page.getByText("您在接待")).isVisible();
    page.waitForLoadState(); // before its script is there, Enter is a line of its own
    page.getByLabel("回复", new Page.GetByLabelOptions().setExact(true)).fill("您好，哪里可以帮到您？");
    page.keyboard().press("Enter");
    assertThat(page.locator(".said.person .bubble")).hasText("您好，哪里可以帮到您？");
    assertThat(page.locator(".said.person .state-accepted")).isVisible();
    house.weChat().says(openid, "茶杯缺了个口 😢");
    assertThat(page.locator(".said.customer .bubble").last()).hasText("茶杯缺了个口 😢");
    // Told by the server: the list itself asks only twice a minute.
    assertThat(page.locator(".active-line"))
        .containsText("茶杯缺了个口", new LocatorAssertions.ContainsTextOptions().setTimeout(20_000));
    assertThat(page.locator(".active-line")).containsText("等了");
    NewcomerBrowser.look(page, "console-live");
    button(page, "交还机器人").click();
    assertThat(page.getByText("机器人在答")).isVisible();
  }

  /** axe-core's rules, as a blind or motor-impaired colleague needs them. */
  @Test
  void noPageHasASeriousBarrier() throws IOException {
    String axe;
    try (var in =
        Objects.requireNonNull(
            getClass()
                .getResourceAsStream("/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js"))) {
      axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    long number = heard(house.openid(0), "你好");
    Page page = entered("owner");
    for (String path :
        List.of(
            "/",
            "/conversations/" + number,
            "/customers",
            "/customers/" + number,
            "/orders",
            "/parcels",
            "/care",
            "/care/plan?id=arrival",
            "/insight",
            "/wording/piece?name=parcel/on-its-way",
            "/settings",
            "/settings/rules",
            "/settings/operators",
            "/settings/webhooks",
            "/settings/backup",
            "/settings/tokens")) {
      page.navigate(house.address() + path);
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.evaluate(axe);
        Object faults =
            page.evaluate(
                "async () => (await axe.run()).violations.filter(v => v.impact === 'serious' ||"
                    + " v.impact === 'critical').map(v => v.id + ': ' + v.nodes.slice(0, 4).map(n"
                    + " => n.html.slice(0, 160)).join(' | '))");
        assertThat((List<?>) faults).as(path + " " + scheme).isEmpty();
      }
    }
  }

  @Test
  void whatCustomersSayNeverRuns() throws IOException {
    String openid = "oHostile-1";
    house.weChat().follows(openid, Optional.empty());
    List<String> corpus = Hostile.corpus();
    for (int from = 0; from < corpus.size(); from += 6) {
      String words =
          String.join("\n", corpus.subList(from, Math.min(from + 6, corpus.size())))
              .replace("\u0000", "");
      house.weChat().says(openid, words);
    }
    long number = heard(openid, "转人工");
    String all = String.join(" ", corpus).replace("\u0000", "");
    String order = house.bean(Trades.class).newest(Optional.empty(), 20).get(2);
    house.bean(Bindings.class).bind(order, new CustomerId(number), "test");
    var sql = house.database();
    sql.sql("update orders.line set title = ?, sku = ? where order_number = ?")
        .params(corpus.get(0), all, order)
        .update();
    sql.sql("update logistics.parcel set latest_text = ?, destination = ?")
        .params(all, corpus.get(5))
        .update();
    house
        .bean(Desk.class)
        .open(
            "stuck:hostile",
            "stuck-parcel",
            Optional.of(new CustomerId(number)),
            new Briefing(
                corpus.get(1),
                all,
                Map.of(
                    Fact.WHY, corpus.get(1),
                    Fact.CARRIER, corpus.get(2),
                    Fact.WAYBILL, all,
                    Fact.SAID, all,
                    Fact.CHASE, all)));
    sql.sql(
            "insert into care.due (plan, subject, customer, thing, due_at, worth_until, state,"
                + " rule, about, decided_at) values ('arrival', 'hostile', ?, ?, now(), now(),"
                + " 'CANCELLED', ?, '', now()) on conflict do nothing")
        .params(number, all, corpus.get(3))
        .update();
    ConsoleHouse.Visitor owner = house.as("owner");
    owner.post("/customers/" + number + "/notes", Map.of("text", all.substring(0, 900)));
    owner.post("/settings/tokens", Map.of("name", corpus.get(2).substring(0, 40)));

    Page page = entered("owner");
    page.onDialog(
        dialog -> {
          throw new AssertionError("A dialog: " + dialog.message());
        });
    for (String path :
        List.of(
            "/",
            "/conversations",
            "/conversations/" + number,
            "/customers",
            "/customers/" + number,
            "/customers?q=%22%3E%3Cimg%20src%3Dx%20onerror%3D" + "window.__ran%3D1%3E",
            "/orders",
            "/orders/print?what=slips&number=" + order,
            "/orders/print?what=cards&number=" + order,
            "/parcels",
            "/parcels?lang=en",
            "/?lang=zh-CN",
            "/care",
            "/care/plan?id=arrival",
            "/insight",
            "/settings/tokens",
            "/settings/audit",
            "/wording/piece?name=conversation/hello")) {
      page.navigate(house.address() + path);
      if (path.startsWith("/wording")) {
        page.locator("#text").fill(corpus.get(3).replace("{{", "").replace("}}", ""));
        assertThat(page.locator("#preview")).containsText("onerror");
      }
      assertThat(page.evaluate("window.__ran")).as(path).isNull();
    }
    Path file =
        Files.createTempDirectory("hostile").resolve("<img src=x onerror=window.__ran=1>.csv");
    Files.writeString(file, "订单编号,=1+1\n1,<img src=x onerror=window.__ran=1>\n");
    page.navigate(house.address() + "/orders");
    page.getByLabel("报表文件").setInputFiles(file);
    button(page, "先看一眼").click();
    assertThat(page.locator("#result-title")).containsText("onerror");
    assertThat(page.locator(".refused, .card-footer").first()).isVisible();
    assertThat(page.evaluate("window.__ran")).isNull();
    house.bean(Desk.class).close("stuck:hostile", "done", "test");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void theFirstScreenIsSmall() {
    Page page = browser.open(house.address());
    Object bytes =
        page.evaluate(
            "performance.getEntriesByType('resource')"
                + ".concat(performance.getEntriesByType('navigation'))"
                + ".reduce((sum, one) => sum + one.transferSize, 0)");
    assertThat(((Number) bytes).longValue()).isBetween(1L, 200_000L);
  }
}
