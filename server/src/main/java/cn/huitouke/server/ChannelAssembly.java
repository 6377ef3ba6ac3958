package cn.huitouke.server;

import cn.huitouke.adapter.kdniao.KdNiao;
import cn.huitouke.adapter.kuaidi100.Kuaidi100;
import cn.huitouke.adapter.kuaidi100.QueryLock;
import cn.huitouke.adapter.kuaidi100.RedisQueryLock;
import cn.huitouke.adapter.onebot.OneBot;
import cn.huitouke.adapter.qqbot.QqBot;
import cn.huitouke.adapter.wechatmp.WeChatMp;
import cn.huitouke.adapter.wechatmp.WeChatMpAccount;
import cn.huitouke.adapter.wecom.WeCom;
import cn.huitouke.channel.Channel;
import cn.huitouke.delivery.Channels;
import cn.huitouke.tracking.TrackingSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import redis.clients.jedis.UnifiedJedis;

/** Makes the adapters from the settings. */
@Configuration(proxyBeanMethods = false)
class ChannelAssembly {

  private static final Path RULES = Path.of("config", "platform-rules");

  @Bean
  Channels channels(
      ChannelSettings settings,
      ObjectProvider<SandboxAssembly.Playground> playground,
      InstantSource clock,
      ObjectProvider<UnifiedJedis> redis) {
    List<Channel> channels = new ArrayList<>();
    settings.wechatMp().forEach(one -> channels.add(weChat(one.account(), clock, redis)));
    settings.wecom().forEach(one -> channels.add(new WeCom(one.account(), clock)));
    settings.qqBot().forEach(one -> channels.add(new QqBot(one.account(), clock)));
    settings.onebot().forEach(one -> channels.add(new OneBot(one.account(), clock)));
    if (settings.empty()) {
      playground.ifAvailable(
          sandbox -> channels.add(weChat(sandbox.weChatAccount(), clock, redis)));
    }
    return new ConfiguredChannels(channels);
  }

  private static WeChatMp weChat(
      WeChatMpAccount account, InstantSource clock, ObjectProvider<UnifiedJedis> redis) {
    return new WeChatMp(
        account, clock, Optional.ofNullable(redis.getIfAvailable()), override("wechat-mp"));
  }

  /** The shop's own rule pack, if it keeps one. */
  private static Optional<InputStream> override(String kind) {
    Path pack = RULES.resolve(kind + ".yml");
    try {
      return Files.exists(pack) ? Optional.of(Files.newInputStream(pack)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Who knows where parcels are, best first. */
  @Bean
  List<TrackingSource> trackingSources(
      TrackingSettings settings,
      ObjectProvider<SandboxAssembly.Playground> playground,
      InstantSource clock,
      ObjectProvider<UnifiedJedis> redis) {
    UnifiedJedis shared = redis.getIfAvailable();
    QueryLock lock = shared == null ? QueryLock.inMemory(clock) : new RedisQueryLock(shared, clock);
    List<TrackingSource> sources = new ArrayList<>();
    settings
        .kuaidi100Account()
        .ifPresent(account -> sources.add(new Kuaidi100(account, clock, lock)));
    settings.kdNiaoAccount().ifPresent(account -> sources.add(new KdNiao(account, clock)));
    if (sources.isEmpty()) {
      playground.ifAvailable(
          sandbox -> sources.add(new Kuaidi100(sandbox.kuaidi100(), clock, lock)));
    }
    return List.copyOf(sources);
  }
}
