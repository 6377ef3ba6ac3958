package cn.huitouke.benchmarks;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Something to measure.
 *
 * @param command starts it
 * @param url where it takes messages; empty if it prints {@code listening PORT}
 * @param data the folder that its database works on
 * @param phases what the driver does with it
 */
record Contender(String name, List<String> command, Optional<URI> url, Path data, String phases) {

  static final String ECHO = "bare Netty, crypto, echo";
  static final String DURABLE = "the same, a committed row first";

  /** The baselines, and the product if there is a {@code --product-command}. */
  static List<Contender> all(Arguments arguments, Path scratch) {
    Account account = arguments.account();
    String phases = arguments.text("phases", "warm:10,max:10,calm:10:70%");
    List<Contender> all = new ArrayList<>();
    all.add(baseline(ECHO, account, scratch.resolve("echo"), false, phases));
    Path durable = scratch.resolve("durable");
    all.add(baseline(DURABLE, account, durable, true, phases));
    arguments
        .text("product-command")
        .ifPresent(command -> all.add(product(command, arguments, phases)));
    return all;
  }

  private static Contender baseline(
      String name, Account account, Path data, boolean durable, String phases) {
    List<String> command = new ArrayList<>(java(BareServer.class, "-Xmx512m"));
    command.addAll(Arguments.of(account));
    if (durable) {
      command.addAll(List.of("--data", data.toString()));
    }
    return new Contender(name, command, Optional.empty(), data, phases);
  }

  private static Contender product(String command, Arguments arguments, String phases) {
    URI url =
        URI.create(arguments.text("product-url", "http://127.0.0.1:8090/hooks/wechat-mp/shop"));
    List<String> words = new ArrayList<>(List.of(command.strip().split("\\s+")));
    if (words.getFirst().equals("java")) {
      words.set(0, jvm());
    }
    return new Contender(
        arguments.text("product-name", "Huitouke"),
        words,
        Optional.of(url),
        arguments.path("product-data", "data"),
        arguments.text("product-phases", phases));
  }

  static List<String> java(Class<?> main, String... options) {
    List<String> command = new ArrayList<>(List.of(jvm()));
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    return command;
  }

  /** The JDK that this runs on: the same for everybody. */
  private static String jvm() {
    return ProcessHandle.current().info().command().orElse("java");
  }
}
