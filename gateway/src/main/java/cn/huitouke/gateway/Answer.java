package cn.huitouke.gateway;

import cn.huitouke.hook.HookResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/** Writes a response, head and body in one buffer: one system call, no object per header. */
final class Answer {

  private static final byte[] OK = ascii("HTTP/1.1 200 OK\r\n");
  private static final byte[] TYPE = ascii("x-content-type-options: nosniff\r\ncontent-type: ");
  private static final byte[] LENGTH = ascii("content-length: ");
  private static final byte[] LINE = ascii("\r\n");
  private static final byte[] CLOSE = ascii("connection: close\r\n");
  private static final byte[] KEEP = ascii("connection: keep-alive\r\n");

  private Answer() {}

  static ByteBuf of(
      ByteBufAllocator buffers, HookResponse response, boolean close, boolean http10) {
    HookResponse answer = isSendable(response) ? response : HookResponse.status(500);
    byte[] body = answer.body();
    ByteBuf out = buffers.ioBuffer(192 + answer.contentType().length() + body.length);
    writeStatus(out, answer.status());
    if (body.length > 0) {
      out.writeBytes(TYPE);
      out.writeCharSequence(answer.contentType(), StandardCharsets.US_ASCII);
      out.writeBytes(LINE);
    }
    if (answer.status() != 204 && answer.status() != 304) {
      out.writeBytes(LENGTH);
      out.writeCharSequence(Integer.toString(body.length), StandardCharsets.US_ASCII);
      out.writeBytes(LINE);
    }
    if (close) {
      out.writeBytes(CLOSE);
    } else if (http10) {
      out.writeBytes(KEEP);
    }
    return out.writeBytes(LINE).writeBytes(body);
  }

  static ByteBuf raw(ByteBufAllocator buffers, String head) {
    ByteBuf out = buffers.ioBuffer(head.length());
    out.writeCharSequence(head, StandardCharsets.US_ASCII);
    return out;
  }

  private static void writeStatus(ByteBuf out, int status) {
    if (status == 200) {
      out.writeBytes(OK);
      return;
    }
    String line =
        "HTTP/1.1 " + status + " " + HttpResponseStatus.valueOf(status).reasonPhrase() + "\r\n";
    String advice =
        switch (status) {
          case 405 -> "allow: GET, POST\r\n";
          case 426 -> "upgrade: websocket\r\nsec-websocket-version: 13\r\n";
          case 429, 503 -> "retry-after: 1\r\n";
          default -> "";
        };
    out.writeCharSequence(line + advice, StandardCharsets.US_ASCII);
  }

  /** A hook that lets a customer's line break into the content type must not split the response. */
  private static boolean isSendable(HookResponse response) {
    boolean bodiless = response.status() == 204 || response.status() == 304;
    return response.status() >= 200
        && response.status() <= 599
        && !(bodiless && response.body().length > 0)
        && response.contentType().chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
