package cn.huitouke.sandbox.wechat;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One message or event for the account's server.
 *
 * @param openid about whom
 * @param kind the message type, or of an event its name
 * @param createdAt seconds
 * @param shown whether the customer waits for an answer, and so sees when there is none
 * @param fields what it says besides
 */
record Callback(
    String openid, String kind, long createdAt, boolean shown, Map<String, Object> fields) {

  static Callback event(String openid, String event, long createdAt, Map<String, ?> more) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("MsgType", "event");
    fields.put("Event", event);
    fields.putAll(more);
    return new Callback(openid, event, createdAt, false, fields);
  }

  static Callback message(String openid, String type, long createdAt, Map<String, ?> more) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("MsgType", type);
    fields.putAll(more);
    return new Callback(openid, type, createdAt, true, fields);
  }

  Callback awaited() {
    return new Callback(openid, kind, createdAt, true, fields);
  }

  Map<String, Object> fieldsFor(String account) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("ToUserName", account);
    all.put("FromUserName", openid);
    all.put("CreateTime", createdAt);
    all.putAll(fields);
    return all;
  }
}
