package cn.huitouke.benchmarks;

import cn.huitouke.adapter.wechatmp.WeChatMp;
import cn.huitouke.adapter.wechatmp.WeChatMpAccount;
import cn.huitouke.channel.Footing;
import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Outbound;
import cn.huitouke.channel.OutboundId;
import cn.huitouke.hook.HookRequest;
import cn.huitouke.hook.HookResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The WeChat adapter's own work on one message, on one thread, without network and database: both
 * signatures, envelope, AES, nonce, XML, the event; and, answered at once, the sealed reply as well.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DoorBenchmark {

  /** More than the adapter remembers: every message is new to it. */
  private static final int MESSAGES = 1 << 16;

  private static final Instant NOW = Instant.parse("2026-11-22T02:00:00Z");
  private static final Message ANSWER = Message.text("您好呀～想查快递、问商品，直接告诉我就好～");

  private final HookRequest[] texts = new HookRequest[MESSAGES];
  private final HookRequest[] places = new HookRequest[MESSAGES];
  private WeChatMp channel = open(Account.EXAMPLE);
  private int next;

  /** For JMH. */
  public DoorBenchmark() {}

  private static WeChatMp open(Account account) {
    return new WeChatMp(
        new WeChatMpAccount(
            "shop",
            account.appId(),
            account.originalId(),
            "secret",
            account.token(),
            account.aesKey(),
            WeChatMpAccount.Mode.SECURE,
            "http://127.0.0.1:9",
            Map.of()),
        InstantSource.fixed(NOW),
        Optional.empty(),
        Optional.empty());
  }

  /** Messages as the platform would post them. */
  @Setup
  public void write() {
    URI url = URI.create("http://127.0.0.1/");
    InstantSource clock = InstantSource.fixed(NOW);
    Account account = Account.EXAMPLE;
    Letters writing = new Letters(account, url, clock, "我的快递到哪了", 10_000_000, 1);
    Letters placing = new Letters(account, url, clock, Letters.A_PLACE, 10_000_000, 100_000_000);
    for (int i = 0; i < MESSAGES; i++) {
      texts[i] = request(writing.write(1)[0]);
      places[i] = request(placing.write(1)[0]);
    }
    channel = open(account);
    channel.start(this::answer);
  }

  private void answer(InboundEvent event) {
    if (event instanceof InboundEvent.MessageReceived) {
      channel.send(
          new Outbound(
              new OutboundId("reply:" + event.id() + ":1"),
              event.peer(),
              ANSWER,
              WeChatMp.PASSIVE_REPLY,
              new Footing.InReplyTo(event.id())));
    }
  }

  private static HookRequest request(byte[] http) {
    String text = new String(http, StandardCharsets.UTF_8);
    String query = text.substring(text.indexOf('?') + 1, text.indexOf(" HTTP/1.1"));
    Map<String, List<String>> parameters = new HashMap<>();
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      parameters.put(pair.substring(0, equals), List.of(pair.substring(equals + 1)));
    }
    byte[] body = text.substring(text.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.UTF_8);
    return new HookRequest("POST", parameters, Map.of(), body, "127.0.0.1");
  }

  /** Verified, opened, parsed, decoded: an event that takes no answer. */
  @Benchmark
  public HookResponse heard() {
    return channel.hook().handle(places[next++ & MESSAGES - 1]);
  }

  /** The same with an answer: written, sealed, signed. */
  @Benchmark
  public HookResponse heardAndAnswered() {
    return channel.hook().handle(texts[next++ & MESSAGES - 1]);
  }
}
