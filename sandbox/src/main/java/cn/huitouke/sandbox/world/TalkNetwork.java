package cn.huitouke.sandbox.world;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A platform on which customers only talk: nobody follows, there is no menu and no consent. */
public abstract class TalkNetwork implements PhoneNetwork {

  private final Conversations screens;

  protected TalkNetwork(Conversations screens) {
    this.screens = screens;
  }

  @Override
  public String chooses(String customer, String choiceId, String label) {
    return says(customer, label);
  }

  @Override
  public void sendsImage(String customer, String mediaId) {
    throw lacking();
  }

  @Override
  public void follows(String customer, Optional<String> scene) {
    throw lacking();
  }

  @Override
  public void unfollows(String customer) {
    throw lacking();
  }

  @Override
  public void scans(String customer, String scene) {
    throw lacking();
  }

  @Override
  public void tapsMenu(String customer, String key) {
    throw lacking();
  }

  @Override
  public void answersConsent(String customer, List<String> templateIds, boolean accept) {
    throw lacking();
  }

  private static IllegalStateException lacking() {
    return new IllegalStateException("this platform has no such thing");
  }

  /** Everybody can be talked with. */
  @Override
  public boolean isFollowing(String customer) {
    return true;
  }

  @Override
  public List<MenuItem> menu() {
    return List.of();
  }

  @Override
  public List<ScreenMessage> screenOf(String customer) {
    return screens.of(customer);
  }

  @Override
  public AutoCloseable listen(Consumer<ScreenMessage> listener) {
    return screens.listen(listener);
  }
}
