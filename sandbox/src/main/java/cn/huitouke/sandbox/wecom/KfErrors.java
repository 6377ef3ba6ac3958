package cn.huitouke.sandbox.wecom;

import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Json;
import java.util.Map;

/** The platform's return codes, as far as it uses them here. */
final class KfErrors {
  /** The platform says that a used msgid is refused, but not with which code: this one is ours. */
  static final int MSGID_USED = 95099;

  private static final Map<Integer, String> WORDS =
      Map.ofEntries(
          Map.entry(-1, "system busy"),
          Map.entry(0, "ok"),
          Map.entry(40001, "invalid credential"),
          Map.entry(40004, "invalid media type"),
          Map.entry(40005, "invalid file type"),
          Map.entry(40006, "invalid file size"),
          Map.entry(40007, "invalid media_id"),
          Map.entry(40008, "invalid message type"),
          Map.entry(40013, "invalid corpid"),
          Map.entry(40014, "invalid access_token"),
          Map.entry(40058, "invalid Request Parameter"),
          Map.entry(40096, "invalid external userid"),
          Map.entry(41001, "access_token missing"),
          Map.entry(42001, "access_token expired"),
          Map.entry(44001, "empty media data"),
          Map.entry(45002, "content size out of limit"),
          Map.entry(45009, "api freq out of limit"),
          Map.entry(95000, "invalid open_kfid"),
          Map.entry(95001, "send msg count limit"),
          Map.entry(95002, "send msg time limit"),
          Map.entry(95007, "invalid msg token"),
          Map.entry(MSGID_USED, "msgid has been used"));

  private KfErrors() {}

  static Answer of(int code) {
    String words = WORDS.getOrDefault(code, "error");
    return Answer.json(Json.object().put("errcode", code).put("errmsg", words));
  }
}
