package cn.huitouke.conversation;

import cn.huitouke.channel.EventId;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Peer;
import cn.huitouke.delivery.MessageCodec;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an event says beyond id, peer and time, as JSON for its row. */
final class EventCodec {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private EventCodec() {}

  /** The name of an event's kind in its row. */
  static String kind(InboundEvent event) {
    return switch (event) {
      case InboundEvent.MessageReceived _ -> "message";
      case InboundEvent.Followed _ -> "followed";
      case InboundEvent.Scanned _ -> "scanned";
      case InboundEvent.Unfollowed _ -> "unfollowed";
      case InboundEvent.MenuTapped _ -> "menu";
      case InboundEvent.MemberJoined _ -> "joined";
      case InboundEvent.SubscriptionChanged _ -> "consents";
      case InboundEvent.DeliveryReported _ -> "delivery";
      case InboundEvent.MassReported _ -> "mass";
      case InboundEvent.Located _ -> "located";
      case InboundEvent.AgentSessionChanged _ -> "agent";
      case InboundEvent.AuthorizationRevoked _ -> "revoked";
      case InboundEvent.Unsupported _ -> "unsupported";
    };
  }

  static String write(InboundEvent event) {
    if (event instanceof InboundEvent.MessageReceived message
        && message.choice().isEmpty()
        && message.sender().equals(message.peer().address())) {
      return "{\"m\":" + MessageCodec.write(message.message()) + "}";
    }
    StringWriter out = new StringWriter(160);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      write(event, json);
      json.writeEndObject();
    }
    return out.toString();
  }

  private static void write(InboundEvent event, JsonGenerator json) {
    switch (event) {
      case InboundEvent.MessageReceived message -> {
        if (!message.sender().equals(message.peer().address())) {
          json.writeStringProperty("s", message.sender());
        }
        message.choice().ifPresent(choice -> json.writeStringProperty("c", choice));
        json.writeName("m");
        MessageCodec.write(message.message(), json);
      }
      case InboundEvent.Followed followed -> optional(json, "i", followed.invitation());
      case InboundEvent.Scanned scanned -> json.writeStringProperty("i", scanned.invitation());
      case InboundEvent.MenuTapped menu -> {
        json.writeStringProperty("k", menu.key());
        json.writeBooleanProperty("w", menu.opensWindow());
      }
      case InboundEvent.MemberJoined joined -> {
        json.writeStringProperty("s", joined.member());
        optional(json, "i", joined.invitation());
      }
      case InboundEvent.SubscriptionChanged changed -> {
        json.writeArrayPropertyStart("c");
        for (InboundEvent.Consent consent : changed.consents()) {
          json.writeStartObject();
          json.writeStringProperty("t", consent.templateId());
          json.writeBooleanProperty("y", consent.accepted());
          json.writeEndObject();
        }
        json.writeEndArray();
      }
      case InboundEvent.DeliveryReported report -> {
        json.writeStringProperty("p", report.platformMessageId());
        json.writeBooleanProperty("y", report.delivered());
        json.writeStringProperty("r", report.raw());
      }
      case InboundEvent.MassReported mass -> {
        json.writeStringProperty("p", mass.platformMessageId());
        json.writeStringProperty("r", mass.raw());
        json.writeNumberProperty("n", mass.total());
        json.writeNumberProperty("f", mass.filtered());
        json.writeNumberProperty("s", mass.sent());
        json.writeNumberProperty("e", mass.failed());
      }
      case InboundEvent.Located located -> {
        json.writeNumberProperty("lat", located.latitude());
        json.writeNumberProperty("lon", located.longitude());
      }
      case InboundEvent.AgentSessionChanged session -> {
        json.writeStringProperty("c", session.change().name());
        json.writeStringProperty("a", session.agent());
      }
      case InboundEvent.Unsupported unsupported ->
          json.writeStringProperty("t", unsupported.platformType());
      case InboundEvent.Unfollowed _, InboundEvent.AuthorizationRevoked _ -> {}
    }
  }

  static InboundEvent read(String kind, EventId id, Peer peer, Instant at, String payload) {
    JsonNode node = JSON.readTree(payload);
    return switch (kind) {
      case "message" ->
          new InboundEvent.MessageReceived(
              id,
              peer,
              optional(node, "s").orElse(peer.address()),
              at,
              MessageCodec.read(node.path("m")),
              optional(node, "c"));
      case "followed" -> new InboundEvent.Followed(id, peer, at, optional(node, "i"));
      case "scanned" -> new InboundEvent.Scanned(id, peer, at, text(node, "i"));
      case "unfollowed" -> new InboundEvent.Unfollowed(id, peer, at);
      case "menu" ->
          new InboundEvent.MenuTapped(
              id, peer, at, text(node, "k"), node.path("w").asBoolean(false));
      case "joined" ->
          new InboundEvent.MemberJoined(id, peer, at, text(node, "s"), optional(node, "i"));
      case "consents" -> new InboundEvent.SubscriptionChanged(id, peer, at, consents(node));
      case "delivery" ->
          new InboundEvent.DeliveryReported(
              id, peer, at, text(node, "p"), node.path("y").asBoolean(false), text(node, "r"));
      case "mass" ->
          new InboundEvent.MassReported(
              id,
              peer,
              at,
              text(node, "p"),
              text(node, "r"),
              node.path("n").asInt(),
              node.path("f").asInt(),
              node.path("s").asInt(),
              node.path("e").asInt());
      case "located" ->
          new InboundEvent.Located(
              id, peer, at, node.path("lat").asDouble(), node.path("lon").asDouble());
      case "agent" ->
          new InboundEvent.AgentSessionChanged(
              id,
              peer,
              at,
              InboundEvent.AgentSessionChanged.Change.valueOf(text(node, "c")),
              text(node, "a"));
      case "revoked" -> new InboundEvent.AuthorizationRevoked(id, peer, at);
      case "unsupported" -> new InboundEvent.Unsupported(id, peer, at, text(node, "t"));
      default -> throw new IllegalStateException("An event of unknown kind: " + kind);
    };
  }

  private static List<InboundEvent.Consent> consents(JsonNode node) {
    List<InboundEvent.Consent> consents = new ArrayList<>();
    node.path("c")
        .forEach(
            item ->
                consents.add(
                    new InboundEvent.Consent(text(item, "t"), item.path("y").asBoolean(false))));
    return consents;
  }

  private static void optional(JsonGenerator json, String name, Optional<String> value) {
    value.ifPresent(text -> json.writeStringProperty(name, text));
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }

  private static Optional<String> optional(JsonNode node, String name) {
    return node.has(name) ? Optional.of(text(node, name)) : Optional.empty();
  }
}
