package cn.huitouke.sandbox.qq;

import cn.huitouke.sandbox.world.TalkNetwork;
import java.util.Optional;

/** Customers' phones in private with the shop's QQ bot. */
public final class QqPhones extends TalkNetwork {
  private final QqPlatform platform;

  public QqPhones(QqPlatform platform) {
    super(platform.screens());
    this.platform = platform;
  }

  @Override
  public String says(String customer, String text) {
    return platform.says(customer, text);
  }

  /** A card's code makes friends by what it holds. */
  @Override
  public void scans(String customer, String scene) {
    platform.befriends(customer, Optional.of(scene));
  }
}
