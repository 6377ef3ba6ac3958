package cn.huitouke.sandbox.wechat;

import cn.huitouke.sandbox.web.Answer;
import cn.huitouke.sandbox.web.Call;
import cn.huitouke.sandbox.web.Json;
import com.google.zxing.BarcodeFormat;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.imageio.ImageIO;
import tools.jackson.databind.JsonNode;

/** Codes with a scene: {@code /cgi-bin/qrcode/create} and the picture. */
final class QrCodes {
  private static final int LONGEST_SCENE = 64;
  private static final long LONGEST_LIFE = 2_592_000;
  private static final int PERMANENT_CODES = 100_000;

  private final World world;
  private final Map<String, Code> byTicket = new HashMap<>();
  private final Map<String, String> byScene = new HashMap<>();
  private int permanent;

  QrCodes(World world) {
    this.world = world;
  }

  private record Code(String scene, String url, Instant until) {}

  Answer create(Call call) {
    JsonNode ask = call.json();
    String action = Json.text(ask, "action_name");
    boolean lasting = action.startsWith("QR_LIMIT_");
    String field = action.endsWith("STR_SCENE") ? "scene_str" : "scene_id";
    String scene = Json.text(ask.path("action_info").path("scene"), field);
    if (!action.matches("QR_(LIMIT_)?(STR_)?SCENE") || !fits(scene, field, lasting)) {
      return Errors.of(40053);
    }
    long life = Math.clamp(ask.path("expire_seconds").asLong(60), 1, LONGEST_LIFE);
    if (lasting && byScene.get(scene) == null && ++permanent > PERMANENT_CODES) {
      return Errors.of(45029, "qrcode count out of limit");
    }
    Instant until = lasting ? Instant.MAX : world.now().plus(Duration.ofSeconds(life));
    String ticket = issue(scene, until);
    var given = Json.object().put("ticket", ticket);
    if (!lasting) {
      given.put("expire_seconds", life);
    }
    Code code = byTicket.get(ticket);
    return Answer.json(given.put("url", code == null ? "" : code.url()));
  }

  private static boolean fits(String scene, String field, boolean lasting) {
    if (field.equals("scene_str")) {
      return !scene.isEmpty() && scene.length() <= LONGEST_SCENE;
    }
    return scene.matches("[1-9]\\d{0,9}") && (!lasting || Long.parseLong(scene) <= 100_000);
  }

  private String issue(String scene, Instant until) {
    byte[] raw = ("g" + UUID.randomUUID() + scene).getBytes(StandardCharsets.UTF_8);
    String ticket = Base64.getEncoder().encodeToString(raw);
    String url = "http://weixin.qq.com/q/" + UUID.randomUUID().toString().replace("-", "");
    byTicket.put(ticket, new Code(scene, url, until));
    byScene.put(scene, ticket);
    return ticket;
  }

  /** The newest ticket of a scene; one is made up for scenes that nobody asked for. */
  String ticketOf(String scene) {
    String known = byScene.get(scene);
    return known == null ? issue(scene, Instant.MAX) : known;
  }

  /** {@code showqrcode}: no token, a picture. */
  Answer show(Call call) {
    Code code = byTicket.get(call.query("ticket"));
    if (code == null || world.now().isAfter(code.until())) {
      return Answer.html(404, "<html><body>qrcode not found</body></html>");
    }
    return new Answer(200, "image/png", picture(code.url()));
  }

  private static byte[] picture(String url) {
    try {
      BitMatrix matrix = new QRCodeWriter().encode(url, BarcodeFormat.QR_CODE, 430, 430);
      var image = new BufferedImage(430, 430, BufferedImage.TYPE_BYTE_BINARY);
      for (int y = 0; y < 430; y++) {
        for (int x = 0; x < 430; x++) {
          image.setRGB(x, y, matrix.get(x, y) ? 0xFF000000 : 0xFFFFFFFF);
        }
      }
      var bytes = new ByteArrayOutputStream();
      ImageIO.write(image, "png", bytes);
      return bytes.toByteArray();
    } catch (WriterException impossible) {
      throw new IllegalStateException(impossible);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
