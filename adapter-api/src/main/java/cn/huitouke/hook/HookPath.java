package cn.huitouke.hook;

import java.util.regex.Pattern;

/**
 * Where a hook is mounted: {@code /hooks/{kind}/{id}}.
 *
 * @param kind the platform, for example {@code wechat-mp} or {@code kuaidi100}
 * @param id which account of it, for example {@code shop}
 */
public record HookPath(String kind, String id) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  public HookPath {
    if (!NAME.matcher(kind).matches() || !NAME.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "A hook's kind and id are 1-64 letters, digits, - or _, but got " + kind + "/" + id);
    }
  }

  /** The path of the URL, beginning with {@code /hooks/}. */
  public String path() {
    return "/hooks/" + kind + "/" + id;
  }
}
