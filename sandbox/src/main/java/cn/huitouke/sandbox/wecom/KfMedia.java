package cn.huitouke.sandbox.wecom;

import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Call;
import cn.huitouke.sandbox.web.Json;
import cn.huitouke.sandbox.web.Pictures;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/** {@code media/upload}: pictures, which messages may name for three days. */
final class KfMedia {
  static final String SHOWN = "/pictures";
  private static final Duration LIFE = Duration.ofDays(3);
  private static final int SMALLEST = 6;
  private static final int LARGEST = 10 << 20;

  private final InstantSource clock;
  private final Pictures pictures = new Pictures();
  private int uploads;

  KfMedia(InstantSource clock) {
    this.clock = clock;
  }

  Answer upload(Call call) {
    uploads++;
    if (!call.query("type").equals("image")) {
      return KfErrors.of(40004); // the others are not simulated
    }
    byte[] file = call.file();
    if (file.length == 0) {
      return KfErrors.of(44001);
    }
    if (file.length < SMALLEST || file.length > LARGEST) {
      return KfErrors.of(40006);
    }
    if (Pictures.type(file).isEmpty()) {
      return KfErrors.of(40005);
    }
    String id = "3" + UUID.randomUUID().toString().replace("-", "");
    Instant now = clock.instant();
    pictures.keep(id, file, now.plus(LIFE));
    return Answer.json(
        Json.object()
            .put("errcode", 0)
            .put("errmsg", "ok")
            .put("type", "image")
            .put("media_id", id)
            .put("created_at", Long.toString(now.getEpochSecond())));
  }

  boolean knows(String id) {
    return pictures.knows(id, clock.instant());
  }

  void forget() {
    pictures.forget();
  }

  Answer shown(Call call) {
    return pictures.shown(call.query("id"));
  }

  /** Where a phone finds it. */
  static String address(String id) {
    return "/wecom" + SHOWN + "?id=" + id;
  }

  int uploads() {
    return uploads;
  }
}
