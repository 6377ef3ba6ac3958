package cn.huitouke.gateway;

import cn.huitouke.hook.Hook;
import cn.huitouke.hook.HookRequest;
import cn.huitouke.hook.SocketHook;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request between its head and its answer. Confined to its connection's event loop. */
final class Incoming {

  final boolean keepAlive;
  final boolean http10;
  final Body body;

  /** 0, or the status it is refused with. */
  int refusal;

  /** Its answer is the connection's last one. */
  boolean last;

  @Nullable Hook hook;
  @Nullable SocketHook socketHook;

  private final HttpMethod method;
  private final HttpHeaders headers;
  private final int maxBodyBytes;
  private int skipped;
  private Map<String, List<String>> query = Map.of();

  Incoming(HttpRequest head, FrontDoor door) {
    method = head.method();
    headers = head.headers();
    http10 = HttpVersion.HTTP_1_0.equals(head.protocolVersion());
    keepAlive = HttpUtil.isKeepAlive(head);
    maxBodyBytes = door.settings.maxBodyBytes();
    body = new Body(maxBodyBytes, door.bodyBudget);
    refusal = HeadCheck.refusal(head, maxBodyBytes);
    if (refusal == 0) {
      refusal = findDoor(head, door.mounts);
    }
  }

  /** Takes a piece of the body; of a refused request or a GET only counts it. */
  int take(ByteBuf piece, boolean lastPiece) {
    if (refusal != 0 || HttpMethod.GET.equals(method)) {
      skipped += piece.readableBytes();
      return skipped > maxBodyBytes ? Body.TOO_LARGE : Body.FITS;
    }
    return body.add(piece, lastPiece);
  }

  /** After these nothing more is read from the connection: where the next request begins is unsure. */
  boolean endsConnection() {
    return switch (refusal) {
      case 400, 413, 414, 417, 431, 503 -> true;
      default -> false;
    };
  }

  boolean expectsContinue() {
    return !http10 && headers.contains(HttpHeaderNames.EXPECT);
  }

  HttpHeaders headers() {
    return headers;
  }

  HookRequest request(String remote) {
    boolean get = HttpMethod.GET.equals(method);
    return new HookRequest(
        get ? "GET" : "POST", query, lowerCase(headers), get ? new byte[0] : body.whole(), remote);
  }

  private int findDoor(HttpRequest head, Mounts mounts) {
    String uri = head.uri();
    int mark = uri.indexOf('?');
    String path = mark < 0 ? uri : uri.substring(0, mark);
    hook = mounts.hook(path);
    socketHook = mounts.socketHook(path);
    if (hook == null && socketHook == null) {
      return 404;
    }
    Map<String, List<String>> parameters =
        mark < 0 ? Map.<String, List<String>>of() : Query.parse(uri.substring(mark + 1));
    if (parameters == null) {
      return 400;
    }
    query = parameters;
    if (socketHook != null && (hook == null || Handshake.isAsked(head))) {
      hook = null;
      return Handshake.refusal(head);
    }
    socketHook = null;
    return 0;
  }

  private static Map<String, String> lowerCase(HttpHeaders headers) {
    Map<String, String> names = HashMap.newHashMap(headers.size());
    headers
        .iteratorAsString()
        .forEachRemaining(
            header -> names.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
    return names;
  }
}
