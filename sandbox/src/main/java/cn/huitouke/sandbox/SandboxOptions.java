package cn.huitouke.sandbox;

import cn.huitouke.sandbox.onebot.QqAccount;
import cn.huitouke.sandbox.qq.BotAccount;
import cn.huitouke.sandbox.tracking.KdNiaoAccount;
import cn.huitouke.sandbox.tracking.Kuaidi100Account;
import cn.huitouke.sandbox.wechat.WeChatAccount;
import cn.huitouke.sandbox.wecom.KfAccount;
import cn.huitouke.sandbox.world.Journey;
import cn.huitouke.sandbox.world.Parcels;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * How the sandbox is set up.
 *
 * @param port one for everything; 0 takes any free one
 * @param bindAddress for example {@code 127.0.0.1}
 * @param clock the time that every platform follows
 * @param parcels what the carriers know
 * @param weChat the official account
 * @param kuaidi100 the account there
 * @param kdNiao the account there
 * @param weCom the customer-service account
 * @param qq the QQ bot
 * @param oneBot the personal QQ account
 */
public record SandboxOptions(
    int port,
    String bindAddress,
    InstantSource clock,
    Parcels parcels,
    WeChatAccount weChat,
    Kuaidi100Account kuaidi100,
    KdNiaoAccount kdNiao,
    KfAccount weCom,
    BotAccount qq,
    QqAccount oneBot) {

  /** The demo shop on port 8091, its gateway on 8090, without parcels. */
  public static SandboxOptions demo(InstantSource clock) {
    return new SandboxOptions(
        8091,
        "127.0.0.1",
        clock,
        new NoParcels(),
        WeChatAccount.demo(),
        Kuaidi100Account.demo(),
        KdNiaoAccount.demo(),
        KfAccount.demo(),
        BotAccount.demo(),
        QqAccount.demo());
  }

  public SandboxOptions withPort(int other) {
    return new SandboxOptions(
        other, bindAddress, clock, parcels, weChat, kuaidi100, kdNiao, weCom, qq, oneBot);
  }

  public SandboxOptions withParcels(Parcels others) {
    return new SandboxOptions(
        port, bindAddress, clock, others, weChat, kuaidi100, kdNiao, weCom, qq, oneBot);
  }

  public SandboxOptions withWeChat(WeChatAccount other) {
    return new SandboxOptions(
        port, bindAddress, clock, parcels, other, kuaidi100, kdNiao, weCom, qq, oneBot);
  }

  public SandboxOptions withKuaidi100(Kuaidi100Account other) {
    return new SandboxOptions(
        port, bindAddress, clock, parcels, weChat, other, kdNiao, weCom, qq, oneBot);
  }

  public SandboxOptions withKdNiao(KdNiaoAccount other) {
    return new SandboxOptions(
        port, bindAddress, clock, parcels, weChat, kuaidi100, other, weCom, qq, oneBot);
  }

  public SandboxOptions withWeCom(KfAccount other) {
    return new SandboxOptions(
        port, bindAddress, clock, parcels, weChat, kuaidi100, kdNiao, other, qq, oneBot);
  }

  public SandboxOptions withQq(BotAccount other) {
    return new SandboxOptions(
        port, bindAddress, clock, parcels, weChat, kuaidi100, kdNiao, weCom, other, oneBot);
  }

  public SandboxOptions withOneBot(QqAccount other) {
    return new SandboxOptions(
        port, bindAddress, clock, parcels, weChat, kuaidi100, kdNiao, weCom, qq, other);
  }

  private record NoParcels() implements Parcels {
    @Override
    public Optional<Journey> find(String carrier, String number) {
      return Optional.empty();
    }

    @Override
    public Collection<Journey> all() {
      return List.of();
    }
  }
}
