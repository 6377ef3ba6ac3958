package cn.huitouke.tck;

import cn.huitouke.channel.Capabilities.Pace;
import cn.huitouke.channel.Channel;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Segment;
import cn.huitouke.channel.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.opentest4j.TestAbortedException;

/**
 * The platform on the other side of the wire, as {@link ChannelContract} plays it. It speaks the
 * platform's real bytes, enforces the platform's own rules (never those that the channel declares),
 * and lives for one test.
 *
 * <p>Customers are named by the test. A name not heard of before is a customer who follows the
 * account and has been silent for so long that every window is closed.
 *
 * <p>What a customer does is delivered at once on a thread of the far end's own: the verb returns
 * before the channel has answered, because an answer may be waiting for a reply. The future says what
 * the platform was told in the end. A verb that the platform lacks says so with {@link #lacks}: the
 * test is then skipped aloud.
 */
public interface FarEnd extends AutoCloseable {

  /** The channel under test, not started; the same at every call. */
  Channel channel();

  /** The customer as the channel knows them. */
  Peer peerOf(String customer);

  /**
   * The customer says something in private. The same {@code eventId} again is the platform
   * delivering again, byte for byte but for what the platform itself changes (nonce, timestamp).
   */
  CompletableFuture<Delivery> says(String customer, String text, String eventId);

  /**
   * The customer says something of a kind that was invented after the adapter.
   *
   * @param besides words in the same message, if {@link #mixesContent()}
   */
  CompletableFuture<Delivery> saysUnknownContent(String customer, String besides, String eventId);

  /** Whether one message of this platform can hold text and something else. */
  default boolean mixesContent() {
    return false;
  }

  /** The customer follows, by a QR code with this scene if one is given. */
  default CompletableFuture<Delivery> follows(String customer, Optional<String> invitation) {
    throw lacks("following");
  }

  default CompletableFuture<Delivery> unfollows(String customer) {
    throw lacks("following");
  }

  default CompletableFuture<Delivery> tapsMenu(String customer, String key) {
    throw lacks("a menu");
  }

  /** A follower scans a QR code of ours. */
  default CompletableFuture<Delivery> scans(String customer, String scene) {
    throw lacks("QR codes");
  }

  /** A member joins a group. */
  default CompletableFuture<Delivery> joins(String group, String member) {
    throw lacks("groups");
  }

  /** The customer consents to one notice of {@link #sample}'s form on this wire. */
  default void consents(String customer, Wire wire) {
    throw lacks("consents");
  }

  /** A message that is not the platform's: the text must neither arrive nor be logged. */
  default CompletableFuture<Delivery> forged(Forgery how, String customer, String text) {
    throw lacks("signatures");
  }

  /** Delivers a recorded payload, sealed and signed as the platform would. */
  default CompletableFuture<Delivery> plays(byte[] payload) {
    throw lacks("recorded payloads");
  }

  /** What was recorded of the real platform, or written after its documents. */
  default List<Recorded> recordedPayloads() {
    return List.of();
  }

  /** What the customer sees on their screen of what we said, oldest first. */
  List<Shown> screenOf(String customer);

  /** The next call that sends meets this; called twice, the next two do. */
  void nextSend(Trouble trouble);

  /** How many access tokens the platform has given out. */
  default int tokensIssued() {
    throw lacks("access tokens");
  }

  /**
   * Drops the connection, refuses the next attempts to connect and lets the one after them in.
   * Returns when it stands again. The channel's pauses go through a timer of the far end's that waits
   * for nothing.
   *
   * @return how long the channel wanted to wait before each attempt
   */
  default List<Duration> dropConnection(int refusals) {
    throw lacks("a standing connection");
  }

  /** Nothing of the platform can be reached until {@link #comesBack()}. */
  void goesDown();

  void comesBack();

  /** Time passes on the platform's clock. Waits for nothing. */
  void passes(Duration time);

  /** How fast the platform lets an account send on this wire; empty = it does not say. */
  Optional<Pace> enforcedPace(Wire wire);

  /** A segment of this kind that the platform likes (its media exist, its form has a template). */
  default Segment sample(Wire wire, Segment.Kind kind) {
    return Samples.of(kind);
  }

  /** Tokens, secrets and keys in use: none of them may be logged. */
  List<String> secrets();

  @Override
  void close();

  /** To be thrown where the platform has no such thing. */
  static TestAbortedException lacks(String what) {
    return new TestAbortedException("Not applicable: this platform has no such thing: " + what);
  }

  /** What the platform was told about an event. */
  enum Delivery {
    /** It arrived. */
    TAKEN,
    /** Deliver it again (5xx, time-out, closed connection). */
    AGAIN,
    /** Go away (4xx). */
    REJECTED
  }

  /** What is wrong with a forged message. */
  enum Forgery {
    /** The signature is made with another key. */
    SIGNATURE,
    /** The signature is right but hours old. */
    STALE
  }

  /** What may happen to a call that sends. */
  enum Trouble {
    /** The platform says: too fast. */
    RATE_LIMIT,
    /** The platform says: they do not want to hear from you. */
    BLOCKED,
    /** The platform says: nobody of that name. */
    UNKNOWN_PEER,
    /** The platform says: we do not carry such words. */
    BAD_CONTENT,
    /** The platform reads the call and hangs up without a word. */
    SILENCE,
    /** The platform says: this access token is no longer valid. */
    EXPIRED_TOKEN,
    /** No connection can be made. */
    DOWN
  }

  /**
   * One message on a screen.
   *
   * @param as what it looks like: text, picture, card, choices ...
   * @param text every word to be read on it, lines as {@code \n}
   */
  record Shown(Segment.Kind as, String text) {

    public static Shown text(String text) {
      return new Shown(Segment.Kind.TEXT, text);
    }
  }

  /** A payload and the event it must become. */
  record Recorded(String name, byte[] payload, InboundEvent expected) {}

  /** Segments that most platforms like. */
  final class Samples {

    private Samples() {}

    public static Segment of(Segment.Kind kind) {
      return switch (kind) {
        case TEXT -> new Segment.Text("您的包裹到杭州了");
        case MENTION -> new Segment.Mention("lan");
        case IMAGE -> new Segment.Image("media-1", Optional.empty());
        case VOICE -> new Segment.Voice("media-1", "amr", Optional.empty());
        case VIDEO -> new Segment.Video("media-1", "media-2");
        case MUSIC -> new Segment.Music("茶山", "采茶", "https://shop.example/tea.mp3", "media-2");
        case LOCATION -> new Segment.Location(30.25, 120.17, "杭州");
        case LINK -> new Segment.Link("冲泡指南", "三步泡好茶", "https://shop.example/tea");
        case CARD ->
            new Segment.Card(
                "冲泡指南", "三步泡好茶", "https://shop.example/tea", "https://shop.example/tea.jpg");
        case ARTICLE -> new Segment.Article("article-1");
        case MINI_PROGRAM -> new Segment.MiniProgram("wx0123", "pages/tea", "茶铺", "media-2");
        case COUPON -> new Segment.Coupon("coupon-1");
        case CHOICES ->
            new Segment.Choices(
                "还满意吗？",
                List.of(new Segment.Choice("good", "满意"), new Segment.Choice("bad", "不满意")),
                "点一下就好");
        case FORM -> new Segment.Form("parcel-progress", Map.of("where", "杭州"), Optional.empty());
        case UNSUPPORTED -> new Segment.Unsupported("from-the-future");
      };
    }
  }
}
