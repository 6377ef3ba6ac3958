package cn.huitouke.adapter.loopback;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.EventId;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Segment;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;

/** The platform's bytes: flow YAML of strings, maps and lists; signed with HMAC-SHA256. */
final class LoopbackBytes {

  private LoopbackBytes() {}

  /**
   * Reads what the platform sent.
   *
   * @throws IllegalArgumentException when it is not the platform's format
   */
  static Map<String, Object> read(byte[] bytes) {
    LoaderOptions careful = new LoaderOptions();
    careful.setMaxAliasesForCollections(0);
    careful.setNestingDepthLimit(10);
    try {
      Object tree = new Yaml(new SafeConstructor(careful)).load(text(bytes));
      return map(tree);
    } catch (YAMLException | ClassCastException e) {
      throw new IllegalArgumentException("not of this platform's format", e);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static byte[] write(Map<String, ?> tree) {
    DumperOptions flow = new DumperOptions();
    flow.setDefaultFlowStyle(DumperOptions.FlowStyle.FLOW);
    flow.setDefaultScalarStyle(DumperOptions.ScalarStyle.DOUBLE_QUOTED);
    flow.setSplitLines(false);
    return new Yaml(new Representer(flow), flow).dump(tree).getBytes(StandardCharsets.UTF_8);
  }

  static String sign(String secret, String time, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update(time.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has HmacSHA256", e);
    }
  }

  /** What happened, in the seam's words. A kind that is not known is Unsupported, never an error. */
  static InboundEvent event(ChannelId channel, Map<String, Object> tree) {
    EventId id = new EventId(string(tree, "id"));
    String from = string(tree, "from");
    Peer peer =
        tree.containsKey("group")
            ? Peer.group(channel, string(tree, "group"))
            : Peer.person(channel, from);
    Instant at = Instant.parse(string(tree, "at"));
    Optional<String> scene = Optional.ofNullable(tree.get("scene")).map(Object::toString);
    String kind = string(tree, "kind");
    return switch (kind) {
      case "message" ->
          new InboundEvent.MessageReceived(
              id,
              peer,
              from,
              at,
              message(tree),
              Optional.ofNullable(tree.get("choice")).map(Object::toString));
      case "follow" -> new InboundEvent.Followed(id, peer, at, scene);
      case "unfollow" -> new InboundEvent.Unfollowed(id, peer, at);
      case "scan" -> new InboundEvent.Scanned(id, peer, at, scene.orElse(""));
      case "menu" -> new InboundEvent.MenuTapped(id, peer, at, string(tree, "key"), true);
      case "join" -> new InboundEvent.MemberJoined(id, peer, at, from, scene);
      case "consent" ->
          new InboundEvent.SubscriptionChanged(
              id, peer, at, List.of(new InboundEvent.Consent(string(tree, "form"), true)));
      default -> new InboundEvent.Unsupported(id, peer, at, kind);
    };
  }

  static Message message(Map<String, Object> tree) {
    return new Message(
        ((List<?>) tree.get("segments"))
            .stream().map(LoopbackBytes::map).map(LoopbackBytes::segment).toList());
  }

  private static Segment segment(Map<String, Object> tree) {
    String kind = string(tree, "kind");
    return switch (kind) {
      case "text" -> new Segment.Text(string(tree, "text"));
      case "image" -> new Segment.Image(string(tree, "media"), Optional.empty());
      case "link" -> new Segment.Link(string(tree, "title"), "", string(tree, "url"));
      default -> new Segment.Unsupported(kind);
    };
  }

  /** What the platform shows as itself; the adapter never asks it for another kind. */
  static Map<String, ?> tree(Segment segment) {
    return switch (segment) {
      case Segment.Text(String text) -> Map.of("kind", "text", "text", text);
      case Segment.Image image -> Map.of("kind", "image", "media", image.reference());
      case Segment.Link link -> Map.of("kind", "link", "title", link.title(), "url", link.url());
      case Segment.Choices choices -> {
        Map<String, String> answers = new LinkedHashMap<>();
        choices.choices().forEach(choice -> answers.put(choice.id(), choice.label()));
        yield Map.of(
            "kind", "choices", "head", choices.head(), "answers", answers, "tail", choices.tail());
      }
      case Segment.Form form ->
          Map.of("kind", "form", "form", form.form(), "values", form.values());
      default ->
          throw new IllegalArgumentException("not a kind of this platform: " + segment.kind());
    };
  }

  static String string(Map<String, Object> tree, String key) {
    if (tree.get(key) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(key + " is missing");
  }

  @SuppressWarnings("unchecked") // the format's keys are strings
  static Map<String, Object> map(Object tree) {
    return (Map<String, Object>) tree;
  }
}
