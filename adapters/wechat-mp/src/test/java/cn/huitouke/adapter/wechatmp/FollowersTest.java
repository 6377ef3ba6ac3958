package cn.huitouke.adapter.wechatmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.huitouke.adapter.wechatmp.Followers.Button;
import cn.huitouke.adapter.wechatmp.Followers.Follower;
import cn.huitouke.adapter.wechatmp.Followers.Page;
import cn.huitouke.adapter.wechatmp.Followers.Tag;
import cn.huitouke.adapter.wechatmp.WeChatMpAccount.Mode;
import cn.huitouke.channel.SendOutcome;
import cn.huitouke.sandbox.world.PhoneNetwork.MenuItem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Followers, tags and the menu on the simulated platform. */
class FollowersTest {

  private static final SendOutcome DONE = new SendOutcome.Accepted("");
  private static final List<Button> MENU =
      List.of(
          new Button("我的快递", "where-is-my-parcel", List.of()),
          new Button(
              "更多",
              "",
              List.of(
                  new Button("能帮您做什么", "offer", List.of()),
                  new Button("小店", "https://shop.example/", List.of()))));

  private final WeChatFarEnd far = new WeChatFarEnd();
  private final Followers followers = far.channel().followers();

  @BeforeEach
  void begin() {
    far.channel().start(_ -> {});
  }

  @AfterEach
  void end() {
    far.channel().stop();
    far.close();
  }

  @Test
  void whoFollowsIsToldAndStrangersAreLeftOut() {
    far.platform().follows("mei", Optional.of("ref_42"));
    far.platform().follows("lan", Optional.empty());
    far.platform().unfollows("lan");
    List<String> asked = new ArrayList<>(List.of("nobody", "mei", "somebody", "lan"));
    List<Follower> found = followers.find(asked);
    assertThat(found).extracting(Follower::openId).containsExactly("mei", "lan");
    assertThat(found).extracting(Follower::follows).containsExactly(true, false);
    assertThat(found.getFirst().scene()).isEqualTo("ref_42");
    assertThat(followers.find(List.of("nobody"))).isEmpty();
  }

  @Test
  void everybodyIsListedPageByPage() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 10_005; i++) {
      String customer = "c%05d".formatted(i);
      all.add(customer);
      far.platform().follows(customer, Optional.empty());
    }
    // Ten thousand callbacks under way would leave a slow machine no time to answer.
    assertThat(far.platform().settles(Duration.ofMinutes(3))).isTrue();
    Page first = followers.all("").orElseThrow();
    assertThat(first.total()).isEqualTo(10_005);
    assertThat(first.openIds()).hasSize(10_000);
    Page second = followers.all(first.next()).orElseThrow();
    assertThat(second.next()).isEmpty();
    List<String> listed = new ArrayList<>(first.openIds());
    listed.addAll(second.openIds());
    assertThat(listed).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void tagsAreMadeGivenTakenAndRemoved() {
    List.of("mei", "lan").forEach(far::peerOf);
    assertThat(followers.tags()).contains(List.of());
    assertThat(followers.tag("老客", List.of("mei", "lan"))).isEqualTo(DONE);
    assertThat(followers.tag("爱喝茶", List.of("mei"))).isEqualTo(DONE);
    assertThat(followers.tags()).contains(List.of(new Tag("老客", 2), new Tag("爱喝茶", 1)));
    assertThat(followers.tagsOf("mei")).contains(List.of("老客", "爱喝茶"));
    assertThat(followers.untag("老客", List.of("mei"))).isEqualTo(DONE);
    assertThat(followers.untag("没有这个", List.of("mei"))).isEqualTo(DONE);
    assertThat(followers.tagsOf("mei")).contains(List.of("爱喝茶"));
    assertThat(followers.removeTag("老客")).isEqualTo(DONE);
    assertThat(followers.removeTag("老客")).isEqualTo(DONE);
    assertThat(followers.tags()).contains(List.of(new Tag("爱喝茶", 1)));
  }

  @Test
  void moreThanFiftyAreTaggedInPortions() {
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      many.add("many-" + i);
      far.platform().follows("many-" + i, Optional.empty());
    }
    assertThat(followers.tag("大批", many)).isEqualTo(DONE);
    assertThat(followers.tags()).contains(List.of(new Tag("大批", 120)));
  }

  @Test
  void theMenuIsShownReadAndTakenAway() {
    assertThat(followers.menu()).contains(List.of());
    assertThat(followers.showMenu(MENU)).isEqualTo(DONE);
    assertThat(followers.menu()).contains(MENU);
    assertThat(far.platform().menu())
        .extracting(MenuItem::key)
        .containsExactly("where-is-my-parcel", "offer", "https://shop.example/");
    assertThat(followers.removeMenu()).isEqualTo(DONE);
    assertThat(followers.menu()).contains(List.of());
  }

  @Test
  void theMenuOfTheSettingsIsShownOnceThePlatformIsThere() {
    try (FarApi platform = new FarApi()) {
      platform.says("/cgi-bin/menu/get", "HTTP 500", "{\"errcode\":46003,\"errmsg\":\"none\"}");
      platform.says("/cgi-bin/menu/create", "HANG UP");
      WeChatMp channel =
          new WeChatMp(
              account(platform.base(), MENU),
              InstantSource.fixed(Instant.ofEpochSecond(1_763_700_000L)),
              Optional.empty(),
              Optional.empty());
      channel.start(_ -> {});
      eventually(() -> platform.to("/cgi-bin/menu/create").size() >= 2);
      assertThat(platform.to("/cgi-bin/menu/create").getLast().body())
          .contains("where-is-my-parcel", "https://shop.example/");
      channel.stop();
    }
  }

  @Test
  void aMenuThatIsAlreadySoIsLeftAlone() {
    try (FarApi platform = new FarApi()) {
      platform.says(
          "/cgi-bin/menu/get",
          "{\"menu\":{\"button\":[{\"type\":\"click\",\"name\":\"我的快递\",\"key\":\"k\",\"sub_button\":[]}]}}");
      WeChatMp channel =
          new WeChatMp(
              account(platform.base(), List.of(new Button("我的快递", "k", List.of()))),
              InstantSource.fixed(Instant.ofEpochSecond(1_763_700_000L)),
              Optional.empty(),
              Optional.empty());
      channel.start(_ -> {});
      eventually(() -> !platform.to("/cgi-bin/menu/get").isEmpty());
      channel.stop();
      assertThat(platform.to("/cgi-bin/menu/create")).isEmpty();
    }
  }

  private static void eventually(java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private static WeChatMpAccount account(String base, List<Button> menu) {
    return new WeChatMpAccount(
        "shop",
        FarHand.APP,
        FarHand.ACCOUNT,
        "S3CRET",
        FarHand.TOKEN,
        FarHand.KEY,
        Mode.SECURE,
        base,
        Map.of(),
        menu);
  }

  @Test
  void aMenuThatThePlatformWouldRefuseStopsTheStart() {
    Button fine = new Button("a", "k", List.of());
    for (List<Button> wrong :
        List.of(
            List.of(fine, fine, fine, fine),
            List.of(new Button("a", "", List.of(fine, fine, fine, fine, fine, fine))),
            List.of(new Button("", "k", List.of())),
            List.of(new Button("a", "", List.of())),
            List.of(new Button("a", "钥".repeat(43), List.of())))) {
      assertThatThrownBy(() -> account("http://127.0.0.1:9", wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("shop");
    }
  }
}
