package cn.huitouke.console;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What the frame of every page needs. */
@ControllerAdvice(basePackageClasses = EveryPage.class)
class EveryPage {

  @ModelAttribute("me")
  @Nullable Login me(@AuthenticationPrincipal @Nullable Login login) {
    return login;
  }

  static boolean english(Locale locale) {
    return Locale.ENGLISH.getLanguage().equals(locale.getLanguage());
  }
}
