package cn.huitouke.console;

import cn.huitouke.channel.InboundEvent;
import cn.huitouke.channel.Message;
import cn.huitouke.channel.Segment;
import cn.huitouke.desk.Task;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Messages and events as a line that a person can read. Plain text: pages escape it. */
@Component
class Words {

  /** Of a key: its first word, and the customer at its end. */
  private static final Pattern OF_KEY = Pattern.compile("^[^:]*:?|(^|:)c\\d+(?=:|$)");

  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");

  private final MessageSource messages;

  Words(MessageSource messages) {
    this.messages = messages;
  }

  String said(String key, Locale locale, Object... about) {
    return messages.getMessage(key, about, locale);
  }

  /** The words of a key that depends on data, or those of another where nobody has put it so. */
  String saidOr(String key, String otherwise, Locale locale) {
    String found = messages.getMessage(key, null, null, locale);
    return found == null ? otherwise : found;
  }

  String of(Message message, Locale locale) {
    return message.segments().stream()
        .map(segment -> of(segment, locale))
        .filter(text -> !text.isBlank())
        .collect(Collectors.joining("\n"));
  }

  private String of(Segment segment, Locale locale) {
    return switch (segment) {
      case Segment.Text(String text) -> text;
      case Segment.Voice voice ->
          kind(segment, locale) + voice.recognition().map(heard -> " " + heard).orElse("");
      case Segment.Location(double _, double _, String label) ->
          kind(segment, locale) + " " + label;
      case Segment.Link(String title, String description, String url) ->
          title + "\n" + description + "\n" + url;
      case Segment.Card(String title, String description, String url, String _) ->
          title + "\n" + description + "\n" + url;
      case Segment.MiniProgram program -> kind(segment, locale) + " " + program.title();
      case Segment.Choices choices -> choices.asText();
      case Segment.Form form -> String.join("\n", form.values().values());
      case Segment.Mention _,
          Segment.Image _,
          Segment.Video _,
          Segment.Music _,
          Segment.Article _,
          Segment.Coupon _,
          Segment.Unsupported _ ->
          kind(segment, locale);
    };
  }

  private String kind(Segment segment, Locale locale) {
    return "[" + said("segment." + segment.kind(), locale) + "]";
  }

  /** What happened, or what was said. */
  String of(InboundEvent event, Locale locale) {
    return switch (event) {
      case InboundEvent.MessageReceived message -> of(message.message(), locale);
      case InboundEvent.Followed _ -> said("event.followed", locale);
      case InboundEvent.Scanned _ -> said("event.scanned", locale);
      case InboundEvent.Unfollowed _ -> said("event.unfollowed", locale);
      case InboundEvent.MenuTapped menu -> said("event.menu", locale, menu.key());
      case InboundEvent.MemberJoined _ -> said("event.joined", locale);
      case InboundEvent.SubscriptionChanged _ -> said("event.consents", locale);
      case InboundEvent.Located _ -> said("event.located", locale);
      case InboundEvent.AuthorizationRevoked _ -> said("event.revoked", locale);
      case InboundEvent.DeliveryReported _,
          InboundEvent.MassReported _,
          InboundEvent.AgentSessionChanged _,
          InboundEvent.Unsupported _ ->
          said("event.other", locale);
    };
  }

  /** What a letter was written for, as its natural id says. */
  String occasion(String letterId, Locale locale) {
    String[] id = letterId.split(":");
    String key = id[0].equals("notice") && id.length > 1 ? "notice-" + id[1] : id[0];
    return saidOr("letter.for." + key, said("letter.for.other", locale), locale);
  }

  String wire(String wire, Locale locale) {
    return saidOr("wire." + wire, wire, locale);
  }

  String task(String kind, Locale locale) {
    return saidOr("task.kind." + kind, said("task.kind.other", locale), locale);
  }

  /**
   * A task's title. In Chinese as the shop's wording put it when the task was opened; in another language
   * it is said of the task's kind and of what its key names: {@code binding:19900…:c17} is about order
   * 19900….
   */
  String title(Task task, Locale locale) {
    if (!EveryPage.english(locale) && !task.title().isBlank()) {
      return task.title();
    }
    String about = OF_KEY.matcher(task.key()).replaceAll("").replace(":", " · ");
    String key = "task.title." + task.kind();
    Object[] values = {about};
    // a list of many is named by its day
    String found =
        messages.getMessage(
            DAY.matcher(about).matches() ? key + ".day" : key, values, null, locale);
    String more = found == null ? messages.getMessage(key, values, null, locale) : found;
    return more == null ? task.title() : more;
  }

  String channel(String kind, Locale locale) {
    return saidOr("channel." + kind, kind, locale);
  }
}
