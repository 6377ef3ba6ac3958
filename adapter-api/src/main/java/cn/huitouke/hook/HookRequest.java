package cn.huitouke.hook;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One HTTP request as it came in. The body is raw: signatures are checked over these very bytes.
 *
 * @param method upper case, {@code GET} or {@code POST}
 * @param query decoded query parameters; a repeated parameter keeps all its values, in order
 * @param headers names in lower case; a repeated header keeps its last value
 * @param body empty for GET; at most the gateway's body limit; not copied, do not change it
 * @param remote the caller's address, for logs and limits only, never for trust
 */
public record HookRequest(
    String method,
    Map<String, List<String>> query,
    Map<String, String> headers,
    byte[] body,
    String remote) {

  /** The parameter's value if it was given exactly once; a repeated one counts as absent. */
  public Optional<String> parameter(String name) {
    List<String> values = query.getOrDefault(name, List.of());
    return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }

  /** The decoded value of a field of the form that the body is, if it was given exactly once, whole. */
  public Optional<String> field(String name) {
    List<String> values =
        Stream.of(new String(body, StandardCharsets.UTF_8).split("&"))
            .filter(pair -> pair.startsWith(name + "="))
            .map(pair -> pair.substring(name.length() + 1))
            .toList();
    try {
      return values.size() == 1
          ? Optional.of(URLDecoder.decode(values.getFirst(), StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** The header's value. {@code name} in lower case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** Says where it came from and how large it is, never what is in it. */
  @Override
  public String toString() {
    return method + " from " + remote + ", " + body.length + " bytes";
  }
}
