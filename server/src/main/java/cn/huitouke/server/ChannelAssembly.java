package cn.huitouke.server;

import cn.huitouke.account.AccountBook;
import cn.huitouke.account.AccountKind.Use;
import cn.huitouke.broadcast.Pictures;
import cn.huitouke.channel.Channel;
import cn.huitouke.server.SandboxAssembly.SandboxSwitch;
import cn.huitouke.tracking.TrackingSource;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The accounts of the settings file, or those of the demo. */
@Configuration(proxyBeanMethods = false)
class ChannelAssembly {

  @Bean
  ConfiguredChannels channels(
      ChannelSettings settings,
      SandboxSwitch sandboxed,
      ObjectProvider<Playground> playground,
      Adapters adapters,
      ObjectProvider<Stage> stage,
      Pictures pictures) {
    List<Channel> channels = new ArrayList<>();
    if (stage.getIfAvailable() != null) {
      // Whatever the shop has set up: a rehearsal speaks to nobody real.
      channels.add(adapters.weChat(playground.getObject().weChatAccount()));
      return new ConfiguredChannels(channels, pictures);
    }
    settings.wechatMp().forEach(one -> channels.add(adapters.weChat(one.account())));
    settings.wecom().forEach(one -> channels.add(adapters.weCom(one.account())));
    settings.qqBot().forEach(one -> channels.add(adapters.qqBot(one.account())));
    settings.onebot().forEach(one -> channels.add(adapters.oneBot(one.account())));
    if (sandboxed.demo()) {
      Playground sandbox = playground.getObject();
      channels.add(adapters.weChat(sandbox.weChatAccount()));
      channels.add(adapters.weCom(sandbox.weComAccount()));
      channels.add(adapters.qqBot(sandbox.qqBotAccount()));
    }
    return new ConfiguredChannels(channels, pictures);
  }

  /** By the settings, or the sandbox's where nobody else is asked. */
  @Bean
  ConfiguredSources sources(
      TrackingSettings settings,
      ObjectProvider<Playground> playground,
      Adapters adapters,
      ObjectProvider<Stage> stage,
      ObjectProvider<AccountBook> book) {
    List<TrackingSource> sources = new ArrayList<>();
    boolean rehearsed = stage.getIfAvailable() != null;
    boolean simulated = rehearsed || settings.nobody() && !book.getObject().any(Use.TRACKING);
    Playground sandbox = simulated ? playground.getIfAvailable() : null;
    if (sandbox != null) {
      sources.add(adapters.kuaidi100(sandbox.kuaidi100()));
    } else {
      settings.kuaidi100Account().ifPresent(one -> sources.add(adapters.kuaidi100(one)));
      settings.kdNiaoAccount().ifPresent(one -> sources.add(adapters.kdNiao(one)));
    }
    return new ConfiguredSources(sources);
  }
}
