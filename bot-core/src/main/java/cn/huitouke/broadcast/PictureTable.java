package cn.huitouke.broadcast;

import cn.huitouke.channel.Message;
import cn.huitouke.channel.Segment;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Pictures in PostgreSQL: few and small, and so in every backup and on every node. */
@Component
class PictureTable implements Pictures {

  private static final Pattern NAME = Pattern.compile("picture:([0-9a-f]{64})");

  /** What no draft shows goes, but not while somebody may be writing. */
  private static final Duration UNUSED = Duration.ofDays(1);

  /** A broadcast shows the same one to everybody. */
  private static final int AT_HAND = 4;

  private static final Map<String, byte[]> BEGINNINGS =
      Map.of(
          "image/jpeg", bytes("ffd8ff"),
          "image/png", bytes("89504e470d0a1a0a"),
          "image/gif", bytes("47494638"));

  private final JdbcClient jdbc;
  private final InstantSource clock;
  private final Map<String, String> atHand = new LinkedHashMap<>(16, 0.75f, true);

  PictureTable(JdbcClient jdbc, InstantSource clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  static boolean names(String image) {
    return NAME.matcher(image).matches();
  }

  boolean knows(String image) {
    Matcher name = NAME.matcher(image);
    return name.matches()
        && jdbc.sql("select exists (select 1 from broadcast.picture where hash = ?)")
            .param(name.group(1))
            .query(Boolean.class)
            .single();
  }

  @Override
  public Optional<String> keep(byte[] bytes) {
    return bytes.length > LARGEST
        ? Optional.empty()
        : type(bytes).flatMap(type -> bare(type, bytes).map(it -> "picture:" + keep(it, type)));
  }

  /** Thousands get it: they need not learn where and with what it was taken. */
  private static Optional<byte[]> bare(String type, byte[] bytes) {
    return switch (type) {
      case "image/jpeg" -> BareJpeg.of(bytes);
      case "image/png" -> BarePng.of(bytes);
      default -> Optional.of(bytes);
    };
  }

  private static Optional<String> type(byte[] bytes) {
    return BEGINNINGS.entrySet().stream()
        .filter(
            kind ->
                bytes.length > kind.getValue().length
                    && Arrays.equals(Arrays.copyOf(bytes, kind.getValue().length), kind.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private String keep(byte[] bytes, String type) {
    String hash = hash(bytes);
    jdbc.sql(
            "delete from broadcast.picture p where at < ? and not exists (select 1 from"
                + " broadcast.broadcast b where strpos(b.draft, p.hash) > 0)")
        .param(BroadcastTable.time(clock.instant().minus(UNUSED)))
        .update();
    jdbc.sql(
            "insert into broadcast.picture values (?, ?, ?, ?) on conflict (hash) do update set at"
                + " = excluded.at")
        .params(hash, type, bytes, BroadcastTable.time(clock.instant()))
        .update();
    return hash;
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  @Override
  public Optional<Picture> find(String hash) {
    return jdbc.sql("select type, bytes from broadcast.picture where hash = ?")
        .param(hash)
        .query((row, _) -> new Picture(row.getString(1), row.getBytes(2)))
        .optional();
  }

  @Override
  public Message enclosed(Message message) {
    List<Segment> segments = message.segments();
    return segments.stream().anyMatch(PictureTable::isOurs)
        ? new Message(segments.stream().map(this::enclosed).toList())
        : message;
  }

  private static boolean isOurs(Segment segment) {
    return segment instanceof Segment.Image(String reference, var _) && names(reference);
  }

  private Segment enclosed(Segment segment) {
    return segment instanceof Segment.Image(String reference, var url) && names(reference)
        ? new Segment.Image(address(reference), url)
        : segment;
  }

  private String address(String name) {
    synchronized (atHand) {
      String known = atHand.get(name);
      if (known != null) {
        return known;
      }
    }
    Optional<Picture> found = find(name.substring("picture:".length()));
    if (found.isEmpty()) {
      return name;
    }
    String address =
        "data:"
            + found.get().type()
            + ";base64,"
            + Base64.getEncoder().encodeToString(found.get().bytes());
    synchronized (atHand) {
      atHand.put(name, address);
      if (atHand.size() > AT_HAND) {
        atHand.remove(atHand.keySet().iterator().next());
      }
    }
    return address;
  }
}
