package cn.huitouke.console;

import static org.assertj.core.api.Assertions.assertThat;

import cn.huitouke.desk.Task;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.ResourceBundleMessageSource;

/** A task is called by its name in the language of who reads it. */
class TaskTitlesTest {

  private final Words words = words();

  private static Words words() {
    return new Words(messages());
  }

  static ResourceBundleMessageSource messages() {
    ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
    messages.setBasename("messages/console");
    messages.setDefaultEncoding("UTF-8");
    messages.setFallbackToSystemLocale(false);
    return messages;
  }

  private String english(String key, String kind) {
    return words.title(task(key, kind, "标题"), Locale.ENGLISH);
  }

  private static Task task(String key, String kind, String title) {
    return new Task(key, kind, Optional.empty(), title, "", Map.of(), Instant.EPOCH);
  }

  @Test
  void inEnglishWithWhatItIsAbout() {
    assertThat(english("binding:1990000000000000004:c17", "confirm-binding"))
        .isEqualTo("Is order 1990000000000000004 this customer's?");
    assertThat(english("stuck:yuantong/YT880001", "stuck-parcel"))
        .isEqualTo("Parcel yuantong/YT880001 stands still");
    assertThat(english("wants-a-person:c17", "wants-a-person"))
        .isEqualTo("A customer wants to talk to a person");
    assertThat(english("urge-ship:c17:2026-11-22", "urge-ship"))
        .isEqualTo("A customer urges shipping");
    assertThat(english("digest-missed:2026-11-22", "digest-missed"))
        .isEqualTo("The digest of 2026-11-22 did not reach everybody before nine");
    assertThat(english("not-shipped:231122-1234567890", "not-shipped"))
        .isEqualTo("Order 231122-1234567890 is paid and not shipped yet");
    assertThat(english("not-shipped:2026-11-22", "not-shipped"))
        .isEqualTo("Orders that are paid and not shipped yet (2026-11-22)");
    assertThat(english("form-refused:wechat-mp/shop:order-shipped", "form-refused"))
        .isEqualTo("The platform refuses a notice (wechat-mp/shop · order-shipped)");
  }

  @Test
  void inChineseAsTheShopsWordingPutItAndOfUnknownKindsToo() {
    Task old = task("binding:19900:c17", "confirm-binding", "请看看订单 19900");
    assertThat(words.title(old, Locale.SIMPLIFIED_CHINESE)).isEqualTo("请看看订单 19900");
    assertThat(words.title(task("new:1", "new-kind", "新的事"), Locale.ENGLISH)).isEqualTo("新的事");
    assertThat(words.title(task("stuck:sf/SF1", "stuck-parcel", ""), Locale.SIMPLIFIED_CHINESE))
        .isEqualTo("包裹 sf/SF1 停住不动");
  }
}
