package cn.huitouke.broadcast;

import cn.huitouke.wording.Tone;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the shop broadcasts.
 *
 * @param shopName as customers are to read it; every broadcast carries it
 * @param tone the shop's own: {@code courteous} or {@code affectionate}
 * @param holdOutFrom below so many recipients nobody is left out: it would measure nothing
 */
@ConfigurationProperties("huitouke.broadcast")
record BroadcastSettings(
    @DefaultValue("小店") String shopName,
    @DefaultValue("courteous") String tone,
    @DefaultValue("100") int holdOutFrom) {

  BroadcastSettings {
    if (shopName.isBlank()) {
      throw new IllegalArgumentException(
          "huitouke.broadcast.shop-name is empty. Mend: every broadcast has to say who sends it.");
    }
    if (holdOutFrom < 0) {
      throw new IllegalArgumentException(
          "huitouke.broadcast.hold-out-from must be 0 or more, but is " + holdOutFrom);
    }
  }

  Tone spoken() {
    return Tone.valueOf(tone.toUpperCase(Locale.ROOT));
  }
}
