package cn.huitouke.sandbox.wechat;

import cn.huitouke.sandbox.wechat.PushedCallback.End;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What customers do with their phones. Guarded by the platform's lock. */
final class Phones {
  private static final String NO_SERVICE = "该公众号暂时无法提供服务，请稍后再试";

  private final World world;
  private final QrCodes qrCodes;
  private final Menus menus;

  Phones(World world, QrCodes qrCodes, Menus menus) {
    this.world = world;
    this.qrCodes = qrCodes;
    this.menus = menus;
  }

  String says(String customer, String text) {
    Person person = talker(customer);
    person.window.message(world.now());
    return message(person, "text", text, Map.of("Content", text));
  }

  /** A tap on an answer comes as a text, but opens the window only as a menu does. */
  String chooses(String customer, String choiceId, String label) {
    Person person = talker(customer);
    person.window.occasion(world.now());
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("Content", label);
    fields.put("bizmsgmenuid", choiceId);
    return message(person, "text", label, fields);
  }

  void sendsImage(String customer, String mediaId) {
    Person person = talker(customer);
    person.window.message(world.now());
    world.media.arrived(mediaId);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("PicUrl", "http://mmbiz.qpic.cn/sandbox/" + mediaId);
    fields.put("MediaId", mediaId);
    message(person, "image", mediaId, fields);
  }

  void follows(String customer, Optional<String> scene) {
    Person person = world.people.meet(customer, world.now());
    if (person.following) {
      return;
    }
    person.following = true;
    person.followedAt = world.now();
    person.followedBy = scene.orElse("");
    occasion(person);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("EventKey", scene.map(s -> "qrscene_" + s).orElse(""));
    scene.ifPresent(s -> fields.put("Ticket", qrCodes.ticketOf(s)));
    awaited(person, "subscribe", fields);
  }

  void unfollows(String customer) {
    Person person = world.people.meet(customer, world.now());
    if (person.following) {
      person.following = false;
      person.window.close();
      world.pushEvent(customer, "unsubscribe", Map.of("EventKey", ""));
    }
  }

  void scans(String customer, String scene) {
    Person person = world.people.meet(customer, world.now());
    if (!person.following) {
      follows(customer, Optional.of(scene));
      return;
    }
    occasion(person);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("EventKey", scene);
    fields.put("Ticket", qrCodes.ticketOf(scene));
    awaited(person, "SCAN", fields);
  }

  void tapsMenu(String customer, String key) {
    Person person = talker(customer);
    person.interactedAt = world.now();
    if (menus.opensPage(key)) {
      world.pushEvent(customer, "VIEW", Map.of("EventKey", key));
      return;
    }
    person.window.occasion(world.now());
    awaited(person, "CLICK", Map.of("EventKey", key));
  }

  void answersConsent(String customer, List<String> templateIds, boolean accept) {
    Person person = world.people.meet(customer, world.now());
    List<Map<String, Object>> answers = new ArrayList<>();
    for (String id : templateIds) {
      if (accept) {
        person.consents.merge(id, 1, Integer::sum);
      }
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("TemplateId", id);
      answer.put("SubscribeStatusString", accept ? "accept" : "reject");
      answer.put("PopupScene", "1");
      answers.add(answer);
    }
    Map<String, Object> event = Map.of("SubscribeMsgPopupEvent", Map.of("List", answers));
    world.pushEvent(customer, "subscribe_msg_popup_event", event);
  }

  /** Only the refusal is told, and in the element of the pop-up, as the platform's sample has it. */
  void withdrawsConsent(String customer, List<String> templateIds) {
    Person person = world.people.meet(customer, world.now());
    List<Map<String, Object>> items = new ArrayList<>();
    for (String id : templateIds) {
      person.consents.remove(id);
      Map<String, Object> item = new LinkedHashMap<>();
      item.put("TemplateId", id);
      item.put("SubscribeStatusString", "reject");
      items.add(item);
    }
    Map<String, Object> event = Map.of("SubscribeMsgPopupEvent", Map.of("List", items));
    world.pushEvent(customer, "subscribe_msg_change_event", event);
  }

  String sends(String customer, String type, Map<String, ?> fields) {
    Person person = talker(customer);
    person.window.message(world.now());
    return message(person, type, fields.toString(), fields);
  }

  void blocks(String customer, boolean blocking) {
    world.people.meet(customer, world.now()).blocking = blocking;
  }

  /** A callback ended: the reply comes on the screen, or the platform's apology. */
  void answered(Callback callback, End end, Optional<Bubble.Content> reply) {
    Person person = world.people.meet(callback.openid(), world.now());
    Optional<Bubble.Content> shown = reply.filter(this::canBeShown).map(this::withPicture);
    shown.ifPresent(content -> world.deliver(person, Bubble.PASSIVE, content, 0, ""));
    boolean failed = end == End.FAILED || reply.isPresent() && shown.isEmpty();
    if (failed && callback.shown()) {
      var sorry = Bubble.Content.plain("text", NO_SERVICE);
      world.screens.show(Bubble.heard(person.openid, world.now(), "system", sorry));
    }
  }

  private static boolean isMedia(Bubble.Content content) {
    return List.of("image", "voice", "video").contains(content.kind());
  }

  /** A reply with media that the platform does not know is no reply. */
  private boolean canBeShown(Bubble.Content content) {
    return !isMedia(content) || world.media.knows(content.text(), content.kind());
  }

  private Bubble.Content withPicture(Bubble.Content content) {
    return isMedia(content) ? world.media.shown(content.kind(), content.text()) : content;
  }

  /** Somebody who was never seen before counts as a follower of long ago. */
  private Person talker(String customer) {
    Optional<Person> known = world.people.find(customer);
    if (known.isPresent() && !known.get().following) {
      throw new IllegalStateException(customer + " does not follow, and so cannot write");
    }
    Person person = world.people.meet(customer, world.now());
    person.following = true;
    return person;
  }

  private String message(Person person, String type, String shown, Map<String, ?> fields) {
    long id = world.nextId();
    person.interactedAt = world.now();
    world.screens.show(Bubble.said(person.openid, world.now(), type, shown));
    Map<String, Object> all = new LinkedHashMap<>(fields);
    all.put("MsgId", id);
    world.push(Callback.message(person.openid, type, world.now().getEpochSecond(), all));
    return Long.toString(id);
  }

  private void occasion(Person person) {
    person.interactedAt = world.now();
    person.window.occasion(world.now());
  }

  private void awaited(Person person, String event, Map<String, ?> fields) {
    long now = world.now().getEpochSecond();
    world.push(Callback.event(person.openid, event, now, fields).awaited());
  }
}
