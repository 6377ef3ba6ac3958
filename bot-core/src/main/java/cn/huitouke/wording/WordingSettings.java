package cn.huitouke.wording;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How the shop speaks.
 *
 * @param templates the folder that holds {@code zh/}; left out: {@code ./templates} where it exists
 * @param shop the shop's own
 */
@ConfigurationProperties("huitouke")
record WordingSettings(@Nullable String templates, @Nullable Shop shop) {

  /**
   * @param tone {@code courteous} (您) or {@code affectionate} (亲)
   */
  record Shop(@Nullable String tone) {}

  Tone tone() {
    String tone = shop == null || shop.tone() == null ? "courteous" : shop.tone();
    return switch (tone.toLowerCase(Locale.ROOT)) {
      case "courteous" -> Tone.COURTEOUS;
      case "affectionate" -> Tone.AFFECTIONATE;
      default ->
          throw new IllegalStateException(
              "huitouke.shop.tone is "
                  + tone
                  + ". Mend: set it to courteous (您) or affectionate (亲).");
    };
  }

  Optional<String> folder() {
    return Optional.ofNullable(templates).filter(folder -> !folder.isBlank());
  }
}
