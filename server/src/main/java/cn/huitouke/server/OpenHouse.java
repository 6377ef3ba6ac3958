package cn.huitouke.server;

import cn.huitouke.account.AccountId;
import cn.huitouke.account.AccountKind.Opened;
import cn.huitouke.account.AccountKind.Opened.AsChannel;
import cn.huitouke.account.AccountKind.Opened.AsSource;
import cn.huitouke.account.AccountKind.Opened.Not;
import cn.huitouke.account.Accounts;
import cn.huitouke.account.Fault;
import cn.huitouke.account.Fault.Why;
import cn.huitouke.account.Premises;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.schedule.ShopClock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Lets the kept accounts in beside those of the settings file, and says why one cannot come. */
@Component
class OpenHouse implements Premises {

  /** What the demo's accounts are called. */
  private static final Set<AccountId> DEMO =
      Set.of(
          new AccountId("wechat-mp", "shop"),
          new AccountId("wecom", "shop"),
          new AccountId("qq-bot", "shop"));

  private final Set<AccountId> inFile = new HashSet<>();
  private final ConfiguredChannels channels;
  private final ConfiguredSources sources;
  private final ShopClock clock;
  private final boolean demoed;
  private final boolean rehearsed;

  OpenHouse(
      ChannelSettings accounts,
      TrackingSettings tracking,
      ConfiguredChannels channels,
      ConfiguredSources sources,
      ShopClock clock,
      DataFolder folder,
      ObjectProvider<Stage> stage) {
    accounts.wechatMp().forEach(one -> inFile.add(new AccountId("wechat-mp", one.id())));
    accounts.wecom().forEach(one -> inFile.add(new AccountId("wecom", one.id())));
    accounts.qqBot().forEach(one -> inFile.add(new AccountId("qq-bot", one.id())));
    accounts.onebot().forEach(one -> inFile.add(new AccountId("onebot", one.id())));
    if (tracking.kuaidi100() != null) {
      inFile.add(new AccountId("kuaidi100", cn.huitouke.account.AccountKind.Use.ONLY));
    }
    if (tracking.kdniao() != null) {
      inFile.add(new AccountId("kdniao", cn.huitouke.account.AccountKind.Use.ONLY));
    }
    this.channels = channels;
    this.sources = sources;
    this.clock = clock;
    this.demoed = SandboxAssembly.demoed(folder);
    this.rehearsed = stage.getIfAvailable() != null;
  }

  @Override
  public Optional<Fault> objection(AccountId who) {
    if (!clock.offset().isZero()) {
      return Optional.of(new Fault("", Why.CLOCK_TURNED));
    }
    if (hasInFile(who)) {
      return Optional.of(new Fault(Accounts.NAME, Why.IN_FILE));
    }
    // The demo's customers lie under that name: a real account would write to them.
    return demoed && DEMO.contains(who)
        ? Optional.of(new Fault(Accounts.NAME, Why.DEMO))
        : Optional.empty();
  }

  @Override
  public boolean hasInFile(AccountId who) {
    return inFile.contains(who);
  }

  @Override
  public boolean demoed() {
    return demoed;
  }

  @Override
  public void open(AccountId who, Opened as) {
    if (rehearsed) {
      return;
    }
    switch (as) {
      case AsChannel(var channel) -> channels.residents().moveIn(channel.id(), channel);
      case AsSource(var source) -> sources.residents().moveIn(source.name(), source);
      case Not _ -> throw new IllegalArgumentException("Nothing to open: " + who);
    }
  }

  @Override
  public void close(AccountId who) {
    channels.residents().moveOut(new ChannelId(who.kind(), who.name()));
    sources.residents().moveOut(who.kind());
  }
}
