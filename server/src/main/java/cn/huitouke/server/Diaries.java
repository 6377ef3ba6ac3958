package cn.huitouke.server;

import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Peer;
import cn.huitouke.channel.Purpose;
import cn.huitouke.customer.CustomerId;
import cn.huitouke.customer.Customers;
import cn.huitouke.delivery.Channels;
import cn.huitouke.delivery.LetterStatus;
import cn.huitouke.delivery.Outbox;
import cn.huitouke.sandbox.people.Crowd;
import cn.huitouke.sandbox.people.Deed;
import cn.huitouke.sandbox.people.Shopper;
import cn.huitouke.sandbox.shop.Sale;
import cn.huitouke.sandbox.world.ScreenMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import org.springframework.context.ConfigurableApplicationContext;

/** Writes what each customer lived through: what was said, by which wire, and what was not and why. */
final class Diaries {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
  private static final int ALL = 100_000;

  /** So many diaries are put together side by side. */
  private static final int AT_A_TIME = 200;

  /** Whoever waited longer than this has a reason on record. */
  private static final Duration AT_ONCE = Duration.ofMinutes(1);

  private final Outbox outbox;
  private final Customers customers;
  private final ChannelId channel;
  private final Witness witness;
  private final Crowd crowd;

  Diaries(ConfigurableApplicationContext house, Witness witness, Crowd crowd) {
    this.outbox = house.getBean(Outbox.class);
    this.customers = house.getBean(Customers.class);
    this.channel = house.getBean(Channels.class).all().iterator().next().id();
    this.witness = witness;
    this.crowd = crowd;
  }

  /** One thing that happened; the rank orders what happened at once. */
  private record Entry(Instant at, int rank, String text) {}

