package cn.huitouke.sandbox.qq;

import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** The platform's codes, as far as it uses them here; most come with status 400. */
final class BotErrors {
  private static final Map<Integer, String> WORDS =
      Map.ofEntries(
          Map.entry(11244, "token not exist or expire"),
          Map.entry(22009, "msg limit exceed"),
          Map.entry(304080, "文件信息无效"),
          Map.entry(850019, "文件格式不支持"),
          Map.entry(850026, "文件获取失败"),
          Map.entry(850031, "文件过大"),
          Map.entry(40034005, "msg_id已过期"),
          Map.entry(40034006, "内容违规"),
          Map.entry(40034024, "请求参数msg_id无效或越权"),
          Map.entry(40034025, "请求参数event_id无效或越权"),
          Map.entry(40034026, "event_id已过期"),
          Map.entry(40034100, "主动消息超频"),
          Map.entry(40034105, "主动消息失败, 无权限"),
          Map.entry(40034128, "被动消息超出时间或条数"),
          Map.entry(40054003, "机器人不在群里"),
          Map.entry(40054004, "不是好友"),
          Map.entry(40054005, "消息被去重，请检查请求msgseq"),
          Map.entry(40054013, "用户拒绝接收主动消息"),
          Map.entry(40054018, "内容过长"),
          Map.entry(50006, "消息内容为空"),
          Map.entry(22006, "类型与内容不符"));

  private BotErrors() {}

  static Answer of(int code) {
    int status = code == 11244 ? 401 : code == 22009 ? 429 : 400;
    ObjectNode body =
        Json.object()
            .put("message", WORDS.getOrDefault(code, "error"))
            .put("code", code)
            .put("err_code", code)
            .put("trace_id", UUID.randomUUID().toString().replace("-", ""));
    return new Answer(
        status,
        "application/json; charset=utf-8",
        Json.write(body).getBytes(StandardCharsets.UTF_8));
  }
}
