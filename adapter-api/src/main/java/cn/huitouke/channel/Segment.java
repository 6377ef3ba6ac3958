package cn.huitouke.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A piece of a message. The list is closed: a platform's own kinds arrive as {@link Unsupported}.
 *
 * <p>What is heard, seen or shown is named by a <em>reference</em>: the platform's own id of it, or,
 * on the way out, an {@code https://} address or a {@code data:image/png;base64,…} that holds the bytes.
 * A platform that takes only ids is given the bytes first; what cannot be fetched or is too large is
 * refused, what cannot be had now is deferred.
 */
public sealed interface Segment {

  /** Plain text, newlines as {@code \n}. */
  record Text(String text) implements Segment {}

  /** Somebody addressed by name in a group; {@code address} as in {@link Peer}. */
  record Mention(String address) implements Segment {}

  /**
   * A picture.
   *
   * @param reference as above
   * @param url where it can be fetched, if the platform says
   */
  record Image(String reference, Optional<String> url) implements Segment {}

  /**
   * A voice message.
   *
   * @param recognition what the platform's speech recognition heard, if it is switched on
   */
  record Voice(String reference, String format, Optional<String> recognition) implements Segment {}

  /** A video; {@code thumbnail} is a reference or empty. */
  record Video(String reference, String thumbnail) implements Segment {}

  /** A piece of music by URL. */
  record Music(String title, String description, String url, String thumbnail) implements Segment {}

  /** Latitude and longitude in degrees, and the platform's words for the place. */
  record Location(double latitude, double longitude, String label) implements Segment {}

  /** A shared link. */
  record Link(String title, String description, String url) implements Segment {}

  /** A card with a picture that opens a page. */
  record Card(String title, String description, String url, String imageUrl) implements Segment {}

  /** Material kept on the platform and shown as an article. */
  record Article(String mediaId) implements Segment {}

  /** A card that opens a mini program. */
  record MiniProgram(String appId, String page, String title, String thumbnail)
      implements Segment {}

  /** A coupon kept on the platform. */
  record Coupon(String couponId) implements Segment {}

  /** A question with answers to tap. A platform without them shows numbered lines. */
  record Choices(String head, List<Choice> choices, String tail) implements Segment {

    public Choices {
      choices = List.copyOf(choices);
    }

    /** As a platform without answers to tap shows it: the head, numbered lines, the tail. */
    public String asText() {
      List<String> lines = new ArrayList<>(List.of(head));
      choices.forEach(choice -> lines.add(lines.size() + ". " + choice.label()));
      lines.add(tail);
      lines.removeIf(String::isEmpty);
      return String.join("\n", lines);
    }
  }

  /** One answer to tap: {@code id} comes back in {@link InboundEvent.MessageReceived#choice()}. */
  record Choice(String id, String label) {}

  /**
   * A form of the platform's own (WeChat template message, subscription notice), named by what it is
   * for. Which platform template that is, and which of the values go into which of its fields, is
   * the account's setting.
   *
   * @param form what it is for, for example {@code parcel-progress}
   * @param values the values by our own names
   * @param url page behind it, if any
   */
  record Form(String form, Map<String, String> values, Optional<String> url) implements Segment {

    public Form {
      values = Map.copyOf(values);
    }
  }

  /** Something that this side cannot read; the rest of the message survives. */
  record Unsupported(String platformType) implements Segment {}

  /** The kinds of segment, for {@link Capabilities}. */
  enum Kind {
    TEXT,
    MENTION,
    IMAGE,
    VOICE,
    VIDEO,
    MUSIC,
    LOCATION,
    LINK,
    CARD,
    ARTICLE,
    MINI_PROGRAM,
    COUPON,
    CHOICES,
    FORM,
    UNSUPPORTED
  }

  /** As a platform shows it that has only text for it; empty if it cannot be said in text. */
  default Optional<String> inWords() {
    return switch (this) {
      case Text(String text) -> Optional.of(text);
      case Link link -> Optional.of(lines(link.title(), link.description(), link.url()));
      case Card card -> Optional.of(lines(card.title(), card.description(), card.url()));
      case Location place -> Optional.of(place.label());
      case Choices choices -> Optional.of(choices.asText());
      case Mention _,
          Image _,
          Voice _,
          Video _,
          Music _,
          Article _,
          MiniProgram _,
          Coupon _,
          Form _,
          Unsupported _ ->
          Optional.empty();
    };
  }

  private static String lines(String... lines) {
    return Stream.of(lines).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
  }

  /** This segment's kind. */
  default Kind kind() {
    return switch (this) {
      case Text _ -> Kind.TEXT;
      case Mention _ -> Kind.MENTION;
      case Image _ -> Kind.IMAGE;
      case Voice _ -> Kind.VOICE;
      case Video _ -> Kind.VIDEO;
      case Music _ -> Kind.MUSIC;
      case Location _ -> Kind.LOCATION;
      case Link _ -> Kind.LINK;
      case Card _ -> Kind.CARD;
      case Article _ -> Kind.ARTICLE;
      case MiniProgram _ -> Kind.MINI_PROGRAM;
      case Coupon _ -> Kind.COUPON;
      case Choices _ -> Kind.CHOICES;
      case Form _ -> Kind.FORM;
      case Unsupported _ -> Kind.UNSUPPORTED;
    };
  }
}