  /** Writes them all; returns the hash over them in their order. */
  String write(Path folder) throws IOException {
    Files.createDirectories(folder);
    MessageDigest digest = sha256();
    int nth = 0;
    for (List<Shopper> some :
        crowd.shoppers().stream().gather(Gatherers.windowFixed(AT_A_TIME)).toList()) {
      List<String> diaries = some.parallelStream().map(this::diary).toList();
      for (int i = 0; i < some.size(); i++) {
        String name = "%05d-%s.txt".formatted(++nth, some.get(i).buyer().nick());
        Files.writeString(folder.resolve(name), diaries.get(i));
        digest.update((name + "\n" + diaries.get(i)).getBytes(StandardCharsets.UTF_8));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private String diary(Shopper shopper) {
    StringBuilder diary = new StringBuilder();
    var buyer = shopper.buyer();
    diary
        .append("%s（%s，%s）\n".formatted(buyer.nick(), buyer.receiver(), buyer.city().city()))
        .append(shopper.habits().inWords())
        .append('\n');
    LocalDate day = LocalDate.MIN;
    for (Entry entry : entries(shopper)) {
      ZonedDateTime here = entry.at().atZone(RehearsalOptions.ZONE);
      if (!here.toLocalDate().equals(day)) {
        day = here.toLocalDate();
        diary.append('\n').append(day).append('\n');
      }
      diary.append("  ").append(TIME.format(here)).append("  ");
      diary.append(entry.text().strip().replace("\n", "\n         ")).append('\n');
    }
    return diary.toString();
  }

  private List<Entry> entries(Shopper shopper) {
    List<Entry> entries = new ArrayList<>();
    String openid = shopper.buyer().openid();
    shopper.sales().forEach(sale -> trade(sale, entries));
    for (Witness.Done done : witness.deedsOf(openid)) {
      said(done.deed()).ifPresent(words -> entries.add(new Entry(done.at(), 1, words)));
    }
    for (ScreenMessage message : witness.screenOf(openid)) {
      int rank = message.fromCustomer() ? 2 : message.wire().equals("passive-reply") ? 3 : 4;
      entries.add(new Entry(message.at(), rank, words(message)));
    }
    customers
        .find(new Peer(channel, Peer.Kind.PERSON, openid))
        .ifPresent(customer -> unsent(customer, entries));
    entries.sort(
        Comparator.comparing(Entry::at).thenComparing(Entry::rank).thenComparing(Entry::text));
    return entries;
  }

  /** What happened outside of any chat. */
  private static void trade(Sale sale, List<Entry> entries) {
    String goods =
        sale.items().stream()
            .map(item -> item.ware().title() + "×" + item.count())
            .collect(Collectors.joining("、"));
    String order = "订单 " + sale.number();
    entries.add(new Entry(sale.created(), 0, "· 下单 " + order + "：" + goods));
    sale.shipped()
        .ifPresent(
            at ->
                entries.add(
                    new Entry(
                        at,
                        0,
                        "· 店里发货 "
                            + order
                            + "（"
                            + sale.waybills().getFirst().express().label()
                            + " "
                            + sale.waybills().getFirst().number()
                            + "，这一路："
                            + sale.fate()
                            + "）")));
    sale.signed().ifPresent(at -> entries.add(new Entry(at, 0, "· 拿到了 " + order)));
    sale.refunded().ifPresent(at -> entries.add(new Entry(at, 0, "· 退款成功 " + order)));
  }

  private static Optional<String> said(Deed deed) {
    return switch (deed) {
      case Deed.ScansCard(String order) -> Optional.of("顾客扫了包裹里的卡片（订单 " + order + "）");
      case Deed.Follows _ -> Optional.of("顾客关注了公众号");
      case Deed.Unfollows _ -> Optional.of("顾客取消了关注");
      case Deed.Consents _ -> Optional.of("顾客允许了订阅通知");
      case Deed.Says _, Deed.Chooses _, Deed.SendsPhoto _ -> Optional.empty(); // on the screen
    };
  }

  private static String words(ScreenMessage message) {
    if (message.fromCustomer()) {
      return "顾客：" + message.text();
    }
    StringBuilder words = new StringBuilder("店〔" + message.wire() + "〕：");
    if (message.fields().isEmpty()) {
      words
          .append(message.title().isEmpty() ? "" : "《" + message.title() + "》")
          .append(message.text());
    } else {
      words.append("《").append(message.title()).append("》");
      message.fields().forEach((label, value) -> words.append(label + "：" + value + "；"));
    }
    for (Map.Entry<String, String> choice : message.choices()) {
      words.append("［").append(choice.getValue()).append("］");
    }
    // Where the gateway listens differs from run to run.
    return words.toString().replaceAll("https?://[!-~]+", "〈链接〉");
  }

  private void unsent(CustomerId customer, List<Entry> entries) {
    for (LetterStatus letter : outbox.lettersOf(customer, ALL)) {
      if (letter.purpose() == Purpose.REPLY && letter.state() == LetterStatus.State.ACCEPTED) {
        continue;
      }
      String name = "〔" + letter.purpose() + " " + letter.id().value() + "〕";
      boolean sent = letter.state() == LetterStatus.State.ACCEPTED;
      if (!sent) {
        entries.add(new Entry(letter.changedAt(), 5, stand(letter.state()) + name + letter.why()));
      }
      if (letter.changedAt().isAfter(letter.plannedAt().plus(AT_ONCE))) {
        waited(letter, name, entries);
      }
    }
  }

  private void waited(LetterStatus letter, String name, List<Entry> entries) {
    for (LetterStatus.Step step : outbox.life(letter.id())) {
      if (step.state() == LetterStatus.State.HELD && !step.at().equals(letter.changedAt())) {
        entries.add(new Entry(step.at(), 5, stand(step.state()) + name + step.why()));
      }
    }
  }

  private static String stand(LetterStatus.State state) {
    return switch (state) {
      case PLANNED, CLAIMED, ATTEMPTED -> "… 还在路上";
      case HELD -> "… 先等等";
      case ACCEPTED -> "✓ 已送出";
      case REFUSED -> "✗ 没发成";
      case UNCERTAIN -> "？不确定";
      case EXPIRED -> "✗ 过期不发";
      case WITHDRAWN -> "✗ 收回";
      case WITHHELD -> "✗ 按规则不发";
    };
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
