package cn.huitouke.console;

import cn.huitouke.account.Account;
import cn.huitouke.account.AccountField;
import cn.huitouke.account.AccountField.Origin;
import cn.huitouke.account.AccountId;
import cn.huitouke.account.AccountKind;
import cn.huitouke.account.AccountKind.Use;
import cn.huitouke.account.Accounts;
import cn.huitouke.account.Fault;
import cn.huitouke.channel.Channel;
import cn.huitouke.channel.ChannelId;
import cn.huitouke.channel.Probe;
import cn.huitouke.channel.QrCodes;
import cn.huitouke.channel.SocketChannel;
import cn.huitouke.conversation.Conversations;
import cn.huitouke.delivery.Channels;
import cn.huitouke.hook.HookPath;
import cn.huitouke.logistics.TrackingSources;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Accounts as their pages show them: what is set, and at which step somebody stands. */
@Component
class AccountViews {

  private static final List<String> NAMES = List.of("shop", "myshop", "shop2", "shop3", "shop4");

  private final Accounts accounts;
  private final Channels channels;
  private final ObjectProvider<TrackingSources> sources;
  private final Conversations conversations;
  private final PublicAddress address;
  private final ShopTime times;
  private final Words words;

  AccountViews(
      Accounts accounts,
      Channels channels,
      ObjectProvider<TrackingSources> sources,
      Conversations conversations,
      PublicAddress address,
      ShopTime times,
      Words words) {
    this.accounts = accounts;
    this.channels = channels;
    this.sources = sources;
    this.conversations = conversations;
    this.address = address;
    this.times = times;
    this.words = words;
  }

  /**
   * A field of the form.
   *
   * @param value what is typed or kept; of a secret nothing
   * @param fault what is wrong with it, in words
   */
  record FieldView(
      String name,
      String label,
      String hint,
      boolean secret,
      boolean chosen,
      boolean required,
      String value,
      String fault) {}

  /** Something to copy. */
  record KeyView(String name, String label, String value) {}

  /** A kind that can be added. */
  record KindView(String kind, String label, String about, boolean taken) {}

  /**
   * One account on its way.
   *
   * @param later what may be added when it works
   * @param called when the platform first called; empty: not yet
   * @param heard when somebody last wrote; empty: nobody since it was added
   * @param known whether it was tested with these values
   */
  record View(
      String kind,
      String name,
      String label,
      String platform,
      boolean talks,
      boolean speaksFirst,
      String trouble,
      long revision,
      String added,
      List<FieldView> fields,
      List<FieldView> later,
      List<KeyView> keys,
      boolean hasKeys,
      String callback,
      boolean canTest,
      boolean known,
      boolean works,
      String cause,
      String about,
      String what,
      String tested,
      String called,
      String heard,
      boolean codes) {

    public boolean done() {
      return !called.isEmpty() && (!talks || !heard.isEmpty());
    }

    public boolean anyLater() {
      return later.stream().anyMatch(field -> !field.value().isEmpty());
    }

    public boolean wrong() {
      return faulty(fields);
    }

    public boolean wrongLater() {
      return faulty(later);
    }

    private static boolean faulty(List<FieldView> fields) {
      return fields.stream().anyMatch(field -> !field.fault().isEmpty());
    }
  }

  String label(String kind, Locale locale) {
    return words.saidOr("channel." + kind, kind, locale);
  }

  List<KindView> kinds(Locale locale) {
    return accounts.kinds().stream()
        .map(
            kind ->
                new KindView(
                    kind.name(),
                    label(kind.name(), locale),
                    words.said("accounts.about." + kind.name(), locale),
                    kind.use() == Use.TRACKING && taken(new AccountId(kind.name(), Use.ONLY))))
        .toList();
  }

  private boolean taken(AccountId who) {
    return accounts.inFile(who) || accounts.find(who).isPresent();
  }

  /** A name that nobody has. */
  String freeName(String kind) {
    return NAMES.stream()
        .filter(
            name ->
                accounts
                    .objection(new AccountId(kind, name))
                    .filter(fault -> fault.field().equals(Accounts.NAME))
                    .isEmpty())
        .findFirst()
        .orElse("");
  }

  /** The fields that somebody fills in. */
  List<FieldView> fields(
      AccountKind kind, Map<String, String> values, Map<String, String> faults, Locale locale) {
    return fields(kind, EnumSet.of(Origin.TYPED, Origin.CHOSEN), values, faults, locale);
  }

  private List<FieldView> fields(
      AccountKind kind,
      Set<Origin> origins,
      Map<String, String> values,
      Map<String, String> faults,
      Locale locale) {
    return kind.fields().stream()
        .filter(field -> origins.contains(field.origin()))
        .map(field -> field(kind.name(), field, values, faults, locale))
        .toList();
  }

  private FieldView field(
      String kind,
      AccountField field,
      Map<String, String> values,
      Map<String, String> faults,
      Locale locale) {
    String key = "accounts.field." + kind + "." + field.name();
    return new FieldView(
        field.name(),
        words.said(key, locale),
        words.saidOr(key + ".hint", "", locale),
        field.secret(),
        field.origin() == Origin.CHOSEN,
        field.required(),
        field.secret() ? "" : values.getOrDefault(field.name(), ""),
        faults.getOrDefault(field.name(), ""));
  }

