package cn.huitouke.server;

import cn.huitouke.adapter.kdniao.KdNiao;
import cn.huitouke.adapter.kuaidi100.Kuaidi100;
import cn.huitouke.adapter.kuaidi100.Kuaidi100Settings;
import cn.huitouke.adapter.kuaidi100.QueryLock;
import cn.huitouke.adapter.kuaidi100.RedisQueryLock;
import cn.huitouke.adapter.onebot.OneBot;
import cn.huitouke.adapter.qqbot.QqBot;
import cn.huitouke.adapter.wechatmp.WeChatMp;
import cn.huitouke.adapter.wechatmp.WeChatMpAccount;
import cn.huitouke.adapter.wecom.WeCom;
import cn.huitouke.broadcast.Pictures;
import cn.huitouke.channel.Channel;
import cn.huitouke.delivery.Channels;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import redis.clients.jedis.UnifiedJedis;

/** Makes the adapters from the settings. */
@Configuration(proxyBeanMethods = false)
class ChannelAssembly {

  private static final Path RULES = Path.of("config", "platform-rules");

  @Bean
  Channels channels(
      ChannelSettings settings,
      ObjectProvider<Playground> playground,
      InstantSource clock,
      ObjectProvider<UnifiedJedis> redis,
      ObjectProvider<Stage> stage,
      Pictures pictures) {
    List<Channel> channels = new ArrayList<>();
    if (stage.getIfAvailable() != null) {
      // Whatever the shop has set up: a rehearsal speaks to nobody real.
      channels.add(weChat(playground.getObject().weChatAccount(), clock, redis));
      return new ConfiguredChannels(channels, pictures);
    }
    settings.wechatMp().forEach(one -> channels.add(weChat(one.account(), clock, redis)));
    settings
        .wecom()
        .forEach(one -> channels.add(ruled("wecom", own -> new WeCom(one.account(), clock, own))));
    settings
        .qqBot()
        .forEach(one -> channels.add(ruled("qq-bot", own -> new QqBot(one.account(), clock, own))));
    settings
        .onebot()
        .forEach(
            one -> channels.add(ruled("onebot", own -> new OneBot(one.account(), clock, own))));
    if (settings.empty()) {
      playground.ifAvailable(
          sandbox -> {
            channels.add(weChat(sandbox.weChatAccount(), clock, redis));
            channels.add(new WeCom(sandbox.weComAccount(), clock));
            channels.add(new QqBot(sandbox.qqBotAccount(), clock));
          });
    }
    return new ConfiguredChannels(channels, pictures);
  }

  private static WeChatMp weChat(
      WeChatMpAccount account, InstantSource clock, ObjectProvider<UnifiedJedis> redis) {
    Optional<UnifiedJedis> shared = Optional.ofNullable(redis.getIfAvailable());
    return ruled("wechat-mp", own -> new WeChatMp(account, clock, shared, own));
  }

  /** With the shop's own rule pack, if it keeps one. */
  private static <C extends Channel> C ruled(
      String kind, Function<Optional<InputStream>, C> channel) {
    Path pack = RULES.resolve(kind + ".yml");
    if (Files.notExists(pack)) {
      return channel.apply(Optional.empty());
    }
    try (InputStream rules = Files.newInputStream(pack)) {
      return channel.apply(Optional.of(rules));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kuaidi100, by the settings or the sandbox's; asked first. */
  @Bean
  @Order(1)
  @Nullable Kuaidi100 kuaidi100(
      TrackingSettings settings,
      ObjectProvider<Playground> playground,
      InstantSource clock,
      ObjectProvider<UnifiedJedis> redis,
      ObjectProvider<Stage> stage,
      Pictures pictures) {
    boolean simulated = settings.nobody() || stage.getIfAvailable() != null;
    Playground sandbox = simulated ? playground.getIfAvailable() : null;
    Optional<Kuaidi100Settings> account =
        sandbox == null ? settings.kuaidi100Account() : Optional.of(sandbox.kuaidi100());
    if (account.isEmpty()) {
      return null;
    }
    UnifiedJedis shared = redis.getIfAvailable();
    QueryLock lock = shared == null ? QueryLock.inMemory(clock) : new RedisQueryLock(shared, clock);
    return new Kuaidi100(account.get(), clock, lock);
  }

  @Bean
  @Order(2)
  @Nullable KdNiao kdNiao(
      TrackingSettings settings, InstantSource clock, ObjectProvider<Stage> stage) {
    if (stage.getIfAvailable() != null) {
      return null;
    }
    return settings.kdNiaoAccount().map(account -> new KdNiao(account, clock)).orElse(null);
  }
}
