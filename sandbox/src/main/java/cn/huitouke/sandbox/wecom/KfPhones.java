package cn.huitouke.sandbox.wecom;

import cn.huitouke.sandbox.world.TalkNetwork;

/** Customers' phones at the shop's customer service. */
public final class KfPhones extends TalkNetwork {
  private final WeComPlatform platform;

  public KfPhones(WeComPlatform platform) {
    super(platform.screens());
    this.platform = platform;
  }

  @Override
  public String says(String customer, String text) {
    return platform.says(customer, text);
  }

  @Override
  public String chooses(String customer, String choiceId, String label) {
    return platform.chooses(customer, choiceId, label);
  }

  /** A card's code opens the talk with what it holds. */
  @Override
  public void scans(String customer, String scene) {
    platform.enters(customer, scene);
  }
}
