package cn.huitouke.sandbox.wechat;

import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Json;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** The platform's global return codes, as far as it uses them here. */
final class Errors {
  private static final Map<Integer, String> WORDS =
      Map.ofEntries(
          Map.entry(-1, "system error"),
          Map.entry(0, "ok"),
          Map.entry(40001, "invalid credential, access_token is invalid or not latest"),
          Map.entry(40002, "invalid grant_type"),
          Map.entry(40003, "invalid openid"),
          Map.entry(40004, "invalid media type"),
          Map.entry(40005, "invalid file type"),
          Map.entry(40006, "invalid media size"),
          Map.entry(40007, "invalid media_id"),
          Map.entry(40008, "invalid message type"),
          Map.entry(40013, "invalid appid"),
          Map.entry(40014, "invalid access_token"),
          Map.entry(40016, "invalid button size"),
          Map.entry(40018, "invalid button name size"),
          Map.entry(40019, "invalid button key size"),
          Map.entry(40023, "invalid sub button size"),
          Map.entry(40037, "invalid template_id"),
          Map.entry(40053, "invalid action info"),
          Map.entry(40059, "invalid msg id"),
          Map.entry(40125, "invalid appsecret"),
          Map.entry(40130, "invalid openid list size, at least two openid"),
          Map.entry(40164, "invalid ip, not in whitelist"),
          Map.entry(41001, "access_token missing"),
          Map.entry(41030, "invalid page"),
          Map.entry(42001, "access_token expired"),
          Map.entry(43004, "require subscribe"),
          Map.entry(43101, "user refuse to accept the msg"),
          Map.entry(44004, "empty content"),
          Map.entry(45002, "content size out of limit"),
          Map.entry(45008, "article size out of limit"),
          Map.entry(45009, "reach max api daily quota limit"),
          Map.entry(45011, "api minute-quota reach limit, must slower, retry next minute"),
          Map.entry(45015, "response out of time limit or subscription is canceled"),
          Map.entry(45028, "has no masssend quota"),
          Map.entry(45047, "out of response count limit"),
          Map.entry(45056, "too many tag now, no need to add new"),
          Map.entry(45059, "can not add so many tag to user"),
          Map.entry(45065, "clientmsgid exist"),
          Map.entry(45067, "clientmsgid size out of limit"),
          Map.entry(45080, "need to interact with the user within 30 seconds"),
          Map.entry(45081, "typing status already set"),
          Map.entry(45157, "invalid tag name"),
          Map.entry(45159, "invalid tag id"),
          Map.entry(46003, "menu no exist"),
          Map.entry(47001, "data format error"),
          Map.entry(47003, "argument invalid!"),
          Map.entry(48001, "api unauthorized"),
          Map.entry(48002, "user block receive message"),
          Map.entry(48004, "api forbidden for irregularities"),
          Map.entry(50002, "user limited"),
          Map.entry(87014, "risky content"));

  private Errors() {}

  static Answer of(int code) {
    return of(code, WORDS.getOrDefault(code, "error"));
  }

  static Answer of(int code, String words) {
    return Answer.json(node(code, code == 0 ? words : words + " rid: 0000-sandbox"));
  }

  /** {@code errcode 0}, for more to be put in. */
  static ObjectNode fine() {
    return node(0, "ok");
  }

  private static ObjectNode node(int code, String words) {
    return Json.object().put("errcode", code).put("errmsg", words);
  }
}
