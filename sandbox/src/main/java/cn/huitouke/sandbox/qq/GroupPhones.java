package cn.huitouke.sandbox.qq;

import cn.huitouke.sandbox.world.ScreenMessage;
import cn.huitouke.sandbox.world.TalkNetwork;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Customers' phones in the shop's QQ group. Everybody sees everything; the bot hears whoever mentions
 * it by its name.
 */
public final class GroupPhones extends TalkNetwork {
  private static final String GROUP = "D3M0C0FFEEHUITOUKEGROUP000000001";

  private final QqPlatform platform;
  private final String mention;
  private final Function<String, String> nicks;
  private final Map<Long, String> authors = new ConcurrentHashMap<>();

  /**
   * @param bot the bot's name in the group
   * @param nicks a customer's name there
   */
  public GroupPhones(QqPlatform platform, String bot, Function<String, String> nicks) {
    super(platform.screens());
    this.platform = platform;
    this.mention = "@" + bot;
    this.nicks = nicks;
    platform.hosts(GROUP);
  }

  @Override
  public String says(String customer, String text) {
    boolean mentioning = text.contains(mention);
    String rest = text.replace(mention, "").strip();
    synchronized (authors) {
      long number = platform.screens().said("group:" + GROUP, platform.now(), "text", text);
      authors.put(number, customer);
    }
    return mentioning ? platform.mentions(GROUP, customer, rest) : "";
  }

  @Override
  public List<ScreenMessage> screenOf(String customer) {
    synchronized (authors) {
      return super.screenOf("group:" + GROUP).stream()
          .map(shown -> seenBy(customer, shown))
          .toList();
    }
  }

  private ScreenMessage seenBy(String customer, ScreenMessage shown) {
    String author = authors.getOrDefault(shown.sequence(), "");
    boolean mine = author.equals(customer);
    String said =
        author.isEmpty()
            ? named(shown.text())
            : mine ? shown.text() : nick(author) + "：" + shown.text();
    return new ScreenMessage(
        shown.sequence(),
        customer,
        mine,
        shown.at(),
        shown.wire(),
        shown.kind(),
        shown.title(),
        said,
        shown.choices(),
        shown.fields(),
        shown.url());
  }

  private String nick(String member) {
    String nick = nicks.apply(member);
    return nick.isEmpty() ? member : nick;
  }

  /** Mentions are read as names. */
  private String named(String text) {
    String named = text;
    for (String member : authors.values()) {
      named = named.replace("@" + member, "@" + nick(member));
    }
    return named;
  }
}
