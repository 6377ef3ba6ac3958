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
 * @param path the path of that URL if it is not given
 * @param data the folder that its database works on
 * @param phases what the driver does with it
 */
record Contender(
    String name, List<String> command, Optional<URI> url, String path, Path data, String phases) {

  static final String ECHO = "bare Netty, crypto, echo";
  static final String DOOR = "the same behind our gateway";
  static final String DURABLE = "bare Netty, a committed row first";

  /** The baselines, and the product if there is a {@code --product-command}; {@code --only} picks. */
  static List<Contender> all(Arguments arguments, Path scratch) {
    Account account = arguments.account();
    String phases = arguments.text("phases", "warm:10,max:10,calm:10:70%");
    List<Contender> all = new ArrayList<>();
    all.add(server(ECHO, BareServer.class, account, "/", scratch.resolve("echo"), phases));
    all.add(
        server(
            DOOR,
            GatewayServer.class,
            account,
            "/hooks/bench/echo",
            scratch.resolve("door"),
            phases));
    Path durable = scratch.resolve("durable");
    Contender keeping = server(DURABLE, BareServer.class, account, "/", durable, phases);
    keeping.command().addAll(List.of("--data", durable.toString()));
    all.add(keeping);
    arguments
        .text("product-command")
        .ifPresent(command -> all.add(product(command, arguments, phases)));
    arguments.text("only").ifPresent(part -> all.removeIf(each -> !each.name().contains(part)));
    return all;
  }

  private static Contender server(
      String name, Class<?> main, Account account, String path, Path data, String phases) {
    List<String> command = new ArrayList<>(java(main, "-Xmx512m"));
    command.addAll(Arguments.of(account));
    return new Contender(name, command, Optional.empty(), path, data, phases);
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
        url.getPath(),
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