  /** Each field's fault in words; what is wrong with the whole under the empty name. */
  Map<String, String> said(String kind, List<Fault> faults, Locale locale) {
    Map<String, String> said = new LinkedHashMap<>();
    for (Fault fault : faults) {
      String general = words.said("accounts.fault." + fault.why(), locale);
      String key =
          fault.field().equals(Accounts.NAME)
              ? "accounts.fault.name." + fault.why()
              : "accounts.shape." + kind + "." + fault.field();
      boolean special = fault.field().equals(Accounts.NAME) || fault.why() == Fault.Why.SHAPE;
      said.putIfAbsent(fault.field(), special ? words.saidOr(key, general, locale) : general);
    }
    return said;
  }

  /**
   * @param typed what was refused just now, by the names of the fields: it is not lost
   */
  Optional<View> view(
      AccountId who, Map<String, String> typed, Map<String, String> faults, Locale locale) {
    Optional<Account> found = accounts.find(who);
    Optional<AccountKind> kind = accounts.kind(who.kind());
    return found.isEmpty() || kind.isEmpty()
        ? Optional.empty()
        : Optional.of(view(found.get(), kind.get(), typed, faults, locale));
  }

  private View view(
      Account account,
      AccountKind kind,
      Map<String, String> typed,
      Map<String, String> faults,
      Locale locale) {
    AccountId who = account.id();
    Map<String, String> later = new HashMap<>(account.plain());
    later.putAll(typed);
    Optional<Object> open = open(who);
    boolean socket = open.filter(SocketChannel.class::isInstance).isPresent();
    return new View(
        who.kind(),
        who.name(),
        label(who.kind(), locale),
        words.said("accounts.platform." + who.kind(), locale),
        account.use() == Use.CHANNEL,
        socket,
        account
            .trouble()
            .map(fault -> words.said("accounts.trouble." + fault.why(), locale))
            .orElse(""),
        account.revision(),
        times.at(account.addedAt()) + " · " + account.addedBy(),
        fields(kind, account.plain(), faults, locale),
        fields(kind, EnumSet.of(Origin.LATER), later, faults, locale),
        keys(who, locale),
        kind.fields().stream().anyMatch(field -> field.origin() == Origin.MADE),
        address.of(new HookPath(who.kind(), who.name()), who.kind().equals("onebot")),
        !socket && open.filter(Probe.class::isInstance).isPresent(),
        account.finding().isPresent(),
        account.finding().filter(Probe.Finding::works).isPresent(),
        account.finding().map(finding -> cause(who.kind(), finding, locale)).orElse(""),
        account.finding().map(Probe.Finding::about).orElse(""),
        account.finding().map(AccountViews::words).orElse(""),
        times.at(account.testedAt()),
        times.at(account.calledAt()),
        heard(account),
        open.filter(QrCodes.class::isInstance).isPresent());
  }

  /** Why it does not work, in the reader's words. */
  String cause(String kind, Probe.Finding finding, Locale locale) {
    String general = words.said("accounts.cause." + finding.cause(), locale);
    return words.saidOr("accounts.cause." + kind + "." + finding.cause(), general, locale);
  }

  /** What the platform itself said, where that tells more than the cause. */
  private static String words(Probe.Finding finding) {
    return switch (finding.cause()) {
      case NONE, UNREACHABLE, ADDRESS_NOT_ALLOWED, NOT_CONNECTED -> "";
      case WRONG_ID, WRONG_SECRET, OTHER -> finding.what();
    };
  }

  private List<KeyView> keys(AccountId who, Locale locale) {
    return accounts.keys(who).entrySet().stream()
        .map(
            key ->
                new KeyView(
                    key.getKey(),
                    words.said("accounts.field." + who.kind() + "." + key.getKey(), locale),
                    key.getValue()))
        .toList();
  }

  /** When somebody last wrote to it, if that was after it was added. */
  String heard(Account account) {
    if (account.use() == Use.TRACKING) {
      return "";
    }
    ChannelId id = new ChannelId(account.id().kind(), account.id().name());
    return Optional.ofNullable(conversations.heardOf().get(id))
        .filter(at -> !at.isBefore(account.addedAt()))
        .map(times::at)
        .orElse("");
  }

  /** The channel or tracking source that it is open as. */
  Optional<Object> open(AccountId who) {
    Stream<Object> talking =
        channels.all().stream().filter(channel -> id(channel).equals(who)).map(Object.class::cast);
    TrackingSources asked = sources.getIfAvailable();
    Stream<Object> knowing =
        asked == null || !who.name().equals(Use.ONLY)
            ? Stream.empty()
            : asked.all().stream()
                .filter(source -> source.name().equals(who.kind()))
                .map(Object.class::cast);
    return Stream.concat(talking, knowing).findFirst();
  }

  static AccountId id(Channel channel) {
    return new AccountId(channel.id().kind(), channel.id().name());
  }
}
