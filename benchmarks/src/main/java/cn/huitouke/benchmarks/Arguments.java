package cn.huitouke.benchmarks;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code --name value} pairs of a command line. */
record Arguments(Map<String, String> values) {

  static Arguments of(String... words) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < words.length; i += 2) {
      if (!words[i].startsWith("--") || i + 1 == words.length) {
        throw new IllegalArgumentException("Expected --name value, but got " + words[i]);
      }
      values.put(words[i].substring(2), words[i + 1]);
    }
    return new Arguments(values);
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  int number(String name, int otherwise) {
    return text(name).map(Integer::parseInt).orElse(otherwise);
  }

  Path path(String name, String otherwise) {
    return Path.of(text(name, otherwise)).toAbsolutePath();
  }

  Account account() {
    return new Account(
        text("token", Account.EXAMPLE.token()),
        text("aes-key", Account.EXAMPLE.aesKey()),
        text("app-id", Account.EXAMPLE.appId()),
        text("original-id", Account.EXAMPLE.originalId()));
  }

  static List<String> of(Account account) {
    return List.of(
        "--token", account.token(),
        "--aes-key", account.aesKey(),
        "--app-id", account.appId(),
        "--original-id", account.originalId());
  }
}
