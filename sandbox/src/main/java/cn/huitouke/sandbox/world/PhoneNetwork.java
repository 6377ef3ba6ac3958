package cn.huitouke.sandbox.world;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What a customer can do with their phone on one simulated platform. */
public interface PhoneNetwork {

  /** Returns the platform's message id. The callback is pushed in the background, retries and all. */
  String says(String customer, String text);

  /** Taps an answer of a menu message. */
  String chooses(String customer, String choiceId, String label);

  void sendsImage(String customer, String mediaId);

  void follows(String customer, Optional<String> scene);

  void unfollows(String customer);

  /** A follower scans a code; whoever does not follow yet follows by it. */
  void scans(String customer, String scene);

  void tapsMenu(String customer, String key);

  /** Answers the consent pop-up for these templates. */
  void answersConsent(String customer, List<String> templateIds, boolean accept);

  boolean isFollowing(String customer);

  /** The account's menu: key and label of each tappable item. */
  List<MenuItem> menu();

  /** Everything on this phone, oldest first. */
  List<ScreenMessage> screenOf(String customer);

  /** Calls back for every new message of anybody, until closed. */
  AutoCloseable listen(Consumer<ScreenMessage> listener);

  /** One tappable item. */
  record MenuItem(String key, String label) {}
}
