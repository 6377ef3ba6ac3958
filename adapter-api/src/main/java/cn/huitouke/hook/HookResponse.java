package cn.huitouke.hook;

import java.nio.charset.StandardCharsets;

/**
 * What the platform gets back.
 *
 * @param status HTTP status
 * @param contentType for example {@code text/plain; charset=utf-8}
 * @param body not copied, do not change it
 */
public record HookResponse(int status, String contentType, byte[] body) {

  private static final String PLAIN = "text/plain; charset=utf-8";

  public static HookResponse text(String body) {
    return new HookResponse(200, PLAIN, body.getBytes(StandardCharsets.UTF_8));
  }

  public static HookResponse json(String body) {
    return json(200, body);
  }

  public static HookResponse json(int status, String body) {
    return new HookResponse(
        status, "application/json; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
  }

  public static HookResponse xml(String body) {
    return new HookResponse(200, "text/xml; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
  }

  /** A refusal. Its body is empty: whoever forged the request learns nothing from it. */
  public static HookResponse status(int status) {
    return new HookResponse(status, PLAIN, new byte[0]);
  }

  @Override
  public String toString() {
    return status + ", " + body.length + " bytes";
  }
}
