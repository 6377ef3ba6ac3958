package cn.huitouke.server;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import redis.embedded.RedisServer;

/** A real Redis of our own, its data under the data folder. */
final class EmbeddedRedis implements AutoCloseable {

  private final RedisServer server;
  private final int port;

  EmbeddedRedis(Path folder) {
    Path data = folder.resolve("redis");
    try {
      Files.createDirectories(data);
      stopOrphan(data.resolve("redis.pid"));
      port = freePort();
      server =
          RedisServer.newRedisServer()
              .port(port)
              .bind("127.0.0.1")
              .setting("dir " + data)
              .setting("appendonly yes")
              .setting("appendfsync everysec")
              .setting("maxmemory 256mb")
              .setting("maxmemory-policy volatile-ttl")
              .setting("pidfile " + data.resolve("redis.pid"))
              .setting("daemonize no")
              .build();
      server.start();
    } catch (IOException e) {
      throw new CannotStart(
          "The embedded Redis did not start on "
              + data
              + ": "
              + e.getMessage()
              + ". Name a server with huitouke.redis.url, or none with huitouke.redis.url=none.");
    }
  }

  String url() {
    return "redis://127.0.0.1:" + port;
  }

  private static void stopOrphan(Path pidFile) throws IOException {
    if (Files.notExists(pidFile)) {
      return;
    }
    String pid = Files.readString(pidFile).strip();
    if (pid.matches("\\d{1,9}")) {
      ProcessHandle.of(Long.parseLong(pid))
          .filter(p -> p.info().command().map(c -> c.contains("redis")).orElse(false))
          .ifPresent(
              orphan -> {
                orphan.destroy();
                orphan.onExit().join();
              });
    }
    Files.deleteIfExists(pidFile);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
