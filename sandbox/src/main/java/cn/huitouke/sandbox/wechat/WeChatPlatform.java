package cn.huitouke.sandbox.wechat;

import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Call;
import cn.huitouke.sandbox.web.Platform;
import cn.huitouke.sandbox.web.Trouble;
import cn.huitouke.sandbox.web.Troubles;
import cn.huitouke.sandbox.world.PhoneNetwork;
import cn.huitouke.sandbox.world.ScreenMessage;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The simulated official account: API, rules, callbacks, phones. Thread-safe. */
public final class WeChatPlatform implements Platform, PhoneNetwork, AutoCloseable {
  private final Object lock = new Object();
  private final WeChatAccount account;
  private final InstantSource clock;
  private final Troubles troubles = new Troubles();
  private final Tokens tokens;
  private final OAuth oauth;
  private final World world;
  private final Callbacks callbacks;
  private final Phones phones;
  private final Routes routes;

  public WeChatPlatform(WeChatAccount account, InstantSource clock) {
    this.account = account;
    this.clock = clock;
    this.tokens = new Tokens(account, clock);
    this.oauth = new OAuth(account, clock);
    this.callbacks =
        new Callbacks(account, new Envelopes(account, clock), troubles, this::callbackEnded);
    this.world = new World(clock, callbacks::push);
    this.routes = new Routes(world, tokens, oauth, troubles);
    this.phones = new Phones(world, routes.qrCodes(), routes.menus());
  }

  @Override
  public Answer answer(Call call) {
    synchronized (lock) {
      return routes.answer(call);
    }
  }

  @Override
  public Answer refuse(Call call, int code) {
    synchronized (lock) {
      return routes.refuse(call, code);
    }
  }

  @Override
  public void revokeTokens() {
    synchronized (lock) {
      tokens.revoke();
    }
  }

  private void callbackEnded(
      Callback callback, int attempts, PushedCallback.End end, Optional<Bubble.Content> reply) {
    synchronized (lock) {
      phones.answered(callback, end, reply);
      world.ledger.pushed(
          new PushedCallback(callback.openid(), callback.kind(), attempts, end, world.now()));
    }
  }

  /** Puts trouble ahead. */
  public void trouble(Trouble trouble) {
    troubles.add(trouble);
  }

  public Troubles troubles() {
    return troubles;
  }

  /** Posts callbacks to another URL from now on. */
  public void callTo(URI callbackUrl) {
    callbacks.postTo(callbackUrl);
  }

  /**
   * Somebody enters an address and its keys on the account's page, and saves them: the address is asked to
   * echo a word.
   *
   * @return whether it did; else nothing is saved
   */
  public boolean setsUp(URI callbackUrl, String token, String aesKey) {
    Envelopes before = callbacks.envelopes();
    URI url = callbacks.url();
    callbacks.sealWith(new Envelopes(account.withKeys(token, aesKey), clock));
    callbacks.postTo(callbackUrl);
    if (verifyUrl()) {
      return true;
    }
    callbacks.sealWith(before);
    callbacks.postTo(url);
    return false;
  }

  /** Asks the callback URL to echo a word; whether it did. */
  public boolean verifyUrl() {
    return callbacks.verifies("4375120948345356249");
  }

  /** Whether no callback is under way any more, waiting for that at most so long (real time). */
  public boolean settles(Duration atMost) {
    return callbacks.settles(atMost);
  }

  /** Everything that the platform took for delivery, oldest first. */
  public List<Sent> ledger() {
    return locked(world.ledger::sent);
  }

  /** Everything that it refused, oldest first. */
  public List<Refusal> refusals() {
    return locked(world.ledger::refusals);
  }

  /** Every callback that came to its end. */
  public List<PushedCallback> callbacks() {
    return locked(world.ledger::callbacks);
  }

  /** How often each path was called. */
  public Map<String, Integer> calls() {
    return locked(world.ledger::calls);
  }

