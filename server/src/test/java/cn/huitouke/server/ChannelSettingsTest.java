package cn.huitouke.server;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.adapter.wechatmp.Followers.Button;
import cn.huitouke.adapter.wechatmp.WeChatMpAccount;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The shop's settings, as they are written, become the adapters' accounts. */
class ChannelSettingsTest {

  private static ChannelSettings read(Map<String, String> written) {
    return new Binder(new MapConfigurationPropertySource(written))
        .bindOrCreate("huitouke.channels", ChannelSettings.class);
  }

  private static Map<String, String> account() {
    Map<String, String> written = new LinkedHashMap<>();
    written.put("huitouke.channels.wechat-mp[0].app-id", "wx0123");
    written.put("huitouke.channels.wechat-mp[0].token", "token");
    written.put("huitouke.channels.wechat-mp[0].aes-key", "a".repeat(43));
    return written;
  }

  @Test
  void nothingWrittenIsNoChannel() {
    assertThat(read(Map.of()).empty()).isTrue();
  }

  @Test
  void aMenuIsReadWithItsButtonsBelow() {
    Map<String, String> written = account();
    String menu = "huitouke.channels.wechat-mp[0].menu";
    written.put(menu + "[0].label", "我的快递");
    written.put(menu + "[0].target", "where-is-my-parcel");
    written.put(menu + "[1].label", "更多");
    written.put(menu + "[1].below[0].label", "小店");
    written.put(menu + "[1].below[0].target", "https://shop.example/");
    WeChatMpAccount account = read(written).wechatMp().getFirst().account();
    assertThat(account.menu())
        .containsExactly(
            new Button("我的快递", "where-is-my-parcel", List.of()),
            new Button("更多", "", List.of(new Button("小店", "https://shop.example/", List.of()))));
  }

  @Test
  void withoutAMenuTheAccountsOwnIsLeftAlone() {
    assertThat(read(account()).wechatMp().getFirst().account().menu()).isEmpty();
  }

  @Test
  void aQqAccountIsSilentInGroupsUnlessItIsToldToHearAll() {
    Map<String, String> written = new LinkedHashMap<>();
    written.put("huitouke.channels.onebot[0].self-id", "3889001000");
    written.put("huitouke.channels.onebot[0].access-token", "a-long-token");
    assertThat(read(written).onebot().getFirst().account().hearsAll()).isFalse();
    written.put("huitouke.channels.onebot[0].hears-all", "true");
    assertThat(read(written).onebot().getFirst().account().hearsAll()).isTrue();
  }
}
