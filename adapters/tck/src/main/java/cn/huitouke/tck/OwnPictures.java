package cn.huitouke.tck;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A shop's own pictures: as {@code data:} addresses that hold them, and on a web server of the shop's. */
public final class OwnPictures implements AutoCloseable {

  /** One that every browser draws, of one pixel. */
  private static final byte[] PIXEL =
      Base64.getDecoder()
          .decode(
              "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5Er"
                  + "kJggg==");

  private static final byte[] JPEG = HexFormat.of().parseHex("ffd8ffe000104a464946000101");
  private static final byte[] GIF = "GIF89a-tea".getBytes(StandardCharsets.US_ASCII);

  private final AtomicInteger fetches = new AtomicInteger();
  private final HttpServer server;

  public OwnPictures() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    // What the server calls it is not what it is.
    serve("/tea", 200, "application/octet-stream", PIXEL);
    serve("/page.png", 200, "image/png", "<html></html>".getBytes(StandardCharsets.US_ASCII));
    serve("/broken", 503, "text/plain", new byte[] {'x'});
    server.start();
  }

  private void serve(String path, int status, String type, byte[] body) {
    server.createContext(path, call -> answer(call, status, type, body));
  }

  private void answer(HttpExchange call, int status, String type, byte[] body) throws IOException {
    fetches.incrementAndGet();
    call.getResponseHeaders().set("Content-Type", type);
    call.sendResponseHeaders(status, body.length);
    call.getResponseBody().write(body);
    call.close();
  }

  /** Where on the shop's web server: {@code /tea}, {@code /page.png}, {@code /broken}; no more. */
  public String at(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** How often anything was fetched. */
  public int fetches() {
    return fetches.get();
  }

  public static byte[] png() {
    return PIXEL.clone();
  }

  public static byte[] jpeg() {
    return JPEG.clone();
  }

  public static byte[] gif() {
    return GIF.clone();
  }

  /** A JPEG as far as its beginning says, with so many bytes. */
  public static byte[] jpeg(int bytes) {
    return Arrays.copyOf(JPEG, bytes);
  }

  /** A reference that holds the bytes itself, by whatever name. */
  public static String data(String type, byte[] bytes) {
    return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
  }

  /** What a phone gets that fetches this. */
  public static byte[] fetched(URI address) {
    try (HttpClient phone = HttpClient.newHttpClient()) {
      return phone
          .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofByteArray())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