  /** The whole ledger, by name of its parts. */
  public Map<String, Object> everything() {
    return Map.of(
        "sent", ledger(), "refusals", refusals(), "callbacks", callbacks(), "calls", calls());
  }

  /** How often tokens were asked for, of either kind. */
  public int tokenCalls() {
    return locked(
        () -> world.ledger.calls("/cgi-bin/token") + world.ledger.calls("/cgi-bin/stable_token"));
  }

  /** Makes a template known; sending by others is refused with 40037. */
  public void register(Template template) {
    doing(() -> routes.notices().register(template));
  }

  /** Everything that was uploaded is gone, as if its three days were over. */
  public void forgetsMedia() {
    doing(world.media::forget);
  }

  /** The customer switches this account's messages off, or on again. */
  public void blocks(String customer, boolean blocking) {
    doing(() -> phones.blocks(customer, blocking));
  }

  /** The customer opens a page that asks who they are; returns the code that the page gets. */
  public String opensPage(String customer) {
    return locked(() -> oauth.issue(customer));
  }

  /**
   * A message of any kind, for example {@code voice}, {@code location} or one from the future.
   *
   * @param fields what it says besides, in its order; maps nest
   */
  public String sends(String customer, String type, Map<String, ?> fields) {
    return locked(() -> phones.sends(customer, type, fields));
  }

  /** An event of any kind, for example {@code LOCATION} or {@code user_authorization_revoke}. */
  public void happens(String customer, String event, Map<String, ?> fields) {
    doing(() -> world.pushEvent(customer, event, fields));
  }

  /** The customer takes consents back in the settings. */
  public void withdrawsConsent(String customer, List<String> templateIds) {
    doing(() -> phones.withdrawsConsent(customer, templateIds));
  }

  @Override
  public String says(String customer, String text) {
    return locked(() -> phones.says(customer, text));
  }

  @Override
  public String chooses(String customer, String choiceId, String label) {
    return locked(() -> phones.chooses(customer, choiceId, label));
  }

  @Override
  public void sendsImage(String customer, String mediaId) {
    doing(() -> phones.sendsImage(customer, mediaId));
  }

  @Override
  public void follows(String customer, Optional<String> scene) {
    doing(() -> phones.follows(customer, scene));
  }

  /** These have followed since before the shop was listening: nobody is told. */
  public void followedBefore(Collection<String> customers) {
    doing(
        () ->
            customers.forEach(
                customer -> world.people.meet(customer, world.now()).following = true));
  }

  @Override
  public void unfollows(String customer) {
    doing(() -> phones.unfollows(customer));
  }

  @Override
  public void scans(String customer, String scene) {
    doing(() -> phones.scans(customer, scene));
  }

  @Override
  public void tapsMenu(String customer, String key) {
    doing(() -> phones.tapsMenu(customer, key));
  }

  @Override
  public void answersConsent(String customer, List<String> templateIds, boolean accept) {
    doing(() -> phones.answersConsent(customer, templateIds, accept));
  }

  @Override
  public boolean isFollowing(String customer) {
    return locked(() -> world.people.find(customer).filter(p -> p.following).isPresent());
  }

  @Override
  public List<MenuItem> menu() {
    return locked(() -> routes.menus().items());
  }

  @Override
  public List<ScreenMessage> screenOf(String customer) {
    return locked(() -> world.screens.of(customer));
  }

  /** The listener is called in the order of the messages and must not wait for anything. */
  @Override
  public AutoCloseable listen(Consumer<ScreenMessage> listener) {
    return world.screens.listen(listener);
  }

  private <T> T locked(Supplier<T> question) {
    synchronized (lock) {
      return question.get();
    }
  }

  private void doing(Runnable deed) {
    synchronized (lock) {
      deed.run();
    }
  }

  @Override
  public void close() {
    callbacks.close();
  }
}
